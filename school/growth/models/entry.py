from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.growth.models.campaign import Campaign
from school.people.models import Leader


class Entry(models.Model):
    """A leader takes part in a contest. `named` says whether others may read her name on the
    board; without it only she sees her place. `team` is kept as it was when she entered; `value`
    and `place` are empty until the contest is closed."""

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("contest"), on_delete=models.PROTECT, related_name="entries"
    )
    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="entries"
    )
    named = models.BooleanField(_("named on the board"), default=False)
    named_at = models.DateTimeField(_("said so"), default=timezone.now)
    team = models.CharField(_("team"), max_length=140, blank=True)
    entered_at = models.DateTimeField(_("entered"), default=timezone.now)
    value = models.DecimalField(_("figure"), max_digits=14, decimal_places=2, null=True, blank=True)
    place = models.PositiveIntegerField(_("place"), null=True, blank=True)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["campaign_id", "place", "id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "leader"], name="entry_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.leader_id}"
