from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AllRounds(models.Manager):
    """What was ever done."""


class PresentRounds(models.Manager):
    """What was done in the round of the course that counts now."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(current=True)


class StepCompletion(models.Model):
    """A leader is through with a step. Progress is the set of these rows and nothing else.

    When a course begins anew its rows stay and are not `current` any more; `objects` are the
    current ones, `rounds` all.
    """

    class Source(models.TextChoices):
        LEADER = "leader", pgettext_lazy("who said that it is done", "Herself")
        ATTENDANCE = "attendance", _("Attendance")
        QUIZ = "quiz", _("Quiz passed")
        TASK = "task", _("Task accepted")
        STAFF = "staff", _("The school")
        PLACEMENT = "placement", _("By showing it in the quiz")
        PACKAGE = "package", _("Reported by its package")

    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.PROTECT,
        related_name="completions",
    )
    course_key = models.UUIDField(_("course"), db_index=True)
    step_key = models.UUIDField(_("step"), db_index=True)
    completed_at = models.DateTimeField(_("done"), default=timezone.now)
    source = models.CharField(_("by"), max_length=10, choices=Source.choices, default=Source.LEADER)

    current = models.BooleanField(_("counts now"), default=True)

    objects = PresentRounds()
    rounds = AllRounds()

    class Meta:
        verbose_name = _("completed step")
        verbose_name_plural = _("completed steps")
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "step_key"], condition=Q(current=True), name="step_completed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.step_key}"
