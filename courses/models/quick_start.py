from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class QuickStart(models.Model):
    """A leader may show what she knows instead of reading it first: in her required onboarding
    courses the quiz stands before the lessons, from when until when."""

    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.PROTECT,
        related_name="quick_starts",
    )
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("quick start")
        verbose_name_plural = _("quick starts")
        constraints = [
            models.UniqueConstraint(
                fields=["leader"], condition=Q(until=None), name="quick_start_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.since:%Y-%m-%d}"
