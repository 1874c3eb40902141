from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.people.models import Leader


class RouteDecision(models.Model):
    """By which route a newcomer begins, and who said so: the placement quiz or a person with a
    reason. Rows are only added; the newest counts."""

    class Route(models.TextChoices):
        NEWCOMER = "newcomer", pgettext_lazy("entry route", "From the beginning")
        EXPERIENCED = "experienced", pgettext_lazy("entry route", "With experience")

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="route_decisions"
    )
    route = models.CharField(_("route"), max_length=12, choices=Route.choices)
    percent = models.DecimalField(
        _("per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("entry route")
        verbose_name_plural = _("entry routes")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.route}"
