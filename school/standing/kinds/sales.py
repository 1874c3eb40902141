"""Sales figures over a window: each sums the current sales weeks that end within `window_days`
of the day (see `weeks.weeks_within`)."""

from decimal import Decimal
from functools import cached_property

from django.db.models import (
    BigIntegerField,
    DecimalField,
    Expression,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Least, NullIf, Round
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from school.standing.kinds.base import Kind, Money, Section, SourceRow, YesNo, days, plain
from school.standing.kinds.details import lesson, window
from school.standing.kinds.registry import kind
from school.standing.models import SalesWeek
from school.standing.weeks import FOUR_WEEKS, Window, weeks_within

AMOUNT = DecimalField(max_digits=16, decimal_places=2)


class SalesKind(Kind):
    """A figure of the sales weeks; what she may do about it is the course that the rule names."""

    section = Section.SALES
    details = {"window_days": window(), "lesson": lesson()}
    reviewed = True

    @property
    def window_days(self) -> int:
        return self.params.get("window_days", FOUR_WEEKS)

    @cached_property
    def window(self) -> Window:
        return weeks_within(self.on, self.window_days)

    def found(self) -> QuerySet:
        """The sales weeks in the window."""
        return SalesWeek.objects.within(*self.window)

    def weeks(self) -> QuerySet:
        """The sales weeks of each leader in the window."""
        return self.found().filter(leader=OuterRef("pk")).order_by()

    def summed(self, expression, output_field) -> Subquery:
        """One figure a leader from the rows of her window."""
        rows = self.weeks().values("leader").annotate(figure=expression).values("figure")
        return Subquery(rows, output_field=output_field)

    def words(self) -> dict[str, str]:
        return {"number": self.shown(self.threshold), "days": days(self.window_days)}

    def link(self) -> str:
        code = self.params.get("lesson")
        return self.references.course_link(code) if code else ""

    def source(self) -> str:
        return f"sales_weeks {self.window.first:%Y-%m-%d}..{self.window.ends:%Y-%m-%d}"

    def of_week(self, week: SalesWeek) -> str:
        """What one week adds, as people read it."""
        raise NotImplementedError

    def rows(self, leader_id: int) -> list[SourceRow]:
        found = self.found().filter(leader=leader_id).select_related("sales_import")
        return [_row(week, self.of_week(week)) for week in found.order_by("-week_start")]


def _row(week: SalesWeek, figure: str) -> SourceRow:
    file = week.sales_import
    source = _("%(file)s, version %(version)s") % {"file": file.file_name, "version": file.version}
    what = _("Week from %(day)s") % {"day": week.week_start.isoformat()}
    return SourceRow(what, week.week_start, figure, source)


class CountKind(SalesKind):
    """The sum of one column of the weeks that know it. `certain` columns are in every file, so a
    leader without rows has 0 of them."""

    column: str
    certain = False

    def expression(self) -> Expression:
        figure = self.summed(Sum(self.column), IntegerField())
        return Coalesce(figure, Value(0)) if self.certain else figure

    def of_week(self, week: SalesWeek) -> str:
        number = getattr(week, self.column)
        return "–" if number is None else str(number)


@kind
class EffectiveOrders(CountKind):
    """Orders that were neither closed nor given back."""

    code = "effective_orders"
    label = gettext_lazy("Effective orders")
    unit = pgettext_lazy("unit", "orders")
    column, certain = "effective_orders", True

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
        # Rounded, since SQLite adds decimals as floating-point numbers.
        summed = Round(self.summed(Sum("net"), AMOUNT), 2)
        return Coalesce(summed, Value(Decimal(0)), output_field=AMOUNT)

    def value(self, raw: Decimal | None) -> Decimal | None:
        return None if raw is None else raw.quantize(Decimal("0.01"))

    def title(self) -> str:
        return _("%(amount)s net sales in %(days)s") % {
            "amount": self.shown(self.threshold),
            "days": days(self.window_days),
        }

    def of_week(self, week: SalesWeek) -> str:
        return self.shown(week.net)


@kind
class AverageOrder(Money, SalesKind):
    """Yuan an effective order, half a fen up: sales before refunds ÷ effective orders."""

    code = "average_order"
    label = gettext_lazy("Average order")
    raw_step = Decimal(1)

    def expression(self) -> Expression:
        # Net sales and what was given back are the effective sales of the week, here in fen.
        fen = Cast(Round(Sum(F("net") + F("refunds")) * Value(100)), BigIntegerField())
        orders = NullIf(Sum("effective_orders"), Value(0))
        half_up = (fen * Value(2) + orders) / (orders * Value(2))
        return self.summed(half_up, BigIntegerField())

    def value(self, raw: int | None) -> Decimal | None:
        return None if raw is None else Decimal(raw) / 100

    def raw_threshold(self) -> Decimal:
        return self.threshold * 100

    def title(self) -> str:
        return _("%(number)s an order on average") % self.words()

    def of_week(self, week: SalesWeek) -> str:
        return f"{self.shown(week.net + week.refunds)} ÷ {week.effective_orders}"


@kind
class OpenDays(CountKind):
    """Days on which she opened a group-buy."""

    code = "open_days"
    label = gettext_lazy("Days open")
    unit = pgettext_lazy("unit", "days")
    column = "open_days"

    def title(self) -> str:
        return _("Open on %(number)s of %(days)s") % {
            "number": plain(self.threshold),
            "days": days(self.window_days),
        }

    def shown(self, value: Decimal) -> str:
        return days(int(value))


@kind
class NewMembers(CountKind):
    """People who came into her groups."""

    code = "new_members"
    label = gettext_lazy("New members")
    unit = pgettext_lazy("unit", "people")
    column = "new_members"

    def title(self) -> str:
        return _("%(number)s new in your group in %(days)s") % self.words()

    def shown(self, value: Decimal) -> str:
        return ngettext("%(number)s person", "%(number)s people", int(value)) % {
            "number": plain(value)
        }


@kind
class Complaints(CountKind):
    """Complaints about her in the window: at most so many."""

    code = "complaints"
    label = gettext_lazy("Complaints")
    unit = pgettext_lazy("unit", "complaints")
    column = "complaints"
    at_least = False

    def title(self) -> str:
        if not self.threshold:
            return _("No complaint in %(days)s") % self.words()
        return _("At most %(number)s in %(days)s") % self.words()

    def shown(self, value: Decimal) -> str:
        return ngettext("%(number)s complaint", "%(number)s complaints", int(value)) % {
            "number": plain(value)
        }


@kind
class Opened(YesNo, SalesKind):
    """Whether the leader has ever opened a group-buy: a day open, or an effective order."""

    code = "opened"
    label = gettext_lazy("First group-buy opened")
    details = {}
    reviewed = False

    def found(self) -> QuerySet:
        last = weeks_within(self.on, FOUR_WEEKS).last
        return SalesWeek.objects.current().filter(week_start__lte=last)

    def expression(self) -> Least:
        signs = self.summed(
            Sum(Coalesce(F("open_days"), Value(0)) + F("effective_orders")), IntegerField()
        )
        return Least(Coalesce(signs, Value(0)), Value(1))

    def title(self) -> str:
        return _("Your first group-buy opened")

    def have(self, value: Decimal | None) -> str:
        return _("opened") if value else _("not yet")

    def gap(self, value: Decimal | None) -> str:
        return "" if self.met(value) else _("Open your first group-buy.")

    def source(self) -> str:
        return f"sales_weeks ..{weeks_within(self.on, FOUR_WEEKS).ends:%Y-%m-%d}"

    def of_week(self, week: SalesWeek) -> str:
        return ngettext("%(number)s order", "%(number)s orders", week.effective_orders) % {
            "number": week.effective_orders
        }

    def rows(self, leader_id: int) -> list[SourceRow]:
        """The first week with a sign is enough."""
        signs = self.found().filter(Q(open_days__gt=0) | Q(effective_orders__gt=0))
        signs = signs.filter(leader=leader_id).select_related("sales_import")
        return [_row(week, self.of_week(week)) for week in signs.order_by("week_start")[:1]]
