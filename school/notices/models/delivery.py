from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DeliveryQuerySet(models.QuerySet):
    def due(self, now: datetime) -> "DeliveryQuerySet":
        """What may be sent now, the oldest first."""
        waiting = self.filter(state=Delivery.State.WAITING, next_try_at__lte=now)
        return waiting.order_by("next_try_at", "pk")

    def lost(self, now: datetime) -> "DeliveryQuerySet":
        """Those whose worker is gone in the middle of sending."""
        return self.filter(state=Delivery.State.SENDING, held_until__lt=now)


class Delivery(models.Model):
    """One notice on its way to one person by one channel, or a group message on its way to its
    group. The inbox needs none: there the notice itself is what arrives.

    It is claimed (`sending`) before anything leaves the house. `problem` is a code: see
    `school.notices.channels.problems`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("state of a delivery", "Waiting")
        SENDING = "sending", pgettext_lazy("state of a delivery", "On its way")
        SENT = "sent", pgettext_lazy("state of a delivery", "Sent")
        FAILED = "failed", pgettext_lazy("state of a delivery", "Not sent")
        SKIPPED = "skipped", pgettext_lazy("state of a delivery", "Left out")

    notice = models.ForeignKey(
        "notices.Notice",
        verbose_name=_("notice"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="deliveries",
    )
    group_message = models.ForeignKey(
        "notices.GroupMessage",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="deliveries",
    )
    channel = models.CharField(_("channel"), max_length=12)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    # Waits for the daily digest, and goes with all others of that day in one message.
    gathered = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("not before"), default=timezone.now)
    until = models.DateTimeField(_("not after"), null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(_("tried"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=40, blank=True)
    sms = models.ForeignKey(
        "notices.SmsMessage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="deliveries",
    )
    created_at = models.DateTimeField(_("asked"), default=timezone.now)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "next_try_at"]),
            models.Index(fields=["-created_at"], name="delivery_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "channel"],
                condition=Q(notice__isnull=False),
                name="delivery_once_per_channel",
            ),
            models.UniqueConstraint(
                fields=["group_message"],
                condition=Q(group_message__isnull=False),
                name="delivery_once_per_group_message",
            ),
            models.CheckConstraint(
                condition=Q(notice__isnull=True) ^ Q(group_message__isnull=True),
                name="delivery_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"

    @property
    def together(self) -> list["Delivery"]:
        """Those that go out in the same message, this one among them."""
        return getattr(self, "_together", [self])

    @together.setter
    def together(self, deliveries: list["Delivery"]) -> None:
        self._together = deliveries
