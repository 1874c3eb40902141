from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SalesImport(models.Model):
    """One version of one week's sales as a file from the trading system told them.

    A newer version replaces an older one; the older stays with its rows, because decisions
    refer to what was known when they were taken. A complete file says of absent leaders that
    they sold nothing; of an incomplete one nothing follows for them. A version that was taken
    back stays too, and the one before it counts again.
    """

    class State(models.TextChoices):
        CURRENT = "current", pgettext_lazy("state of an import", "Current")
        REPLACED = "replaced", pgettext_lazy("state of an import", "Replaced")
        UNDONE = "undone", pgettext_lazy("state of an import", "Taken back")

    week_start = models.DateField(_("week from"))
    version = models.PositiveIntegerField(_("version"))
    source = models.CharField(_("source"), max_length=40, default="file")
    complete = models.BooleanField(_("complete"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.CURRENT
    )
    file_name = models.CharField(_("file"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    accepted = models.PositiveIntegerField(_("accepted"), default=0)
    total_net = models.DecimalField(_("net sales"), max_digits=16, decimal_places=2, default=0)
    reason = models.CharField(_("why"), max_length=200, blank=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken back by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("sales import")
        verbose_name_plural = _("sales imports")
        ordering = ["-week_start", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["week_start", "version"], name="sales_version_once"),
            models.UniqueConstraint(
                fields=["week_start"], condition=Q(state="current"), name="sales_week_current_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week_start:%Y-%m-%d} v{self.version}"


class SalesWeekQuerySet(models.QuerySet):
    def current(self) -> "SalesWeekQuerySet":
        return self.filter(current=True)

    def within(self, first: date, last: date) -> "SalesWeekQuerySet":
        """Current weeks whose Mondays lie between these two, both included."""
        return self.current().filter(week_start__range=(first, last))


class SalesWeek(models.Model):
    """What one leader sold in one week, by one version of the file. Money in yuan.

    `net` is the week's effective sales less the refunds dated in the week; it can be negative.
    Empty figures are unknown, not zero: the shorter forms of the file don't carry them.
    """

    sales_import = models.ForeignKey(
        SalesImport, verbose_name=_("import"), on_delete=models.PROTECT, related_name="weeks"
    )
    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.PROTECT,
        related_name="sales_weeks",
    )
    week_start = models.DateField(_("week from"))
    current = models.BooleanField(_("current"), default=True)
    orders = models.PositiveIntegerField(_("orders"), default=0)
    effective_orders = models.PositiveIntegerField(_("effective orders"), default=0)
    gross = models.DecimalField(_("sales"), max_digits=14, decimal_places=2, default=0)
    refund_count = models.PositiveIntegerField(_("refunds"), default=0)
    refunds = models.DecimalField(_("refunded"), max_digits=14, decimal_places=2, default=0)
    net = models.DecimalField(_("net sales"), max_digits=14, decimal_places=2, default=0)
    open_days = models.PositiveSmallIntegerField(_("open days"), null=True, blank=True)
    buyers = models.PositiveIntegerField(_("buyers"), null=True, blank=True)
    repeat_buyers = models.PositiveIntegerField(_("repeat buyers"), null=True, blank=True)
    new_members = models.PositiveIntegerField(_("new members"), null=True, blank=True)
    cases = models.PositiveIntegerField(_("after-sales cases"), null=True, blank=True)
    leader_fault_cases = models.PositiveIntegerField(
        _("cases in the leader's responsibility"), null=True, blank=True
    )
    complaints = models.PositiveIntegerField(_("complaints"), null=True, blank=True)
    commission = models.DecimalField(
        _("commission"), max_digits=14, decimal_places=2, null=True, blank=True
    )

    objects = SalesWeekQuerySet.as_manager()

    class Meta:
        verbose_name = _("sales week")
        verbose_name_plural = _("sales weeks")
        ordering = ["-week_start", "leader_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sales_import", "leader"], name="sales_leader_once_in_import"
            ),
            models.UniqueConstraint(
                fields=["leader", "week_start"],
                condition=Q(current=True),
                name="sales_leader_week_current_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["week_start", "leader"], condition=Q(current=True), name="sales_current"
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} {self.week_start:%Y-%m-%d}"


class HeldRow(models.Model):
    """A row of a sales file that couldn't be taken over, kept as it came until somebody mends it
    and imports the file again: nobody knows whose it is, or its figures contradict themselves.

    Where `leader` is known, her figure of the week is unknown and not zero.
    """

    sales_import = models.ForeignKey(
        SalesImport, verbose_name=_("import"), on_delete=models.CASCADE, related_name="held_rows"
    )
    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="held_rows",
    )
    row = models.PositiveIntegerField(_("row"))
    code = models.CharField(_("leader ID"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    why = models.CharField(_("why"), max_length=40)
    cells = models.JSONField(_("cells"), default=dict)

    class Meta:
        verbose_name = _("row held back")
        verbose_name_plural = _("rows held back")
        ordering = ["sales_import_id", "row"]

    def __str__(self) -> str:
        return f"{self.row}: {self.name}"
