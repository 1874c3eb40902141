"""The placement of cohorts, written once more from the words of the domain, as plainly as it
goes: no databases, no cleverness. The real one has to come to the same."""

from dataclasses import dataclass
from fractions import Fraction

HEAD, MIDDLE, TAIL, NEW = "head", "middle", "tail", "new"


@dataclass
class Person:
    """A leader as the placement sees her. `weeks` are the net sales of the four weeks, None for
    a missing one; `earlier` says how many known weeks there are before those."""

    region: int | None
    weeks: list[int | None]
    earlier: int = 0
    on_leave: bool = False
    active: bool = True
    before: str = ""
    result_before: str = ""

    @property
    def sales(self) -> int:
        return sum(sold for sold in self.weeks if sold is not None)

    @property
    def known(self) -> int:
        return self.earlier + sum(sold is not None for sold in self.weeks)


@dataclass
class Place:
    state: str
    cohort: str
    raw: str = ""
    result: str = ""
    rank: int | None = None


def place(people: list[Person], parents: dict[int, int | None]) -> list[Place]:
    """`parents`: region -> the region around it, None for an outermost one."""
    ranked = [person for person in people if state_of(person) == "placed"]
    places = []
    for person in people:
        state = state_of(person)
        if state == "new":
            places.append(Place(state, NEW))
        elif state == "frozen":
            places.append(Place(state, person.before or NEW))
        else:
            places.append(judge(person, company(person, ranked, parents)))
    return places


def state_of(person: Person) -> str:
    if not person.active or person.known < 4:
        return "new"
    if person.on_leave or None in person.weeks:
        return "frozen"
    return "placed"


def company(person: Person, ranked: list[Person], parents: dict) -> list[Person]:
    """With whom she is compared: her region; if it has under 10, its parent; and so on."""
    if person.region is None:
        return [other for other in ranked if other.region is None]
    region = person.region
    while True:
        others = [other for other in ranked if lies_in(other.region, region, parents)]
        if len(others) >= 10 or parents[region] is None:
            return others
        region = parents[region]


def lies_in(region: int | None, around: int, parents: dict) -> bool:
    while region is not None:
        if region == around:
            return True
        region = parents[region]
    return False


def judge(person: Person, others: list[Person]) -> Place:
    better = [other for other in others if other.sales > person.sales]
    rank = 1 + len(better)
    p = Fraction(rank, len(others))
    everything = sum(max(other.sales, 0) for other in others)
    ahead = sum(max(other.sales, 0) for other in better)
    c = Fraction(ahead, everything) if everything else Fraction(0)
    if person.sales <= 0 or p > Fraction(60, 100) or c >= Fraction(95, 100):
        raw = TAIL
    elif p <= Fraction(20, 100) and c < Fraction(80, 100):
        raw = HEAD
    else:
        raw = MIDDLE
    prior = "" if person.before == NEW else person.before
    result = raw
    if prior == HEAD and p <= Fraction(25, 100):
        result = HEAD
    if prior == TAIL and p > Fraction(55, 100):
        result = TAIL
    return Place("placed", decide(person, prior, raw, result), raw, result, rank)


def decide(person: Person, prior: str, raw: str, result: str) -> str:
    if person.sales == 0:
        return TAIL
    if not prior:
        return raw
    if result == prior or result == person.result_before:
        return result
    return prior
