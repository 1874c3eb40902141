"""How the requirements of one step count together: all of them or any one, with groups that count
the other way round. The same object judges everybody in SQL and one leader in Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from school.standing.models import StepRule

Takes = StepRule.Takes
OTHER = {Takes.ALL: Takes.ANY, Takes.ANY: Takes.ALL}


@dataclass(frozen=True)
class Group:
    """Requirements with the same letter, by their places in the step; one without a letter stands
    for itself."""

    letter: str
    takes: str
    places: tuple[int, ...]

    def is_met(self, met: Sequence[bool]) -> bool:
        return _fold(self.takes, [met[at] for at in self.places])


class Counting:
    """The groups of a step, in the order in which their first requirements come."""

    def __init__(self, letters: Sequence[str], takes: str = Takes.ALL) -> None:
        self.takes = takes
        places: dict[tuple, list[int]] = {}
        for at, letter in enumerate(letters):
            places.setdefault((letter,) if letter else ("", at), []).append(at)
        self.groups = [Group(key[0], OTHER[takes], tuple(at)) for key, at in places.items()]

    def is_met(self, met: Sequence[bool]) -> bool:
        return bool(self.groups) and _fold(self.takes, [one.is_met(met) for one in self.groups])

    def counted(self, met: Sequence[bool]) -> list[bool]:
        """Which requirements counted: those met in a group that is met."""
        satisfied = {at for one in self.groups if one.is_met(met) for at in one.places}
        return [is_met and at in satisfied for at, is_met in enumerate(met)]

    def condition(self, conditions: Sequence[Q]) -> Q:
        """Whether it is met, for all at once."""
        return _join(
            self.takes,
            [_join(one.takes, [conditions[at] for at in one.places]) for one in self.groups],
        )

    def kept(self, conditions: Sequence[Q | None]) -> Q | None:
        """The same where some requirements (None) always hold; None if the whole always does."""
        return _known(
            self.takes,
            [_known(one.takes, [conditions[at] for at in one.places]) for one in self.groups],
        )


def _fold(takes: str, values: list[bool]) -> bool:
    return any(values) if takes == Takes.ANY else all(values)


def _join(takes: str, conditions: list[Q]) -> Q:
    return reduce(or_ if takes == Takes.ANY else and_, conditions)


def _known(takes: str, conditions: list[Q | None]) -> Q | None:
    known = [one for one in conditions if one is not None]
    if not known or (takes == Takes.ANY and len(known) < len(conditions)):
        return None
    return _join(takes, known)
