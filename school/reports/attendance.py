"""Who came to the trainings of the last seven days, beside the seven days before.

Counted in trainings, as `courses.trainings.attendance` does: a training and its repeat are one, and
who was at either of the two was there.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from courses.models import AttendanceMark, Series
from school.people.models import Leader

DAYS = timedelta(days=7)


@dataclass(frozen=True)
class Came:
    """Marked leaders and those of them who were there."""

    came: int
    marked: int

    @property
    def percent(self) -> int | None:
        return round(self.came * 100 / self.marked) if self.marked else None

    def __add__(self, other: "Came") -> "Came":
        return Came(self.came + other.came, self.marked + other.marked)


def by_kind(seen: QuerySet[Leader], before: date) -> dict[str, Came]:
    """The seven days before this day, kind by kind. One query."""
    marks = AttendanceMark.objects.current().at_trainings().in_days(before - DAYS, before)
    rows = marks.filter(leader__in=seen).order_by().values("session__series__kind")
    counted = rows.annotate(
        marked=Count("leader", distinct=True),
        came=Count("leader", distinct=True, filter=Q(present=True)),
    )
    found = {row["session__series__kind"]: Came(row["came"], row["marked"]) for row in counted}
    return {kind.value: found.get(kind.value, Came(0, 0)) for kind in Series.TRAININGS}


def overall(kinds: dict[str, Came]) -> Came:
    return sum(kinds.values(), Came(0, 0))
