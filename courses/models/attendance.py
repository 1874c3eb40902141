from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.series import Series
from courses.models.session import midnight


class AttendanceMarkQuerySet(models.QuerySet):
    def current(self) -> "AttendanceMarkQuerySet":
        return self.filter(current=True)

    def at_trainings(self) -> "AttendanceMarkQuerySet":
        """Marks at the trainings that count."""
        return self.filter(session__series__kind__in=Series.TRAININGS)

    def in_days(self, first: date, before: date) -> "AttendanceMarkQuerySet":
        """Marks of sessions that began on a Shanghai day from `first` on, before `before`."""
        return self.filter(
            session__starts_at__gte=midnight(first), session__starts_at__lt=midnight(before)
        )


class AttendanceMark(models.Model):
    """Somebody wrote down whether a leader was there. Rows are only added; the newest one of a
    session and leader is the current one."""

    class Proof(models.TextChoices):
        TRAINER = "trainer", _("The trainer saw it")
        CHECK_IN = "check-in", _("She checked in herself")
        IMPORT = "import", _("From a file")

    session = models.ForeignKey(
        "courses.Session",
        verbose_name=_("session"),
        on_delete=models.PROTECT,
        related_name="marks",
    )
    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.PROTECT,
        related_name="attendance",
    )
    present = models.BooleanField(_("was there"))
    proof = models.CharField(
        _("how we know"), max_length=10, choices=Proof.choices, default=Proof.TRAINER
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("marked by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("marked"), default=timezone.now)
    current = models.BooleanField(default=True)

    objects = AttendanceMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "leader"],
                condition=Q(current=True),
                name="one_current_mark",
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.session_id} · {self.present}"
