"""The placement of cohorts, written once more from the words of the domain, as plainly as it
goes: no databases, no cleverness. The real one has to come to the same."""

from dataclasses import dataclass
from fractions import Fraction

HEAD, MIDDLE, TAIL, NEW = "head", "middle", "tail", "new"


@dataclass(frozen=True)
class Limits:
    """Per cents, and the smallest population that is compared with itself."""

    head_p: int = 20
    head_c: int = 80
    tail_p: int = 60
    tail_c: int = 95
    head_leaves: int = 25
    tail_leaves: int = 55
    smallest: int = 10


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


def place(
    people: list[Person],
    parents: dict[int, int | None],
    limits: dict[int | None, Limits] | None = None,
) -> list[Place]:
    """`parents`: region -> the region around it, None for an outermost one. `limits`: those of
    regions that have their own, and of the school under None."""
    ranked = [person for person in people if state_of(person) == "placed"]
    places = []
    for person in people:
        state = state_of(person)
        if state == "new":
            places.append(Place(state, NEW))
        elif state == "frozen":
            places.append(Place(state, person.before or NEW))
        else:
            hers = nearest(person.region, parents, limits or {})
            others = company(person, ranked, parents, hers.smallest)
            places.append(judge(person, others, hers))
    return places


def state_of(person: Person) -> str:
    if not person.active or person.known < 4:
        return "new"
    if person.on_leave or None in person.weeks:
        return "frozen"
    return "placed"


def nearest(region: int | None, parents: dict, limits: dict[int | None, Limits]) -> Limits:
    """Her region's own limits, else those around it, and so on up, else the school's."""
    while region is not None:
        if region in limits:
            return limits[region]
        region = parents[region]
    return limits.get(None, Limits())


def company(person: Person, ranked: list[Person], parents: dict, smallest: int) -> list[Person]:
    """With whom she is compared: her region; if it has under 10, its parent; and so on."""
    if person.region is None:
        return [other for other in ranked if other.region is None]
    region = person.region
    while True:
        others = [other for other in ranked if lies_in(other.region, region, parents)]
        if len(others) >= smallest or parents[region] is None:
            return others
        region = parents[region]


def lies_in(region: int | None, around: int, parents: dict) -> bool:
    while region is not None:
        if region == around:
            return True
        region = parents[region]
    return False


def judge(person: Person, others: list[Person], limits: Limits) -> Place:
    better = [other for other in others if other.sales > person.sales]
    rank = 1 + len(better)
    p = Fraction(rank, len(others))
    everything = sum(max(other.sales, 0) for other in others)
    ahead = sum(max(other.sales, 0) for other in better)
    c = Fraction(ahead, everything) if everything else Fraction(0)
    if person.sales <= 0 or p * 100 > limits.tail_p or c * 100 >= limits.tail_c:
        raw = TAIL
    elif p * 100 <= limits.head_p and c * 100 < limits.head_c:
        raw = HEAD
    else:
        raw = MIDDLE
    prior = "" if person.before == NEW else person.before
    result = raw
    if prior == HEAD and p * 100 <= limits.head_leaves:
        result = HEAD
    if prior == TAIL and p * 100 > limits.tail_leaves:
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
