from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class Streak(models.Model):
    """On which days a leader learned, folded from her completed steps so that her path needs one
    short row: how many steps, and how many days in a row up to the last one."""

    leader = models.OneToOneField(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.CASCADE,
        related_name="streak",
    )
    steps = models.PositiveIntegerField(_("steps done"), default=0)
    days = models.PositiveIntegerField(_("days with a step"), default=0)
    run = models.PositiveIntegerField(_("days in a row"), default=0)
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("streak")
        verbose_name_plural = _("streaks")

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.run}"

    def run_on(self, day: date) -> int:
        """Days in a row as of this day. A row lives on until the day after its last is over."""
        return self.run if self.last_day >= day - timedelta(days=1) else 0
