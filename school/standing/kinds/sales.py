"""Sales figures over a window: each sums the current sales weeks that end within `window_days`
of the day (see `weeks.weeks_within`)."""

from decimal import Decimal

from django.db.models import (
    DecimalField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Least, NullIf, Round
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from school.standing.kinds.base import Kind, Money, Percent, days, plain
from school.standing.kinds.registry import kind
from school.standing.models import SalesWeek
from school.standing.weeks import FOUR_WEEKS, weeks_within


class SalesKind(Kind):
    details = {"window_days": int}
    optional = frozenset({"window_days"})

    @property
    def window_days(self) -> int:
        return self.params.get("window_days", FOUR_WEEKS)

    def weeks(self) -> QuerySet:
        """The sales weeks of each leader in the window."""
        window = weeks_within(self.on, self.window_days)
        return SalesWeek.objects.within(*window).filter(leader=OuterRef("pk")).order_by()

    def summed(self, expression, output_field) -> Subquery:
        """One figure a leader from the rows of her window."""
        rows = self.weeks().values("leader").annotate(figure=expression).values("figure")
        return Subquery(rows, output_field=output_field)

    def source(self) -> str:
        window = weeks_within(self.on, self.window_days)
        return f"sales_weeks {window.first:%Y-%m-%d}..{window.ends:%Y-%m-%d}"


@kind
class EffectiveOrders(SalesKind):
    """Orders that were neither closed nor given back."""

    code = "effective_orders"
    label = gettext_lazy("Effective orders")

    def expression(self) -> Coalesce:
        return Coalesce(self.summed(Sum("effective_orders"), IntegerField()), Value(0))

    def title(self) -> str:
        return _("%(number)s orders in %(days)s") % {
            "number": plain(self.threshold),
            "days": days(self.window_days),
        }

    def shown(self, value: Decimal) -> str:
        return ngettext("%(number)s order", "%(number)s orders", int(value)) % {
            "number": plain(value)
        }


@kind
class NetSales(Money, SalesKind):
    """Net GMV in yuan: sales of the window less the refunds dated in it."""

    code = "net_gmv"
    label = gettext_lazy("Net sales")

    def expression(self) -> Coalesce:
        figure = DecimalField(max_digits=16, decimal_places=2)
        # Rounded, since SQLite adds decimals as floating-point numbers.
        return Coalesce(
            Round(self.summed(Sum("net"), figure), 2), Value(Decimal(0)), output_field=figure
        )

    def value(self, raw: Decimal | None) -> Decimal | None:
        return None if raw is None else raw.quantize(Decimal("0.01"))

    def title(self) -> str:
        return _("%(amount)s net sales in %(days)s") % {
            "amount": self.shown(self.threshold),
            "days": days(self.window_days),
        }


class ShareKind(Percent, SalesKind):
    """A share in per cent, rounded to hundredths, over the weeks that know both figures."""

    part: str
    whole: str

    def expression(self) -> Subquery:
        known = Q(**{f"{self.part}__isnull": False, f"{self.whole}__isnull": False})
        part, whole = Sum(self.part, filter=known), NullIf(Sum(self.whole, filter=known), Value(0))
        # Whole numbers divide alike on both databases; half the divisor more rounds half up.
        return self.summed((part * Value(20000) + whole) / (whole * Value(2)), IntegerField())


@kind
class LeaderFaultRate(ShareKind):
    """After-sales cases in the leader's own responsibility, of all orders."""

    code = "leader_fault_rate"
    label = gettext_lazy("Cases in the leader's responsibility")
    at_least = False
    part, whole = "leader_fault_cases", "orders"

    def title(self) -> str:
        return _("At most %(share)s of orders with a case on your side") % {
            "share": self.shown(self.threshold)
        }


@kind
class Repurchase(ShareKind):
    """Buyers with two or more orders, of all buyers. Weekly files count buyers by the week, so
    the share over a window is that of the weeks' sums."""

    code = "repurchase"
    label = gettext_lazy("Buyers who buy again")
    part, whole = "repeat_buyers", "buyers"

    def title(self) -> str:
        return _("%(share)s of buyers buy again") % {"share": self.shown(self.threshold)}


@kind
class Opened(SalesKind):
    """Whether the leader has ever opened a group-buy: a day open, or an effective order."""

    code = "opened"
    label = gettext_lazy("First group-buy opened")
    details = {}
    optional = frozenset()

    def weeks(self) -> QuerySet:
        last = weeks_within(self.on, FOUR_WEEKS).last
        rows = SalesWeek.objects.current().filter(week_start__lte=last)
        return rows.filter(leader=OuterRef("pk")).order_by()

    def expression(self) -> Least:
        signs = self.summed(
            Sum(Coalesce(F("open_days"), Value(0)) + F("effective_orders")), IntegerField()
        )
        return Least(Coalesce(signs, Value(0)), Value(1))

    def title(self) -> str:
        return _("Your first group-buy opened")

    def shown(self, value: Decimal) -> str:
        return _("opened") if value else _("not yet")

    def gap(self, value: Decimal | None) -> str:
        return "" if self.met(value) else _("Open your first group-buy.")

    def source(self) -> str:
        return f"sales_weeks ..{weeks_within(self.on, FOUR_WEEKS).ends:%Y-%m-%d}"
