"""How trainings are attended, series by series and trainer by trainer.

    share = marks that say "there" ÷ all marks, over the sessions of the window
    late  = of those who were there, the marks with minutes late

These count marks, session by session: they tell how full the room was. A leader's own rate counts
trainings of a week (`courses.trainings.attendance`), and is what her tier looks at.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet

from courses.models import AttendanceMark, AttendanceSettings, Series, Session
from courses.models.trainings.session import midnight
from school.lib import dates
from school.people.models import Leader, User


@dataclass(frozen=True)
class Line:
    """What became of the sessions of one series or trainer in the window, and the share of the
    window before. Shares are per cent, rounded; None without a mark. `minutes` is the mean of
    those who were late."""

    name: str
    sessions: int
    there: int
    marked: int
    late: int
    minutes: int
    share_before: int | None

    @property
    def share(self) -> int | None:
        return _share(self.there, self.marked)

    @property
    def late_share(self) -> int | None:
        return _share(self.late, self.there)

    @property
    def change(self) -> int | None:
        """Percentage points against the window before."""
        if self.share is None or self.share_before is None:
            return None
        return self.share - self.share_before


@dataclass(frozen=True)
class Statistics:
    """`first` and `last` are the days of the window; the one before it is as long."""

    first: date
    last: date
    series: list[Line]
    trainers: list[Line]


def statistics(
    sessions: QuerySet[Session],
    *,
    leaders: QuerySet[Leader] | None = None,
    on: date | None = None,
) -> Statistics:
    """Of these sessions, those of the window of the settings that ends with the day `on`; of
    `leaders` alone if given."""
    last, days = on or dates.today(), AttendanceSettings.load().window_days
    first = last - timedelta(days=days - 1)
    marks = AttendanceMark.objects.current().filter(
        session__in=sessions.planned().order_by().values("pk")
    )
    if leaders is not None:
        marks = marks.filter(leader__in=leaders.order_by().values("pk"))
    marks = marks.in_days(first - timedelta(days=days), last + timedelta(days=1))
    by_series = _counted(marks, "session__series", midnight(first))
    by_trainer = _counted(marks, "session__trainer", midnight(first))
    titles = {one.pk: one.name for one in Series.objects.filter(pk__in=by_series)}
    names = dict(User.objects.filter(pk__in=by_trainer).values_list("pk", "name"))
    return Statistics(first, last, _lines(by_series, titles), _lines(by_trainer, names))


def _counted(marks, by: str, turn) -> dict[int | None, dict[str, Any]]:
    now, there = Q(session__starts_at__gte=turn), Q(present=True)
    late = now & there & Q(late_minutes__gt=0)
    rows = marks.order_by().values(by)
    rows = rows.annotate(
        sessions=Count("session", distinct=True, filter=now),
        there=Count("pk", filter=now & there),
        marked=Count("pk", filter=now),
        late=Count("pk", filter=late),
        minutes=Avg("late_minutes", filter=late),
        there_before=Count("pk", filter=~now & there),
        marked_before=Count("pk", filter=~now),
    )
    return {row.pop(by): row for row in rows}


def _lines(counted, names: dict[int, str]) -> list[Line]:
    lines = [
        Line(
            names.get(number, ""),
            row["sessions"],
            row["there"],
            row["marked"],
            row["late"],
            round(row["minutes"] or 0),
            _share(row["there_before"], row["marked_before"]),
        )
        for number, row in counted.items()
        if row["sessions"]
    ]
    return sorted(lines, key=lambda line: (line.name == "", line.name))


def _share(part: int, whole: int) -> int | None:
    return round(part * 100 / whole) if whole else None
