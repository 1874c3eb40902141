from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.people.models import BroughtFile


class SalesFile(BroughtFile):
    """A week's sales file that somebody brought, as long as it isn't taken over and after.

    `links` names the leader whom a person chose for a row (by its line) that matched nobody;
    `compared_with` is the version of the week that the person saw the differences to.
    """

    class Unit(models.TextChoices):
        YUAN = "yuan", _("Yuan")
        FEN = "fen", _("Fen")

    week_start = models.DateField(_("week from"), null=True, blank=True)
    complete = models.BooleanField(_("complete"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=4, choices=Unit.choices, blank=True)
    reason = models.CharField(_("why"), max_length=200, blank=True)
    links = models.JSONField(default=dict)
    compared_with = models.ForeignKey(
        "standing.SalesImport", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    sales_import = models.ForeignKey(
        "standing.SalesImport",
        verbose_name=_("version"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="files",
    )

    class Meta(BroughtFile.Meta):
        verbose_name = _("sales file")
        verbose_name_plural = _("sales files")


class SalesPeriod(models.Model):
    """One week of the books: whether its figures may still change. Whoever changes them holds
    this row, so that two imports of a week come one after the other."""

    week_start = models.DateField(_("week from"), unique=True)
    is_locked = models.BooleanField(_("locked"), default=False)

    class Meta:
        verbose_name = _("sales period")
        verbose_name_plural = _("sales periods")
        ordering = ["-week_start"]

    def __str__(self) -> str:
        return f"{self.week_start:%Y-%m-%d}"


class PeriodEvent(models.Model):
    """Somebody locked or unlocked a week, for a reason. Only added to."""

    class What(models.TextChoices):
        LOCKED = "locked", pgettext_lazy("of a week", "Locked")
        UNLOCKED = "unlocked", pgettext_lazy("of a week", "Unlocked")

    period = models.ForeignKey(SalesPeriod, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(_("what"), max_length=10, choices=What.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("lock of a week")
        verbose_name_plural = _("locks of weeks")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.period} {self.what}"


class TradingId(models.Model):
    """Another ID under which the trading system knows a leader: she has registered there twice.
    The first is the leader's own `code`."""

    code = models.CharField(_("leader ID"), max_length=40, unique=True)
    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.CASCADE,
        related_name="trading_ids",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("further ID")
        verbose_name_plural = _("further IDs")

    def __str__(self) -> str:
        return self.code
