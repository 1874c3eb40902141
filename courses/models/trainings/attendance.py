from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.trainings.series import Series
from courses.models.trainings.session import Session, midnight


class AttendanceMarkQuerySet(models.QuerySet):
    def current(self) -> "AttendanceMarkQuerySet":
        return self.filter(current=True)

    def at_trainings(self) -> "AttendanceMarkQuerySet":
        """Marks at the trainings that count: not at topic nights, nor at what was called off."""
        return self.filter(
            session__series__kind__in=Series.TRAININGS, session__state=Session.State.PLANNED
        )

    def in_days(self, first: date, before: date) -> "AttendanceMarkQuerySet":
        """Marks of sessions that began on a Shanghai day from `first` on, before `before`."""
        return self.begun(midnight(first), midnight(before))

    def begun(self, first: datetime, before: datetime) -> "AttendanceMarkQuerySet":
        """Marks of sessions that began from one moment on, before another."""
        return self.filter(session__starts_at__gte=first, session__starts_at__lt=before)


class AttendanceMark(models.Model):
    """It is written down whether a leader was there, and by which proof. Rows are only added; the
    newest one of a session and leader is the current one, unless it was withdrawn.

    `proven_at` is the moment that the proof speaks of, `at` the one at which it was written down.
    Minutes count against the session's planned time. `reference` names the proof's source: the
    check-in, the prompt, the file.
    """

    class Proof(models.TextChoices):
        TRAINER = "trainer", _("The trainer saw it")
        QR = "qr", _("She scanned the code")
        CODE = "code", _("She typed the code")
        PROMPT = "prompt", _("She answered during it")
        IMPORT = "import", _("From the meeting's list")
        REPLAY = "replay", _("She watched the replay")

    OF_HERSELF = (Proof.QR, Proof.CODE, Proof.PROMPT)

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
    proven_at = models.DateTimeField(_("moment of the proof"), null=True, blank=True)
    late_minutes = models.PositiveSmallIntegerField(_("minutes late"), default=0)
    left_early_minutes = models.PositiveSmallIntegerField(_("minutes left early"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes there"), null=True, blank=True)
    reference = models.CharField(_("source"), max_length=60, blank=True)
    current = models.BooleanField(default=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("withdrawn by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

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
