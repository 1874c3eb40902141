from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.growth.models.offer import Offer


class SigningCode(models.Model):
    """A code that was sent to a leader's phone so that she can sign one offer. Only its salted
    hash is kept; it is good for a few minutes, a few tries and one signature."""

    offer = models.ForeignKey(
        Offer, verbose_name=_("offer"), on_delete=models.CASCADE, related_name="codes"
    )
    digest = models.CharField(max_length=200)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        verbose_name = _("signing code")
        verbose_name_plural = _("signing codes")
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.sent_at:%Y-%m-%d %H:%M}"
