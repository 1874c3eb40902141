from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BookingQuerySet(models.QuerySet):
    def seated(self) -> "BookingQuerySet":
        """Who comes and has a seat."""
        return self.filter(coming=True, waiting_since__isnull=True)

    def waiting(self) -> "BookingQuerySet":
        """Who would come and has no seat yet, in turn."""
        rows = self.filter(coming=True, waiting_since__isnull=False)
        return rows.order_by("waiting_since", "pk")

    def excused(self) -> "BookingQuerySet":
        """Who said that she can't come."""
        return self.filter(coming=False)

    def ahead_of(self, waiting_since: datetime, number: int) -> "BookingQuerySet":
        """Who waits before somebody with this row."""
        earlier = Q(waiting_since__lt=waiting_since)
        return self.waiting().filter(earlier | Q(waiting_since=waiting_since, pk__lt=number))


class Booking(models.Model):
    """A leader's word on a session: she comes, waits for a seat, or can't come and says why."""

    class Reason(models.TextChoices):
        WORK = "work", pgettext_lazy("can't come because", "Parcels and orders")
        FAMILY = "family", pgettext_lazy("can't come because", "The family needs me")
        ILL = "ill", pgettext_lazy("can't come because", "I'm not well")
        TIME = "time", pgettext_lazy("can't come because", "The time doesn't suit me")
        OTHER = "other", pgettext_lazy("can't come because", "Something else")

    session = models.ForeignKey(
        "courses.Session",
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="bookings",
    )
    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.PROTECT,
        related_name="bookings",
    )
    coming = models.BooleanField(pgettext_lazy("to a session", "coming"), default=True)
    waiting_since = models.DateTimeField(
        _("waiting for a seat since"), null=True, blank=True, editable=False
    )
    reason = models.CharField(
        _("can't come because"), max_length=8, choices=Reason.choices, blank=True
    )
    words = models.CharField(_("in her words"), max_length=120, blank=True)
    at = models.DateTimeField(_("said"), auto_now=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        constraints = [
            models.UniqueConstraint(fields=["session", "leader"], name="one_word_a_session"),
            models.CheckConstraint(
                condition=Q(coming=True) | Q(waiting_since__isnull=True),
                name="only_who_comes_waits",
            ),
            models.CheckConstraint(
                condition=Q(coming=False) | Q(reason="", words=""), name="reason_only_for_a_no"
            ),
        ]
        indexes = [
            models.Index(
                F("session"),
                F("waiting_since"),
                condition=Q(waiting_since__isnull=False),
                name="booking_waiting_list",
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.session_id}"

    @property
    def is_seated(self) -> bool:
        return self.coming and self.waiting_since is None

    @property
    def is_waiting(self) -> bool:
        return self.waiting_since is not None

    @property
    def why_not(self) -> str:
        """Why she can't come, in one line; "" if she didn't say."""
        chosen = self.get_reason_display() if self.reason else ""
        return " · ".join(part for part in (str(chosen), self.words) if part)
