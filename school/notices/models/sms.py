from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SmsMessage(models.Model):
    """A text message that the school sent or is about to send: the delivery record, and while
    developing the outbox that shows log-in codes."""

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("state of a message", "Waiting")
        SENDING = "sending", pgettext_lazy("state of a message", "On its way")
        SENT = "sent", pgettext_lazy("state of a message", "Sent")
        REFUSED = "refused", pgettext_lazy("state of a message", "Refused by the gateway")
        UNKNOWN = "unknown", pgettext_lazy("state of a message", "No answer")

    phone = models.CharField(_("phone"), max_length=16)
    text = models.CharField(_("text"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    problem = models.CharField(_("problem"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("asked"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("text message")
        verbose_name_plural = _("text messages")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"SMS {self.pk}"
