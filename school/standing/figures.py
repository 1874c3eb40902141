"""The figures behind a leader's standing, each with where it comes from.

A figure is data before it is words: a question freezes the data, and whoever reads it later gets
the words in his own language (`figure_words.py`).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from school.lib import dates
from school.people.models import Leader
from school.standing import figures_learning as learning
from school.standing.figure import About, Figure
from school.standing.models import HeldRow, SalesImport, SalesWeek
from school.standing.weeks import WEEK

WEEKS = 12
SALES = (About.NET, About.ORDERS, About.REFUNDS, About.CASES, About.BUYERS)


@dataclass
class WeekFigures:
    """One sales week of a leader by the newest file and by the older ones that it replaced.

    `state`: "known" (a row of hers), "absent" (a complete file without her: she sold nothing),
    "held" (a row of hers couldn't be taken over), "unknown" (a file that isn't complete, without
    her), "none" (no file has come). Only the first two have figures.
    """

    week: date
    newest: SalesImport | None = None
    row: SalesWeek | None = None
    held: bool = False
    earlier: list[tuple[SalesImport, SalesWeek | None]] = field(default_factory=list)

    @property
    def state(self) -> str:
        if self.newest is None:
            return "none"
        if self.row:
            return "known"
        if self.held:
            return "held"
        return "absent" if self.newest.complete else "unknown"

    @property
    def ends(self) -> date:
        return self.week + timedelta(days=6)

    def is_after(self, began: date | None) -> bool:
        """Whether she was there in this week, and its figures have come."""
        return self.newest is not None and began is not None and self.week >= began

    def figure(self, about: str) -> Figure:
        known = _values(about, self.row) if self.row else {}
        if self.state == "absent":
            known = {"value": "0"}
        data = {"week": self.week.isoformat(), "state": self.state, **known, **self._source()}
        if before := self._before(about, known.get("value")):
            data["before"] = before
        return Figure(about, self.week.isoformat(), data)

    def figures(self) -> list[Figure]:
        """Those that this week has; net sales always, so that she can ask why there are none."""
        if not self.row:
            return [self.figure(About.NET)]
        empty = {About.CASES: self.row.leader_fault_cases, About.BUYERS: self.row.buyers}
        return [self.figure(about) for about in SALES if empty.get(about, 0) is not None]

    def _source(self) -> dict[str, Any]:
        if self.newest is None:
            return {}
        return {
            "file": self.newest.file_name,
            "version": self.newest.version,
            "came_at": self.newest.at.isoformat(),
        }

    def _before(self, about: str, value: str | None) -> dict[str, Any] | None:
        """What the version before said, where it said something else."""
        for older, row in self.earlier:
            was = _values(about, row)["value"] if row else ("0" if older.complete else None)
            if was is not None and was != value:
                return {"value": was, "version": older.version, "came_at": older.at.isoformat()}
        return None


def weeks_of(leader: Leader, *, on: date | None = None, weeks: int = WEEKS) -> list[WeekFigures]:
    """The sales weeks that are over before the day `on`, the newest first, from the first of which
    the school has a file and she was there. Three queries."""
    last = dates.week_start(on or dates.today()) - WEEK
    found = _read(leader, last - WEEK * (weeks - 1), last)
    began = dates.week_start(leader.joined_on) if leader.joined_on else None
    hers = [week.week for week in found if week.row or week.held or week.is_after(began)]
    first = min(hers, default=None)
    return [week for week in found if first is not None and week.week >= first]


def find(leader: Leader, about: str, ref: str) -> Figure | None:
    """The figure as it stands today; None where she has none of this kind."""
    if about in SALES:
        return _find_in_week(leader, about, ref)
    return learning.find(leader, about, ref)


def _find_in_week(leader: Leader, about: str, ref: str) -> Figure | None:
    try:
        monday = date.fromisoformat(ref)
    except ValueError:
        return None
    if monday.isoformat() != ref or monday.weekday() or monday >= dates.today():
        return None
    (week,) = _read(leader, monday, monday)
    return week.figure(about)


def _read(leader: Leader, first: date, last: date) -> list[WeekFigures]:
    """Every week from `first` to `last`, the newest first."""
    rows: dict[int, SalesWeek] = {
        row.sales_import_id: row
        for row in SalesWeek.objects.filter(leader=leader, week_start__range=(first, last))
    }
    held = HeldRow.objects.filter(leader=leader, sales_import__week_start__range=(first, last))
    broken = set(held.values_list("sales_import", flat=True))
    versions: dict[date, list[SalesImport]] = defaultdict(list)
    imports = SalesImport.objects.filter(week_start__range=(first, last))
    for one in imports.exclude(state=SalesImport.State.UNDONE).order_by("-version"):
        versions[one.week_start].append(one)
    mondays = [last - WEEK * at for at in range((last - first).days // 7 + 1)]
    return [_week(monday, versions[monday], rows, broken) for monday in mondays]


def _week(
    monday: date, versions: list[SalesImport], rows: dict[int, SalesWeek], broken: set[int]
) -> WeekFigures:
    newest = next((one for one in versions if one.state == SalesImport.State.CURRENT), None)
    if newest is None:
        return WeekFigures(monday)
    row = rows.get(newest.pk)
    older = [(one, rows.get(one.pk)) for one in versions if one.version < newest.version]
    return WeekFigures(
        monday, newest, row if row and row.current else None, newest.pk in broken, older
    )


def _values(about: str, row: SalesWeek) -> dict[str, str | int | None]:
    """The figure itself, and what it is made of."""
    match about:
        case About.NET:
            return {
                "value": _money(row.net),
                "gross": _money(row.gross),
                "refunds": _money(row.refunds),
            }
        case About.ORDERS:
            return {"value": str(row.effective_orders), "all": row.orders}
        case About.REFUNDS:
            return {"value": _money(row.refunds), "count": row.refund_count}
        case About.CASES:
            return {"value": _number(row.leader_fault_cases), "all": row.cases}
    return {"value": _number(row.buyers), "again": row.repeat_buyers}


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _number(count: int | None) -> str | None:
    return None if count is None else str(count)
