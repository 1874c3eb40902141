from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.growth.models.entry import Entry


class Reward(models.Model):
    """What somebody got for a contest: a record that it was given, no payment."""

    entry = models.ForeignKey(
        Entry, verbose_name=_("entry"), on_delete=models.PROTECT, related_name="rewards"
    )
    what = models.CharField(_("what"), max_length=120)
    given_on = models.DateField(_("given on"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written down by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("reward")
        verbose_name_plural = _("rewards")
        ordering = ["-given_on", "-id"]

    def __str__(self) -> str:
        return self.what
