"""Sales figures that are a quotient of two sums: shares in per cent, and people a week."""

from decimal import Decimal

from django.db.models import Count, Expression, IntegerField, Q, Subquery, Sum, Value
from django.db.models.functions import NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from school.standing.kinds.base import Percent, plain
from school.standing.kinds.registry import kind
from school.standing.kinds.sales import SalesKind
from school.standing.models import SalesWeek


def half_up(part: Expression, whole: Expression, times: int) -> Expression:
    """part × times ÷ whole in whole numbers, half up; the same on both databases."""
    return (part * Value(2 * times) + whole) / (whole * Value(2))


class ShareKind(Percent, SalesKind):
    """A share in per cent, rounded to hundredths, over the weeks that know both figures."""

    part: str
    whole: str

    def expression(self) -> Subquery:
        known = Q(**{f"{self.part}__isnull": False, f"{self.whole}__isnull": False})
        part, whole = Sum(self.part, filter=known), NullIf(Sum(self.whole, filter=known), Value(0))
        return self.summed(half_up(part, whole, 10_000), IntegerField())

    def of_week(self, week: SalesWeek) -> str:
        part, whole = getattr(week, self.part), getattr(week, self.whole)
        return f"{_known(part)} ÷ {_known(whole)}"


def _known(number: int | None) -> str:
    return "–" if number is None else str(number)


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
class RefundRate(ShareKind):
    """Orders given back, of all orders."""

    code = "refund_rate"
    label = gettext_lazy("Orders given back")
    at_least = False
    part, whole = "refund_count", "orders"

    def title(self) -> str:
        return _("At most %(share)s of orders given back") % {"share": self.shown(self.threshold)}


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
class ActiveBuyers(SalesKind):
    """People who bought, a week on average over the weeks that count them, to hundredths. Weekly
    files don't tell whether next week's buyers are the same people, so they can't be added."""

    code = "active_buyers"
    label = gettext_lazy("Active buyers a week")
    unit = pgettext_lazy("unit", "people")

    def expression(self) -> Subquery:
        weeks = NullIf(Count("buyers"), Value(0))
        return self.summed(half_up(Sum("buyers"), weeks, 100), IntegerField())

    def value(self, raw: int | None) -> Decimal | None:
        return None if raw is None else Decimal(raw) / 100

    def raw_threshold(self) -> Decimal:
        return self.threshold * 100

    def title(self) -> str:
        return _("%(number)s buying each week") % self.words()

    def shown(self, value: Decimal) -> str:
        number = int(value) if value == int(value) else 2
        return ngettext("%(number)s person", "%(number)s people", number) % {"number": plain(value)}

    def of_week(self, week: SalesWeek) -> str:
        return _known(week.buyers)
