from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EnrolmentQuerySet(models.QuerySet):
    def unfinished(self) -> "EnrolmentQuerySet":
        return self.filter(completed_at__isnull=True)

    def finished(self) -> "EnrolmentQuerySet":
        return self.filter(completed_at__isnull=False)


class PresentRounds(models.Manager.from_queryset(EnrolmentQuerySet)):
    """Of each leader and course the round that counts now: all that most of the school asks."""

    def get_queryset(self) -> EnrolmentQuerySet:
        return super().get_queryset().filter(current=True)


class Enrolment(models.Model):
    """A leader takes a course: since when, where she is, and when she was through.

    A course that is to be renewed makes a further row, a round; the one before stays as it was and
    is not `current` any more. `objects` are the current ones, `rounds` all.
    """

    class Source(models.TextChoices):
        SELF = "self", pgettext_lazy("who enrolled her", "Herself")
        REQUIRED = "required", _("Required course")
        STEP = "step", _("By doing a step")
        STAFF = "staff", _("The school")
        PATH = "path", _("Learning path")
        RENEWAL = "renewal", _("Renewal")

    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.PROTECT,
        related_name="enrolments",
    )
    course_key = models.UUIDField(_("course"), db_index=True)
    source = models.CharField(
        _("enrolled by"), max_length=10, choices=Source.choices, default=Source.SELF
    )
    enrolled_at = models.DateTimeField(_("enrolled"), default=timezone.now)
    last_step_key = models.UUIDField(_("last step"), null=True, blank=True)
    last_opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)
    completed_at = models.DateTimeField(_("finished"), null=True, blank=True)

    round = models.PositiveSmallIntegerField(_("round"), default=1)
    current = models.BooleanField(_("counts now"), default=True)
    expires_on = models.DateField(_("to be renewed on"), null=True, blank=True)
    renewed_at = models.DateTimeField(_("renewed"), null=True, blank=True)

    objects = PresentRounds()
    rounds = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "course_key"], condition=Q(current=True), name="enrolled_once"
            ),
            models.UniqueConstraint(
                fields=["leader", "course_key", "round"], name="enrolled_once_a_round"
            ),
        ]
        indexes = [
            models.Index(fields=["course_key", "completed_at"], name="enrolment_finished"),
            models.Index(
                fields=["expires_on"],
                condition=Q(expires_on__isnull=False, current=True),
                name="enrolment_expires",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.course_key}"
