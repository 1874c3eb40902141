from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EnrolmentQuerySet(models.QuerySet):
    def unfinished(self) -> "EnrolmentQuerySet":
        return self.filter(completed_at__isnull=True)

    def finished(self) -> "EnrolmentQuerySet":
        return self.filter(completed_at__isnull=False)


class Enrolment(models.Model):
    """A leader takes a course: since when, where she is, and when she was through."""

    class Source(models.TextChoices):
        SELF = "self", pgettext_lazy("who enrolled her", "Herself")
        REQUIRED = "required", _("Required course")
        STEP = "step", _("By doing a step")
        STAFF = "staff", _("The school")

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

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(fields=["leader", "course_key"], name="enrolled_once")
        ]
        indexes = [models.Index(fields=["course_key", "completed_at"], name="enrolment_finished")]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.course_key}"
