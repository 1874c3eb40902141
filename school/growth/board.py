"""The board of a contest: those who agreed are named with their places; everybody else sees only
her own. Ties share the better place."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from school.growth.metrics import metric_of, values_of
from school.growth.models import Campaign, Entry

# In a smaller team an average would tell what single people have.
SMALLEST_TEAM = 3
ONE_PLACE = Decimal("0.1")


@dataclass(frozen=True)
class Line:
    """One who takes part: her place, her figure in words, and whether others may read it."""

    entry: Entry
    place: int
    value: Decimal
    said: str


@dataclass(frozen=True)
class TeamLine:
    """A team by the average of its members, so that a large one has no advantage."""

    place: int
    name: str
    members: int
    said: str


@dataclass(frozen=True)
class Board:
    lines: list[Line]
    teams: list[TeamLine]

    @property
    def named(self) -> list[Line]:
        return [line for line in self.lines if line.entry.named]

    @property
    def has_begun(self) -> bool:
        """Whether there is anything to compare: before the first figures everybody is first."""
        return any(line.value for line in self.lines)

    def of(self, leader_id: int) -> Line | None:
        return next((line for line in self.lines if line.entry.leader_id == leader_id), None)


def places(values: Iterable[Decimal]) -> dict[Decimal, int]:
    """The place that each value has: 1 and as many more as are better."""
    found: dict[Decimal, int] = {}
    for at, value in enumerate(sorted(values, reverse=True), start=1):
        found.setdefault(value, at)
    return found


def board(campaign: Campaign) -> Board:
    """Everybody's place: frozen if the contest is closed, else by the figures of now. Two
    queries at most."""
    entries = list(campaign.entries.select_related("leader__user", "leader__region"))
    now = {} if campaign.is_closed else values_of(campaign)
    values = {entry.pk: _value(campaign, entry, now) for entry in entries}
    ranks, said = places(values.values()), metric_of(campaign).said
    lines = [
        Line(entry, ranks[values[entry.pk]], values[entry.pk], said(values[entry.pk]))
        for entry in entries
    ]
    lines.sort(key=lambda line: (line.place, line.entry.entered_at, line.entry.pk))
    return Board(lines, _teams(campaign, lines))


def _value(campaign: Campaign, entry: Entry, now: dict[int, Decimal]) -> Decimal:
    if campaign.is_closed:
        return entry.value if entry.value is not None else Decimal(0)
    return now.get(entry.leader_id, Decimal(0))


def _teams(campaign: Campaign, lines: list[Line]) -> list[TeamLine]:
    members: dict[str, list[Decimal]] = defaultdict(list)
    for line in lines:
        if line.entry.team:
            members[line.entry.team].append(line.value)
    averages = {
        name: (sum(values) / len(values)).quantize(ONE_PLACE, ROUND_HALF_UP)
        for name, values in members.items()
        if len(values) >= SMALLEST_TEAM
    }
    ranks, metric = places(averages.values()), metric_of(campaign)
    found = [
        TeamLine(ranks[average], name, len(members[name]), metric.said(average))
        for name, average in averages.items()
    ]
    return sorted(found, key=lambda line: (line.place, line.name))
