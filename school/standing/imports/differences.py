"""What a file would change in its week: who sold more, less, newly, or no more by it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from school.people.directory import slices
from school.people.models import Leader
from school.standing.models import SalesImport, SalesWeek
from school.standing.sales_matching import Matched

ZERO = Decimal(0)


@dataclass(frozen=True)
class Difference:
    """One leader's net sales before and after, in yuan; None where a version doesn't name her."""

    leader_id: int
    before: Decimal | None
    after: Decimal | None

    @property
    def change(self) -> Decimal:
        return (self.after or ZERO) - (self.before or ZERO)


@dataclass(frozen=True)
class Differences:
    """The greatest change first. `same` counts the leaders of whom both versions say the same."""

    all: list[Difference]
    same: int

    def counts(self) -> dict[str, int]:
        return {
            "same": self.same,
            "added": sum(one.before is None for one in self.all),
            "gone": sum(one.after is None for one in self.all),
            "changed": sum(None not in (one.before, one.after) for one in self.all),
        }


def compare(matched: Matched, version: SalesImport | None) -> Differences:
    """The file against a version of its week; against none, everybody is new."""
    before = dict(SalesWeek.objects.filter(sales_import=version).values_list("leader", "net"))
    after = {leader_id: line.figures.net for leader_id, line in matched.lines.items()}
    found = [
        Difference(leader_id, before.get(leader_id), after.get(leader_id))
        for leader_id in before.keys() | after.keys()
    ]
    different = [one for one in found if one.before != one.after]
    different.sort(key=lambda one: (-abs(one.change), one.leader_id))
    return Differences(different, len(found) - len(different))


def names(differences: list[Difference]) -> dict[int, tuple[str, str]]:
    """The ID and the name of each leader, by number."""
    told: dict[int, tuple[str, str]] = {}
    for some in slices({one.leader_id for one in differences}):
        rows = Leader.objects.filter(pk__in=some).order_by()
        for pk, code, name in rows.values_list("pk", "code", "user__name"):
            told[pk] = code or "", name
    return told


def headings() -> list[str]:
    return [
        _("Leader ID"),
        _("Name"),
        _("Net sales before (yuan)"),
        _("Net sales after (yuan)"),
        _("Difference (yuan)"),
    ]


def rows(differences: list[Difference]) -> list[list[Any]]:
    told = names(differences)
    return [[*told[one.leader_id], one.before, one.after, one.change] for one in differences]
