"""Who was how long in an online meeting, and which leaders they are.

    minutes = the time covered by her stays, within the session's planned time
    there   = minutes × 100 ≥ the session's minutes × the per cent of the settings

Several stays of one person are one presence; where stays overlap, time counts once. Her number
outranks her phone; a name counts only if exactly one leader on the session's list has it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from courses.models import AttendanceSettings, Session
from courses.trainings.meeting_import_columns import Line
from school.people.directory import Directory
from school.people.models import Leader

NOBODY = 0
SUGGESTED = 5


@dataclass
class Person:
    """Somebody in the meeting: all her stays, whom the school takes her for (None: nobody yet),
    and who else it could be."""

    key: str
    name: str
    phone: str
    lines: list[Line]
    leader: Leader | None = None
    candidates: list[Leader] = field(default_factory=list)
    left_out: bool = False


@dataclass(frozen=True)
class Presence:
    """How long somebody was there, in whole minutes of the session."""

    minutes: int
    late: int
    left_early: int
    enough: bool


def people_of(
    lines: Iterable[Line], listed: Iterable[Leader], said: Mapping[str, int]
) -> list[Person]:
    """Who was in the meeting. `listed` are the leaders of the session's list; `said` is what a
    person has answered for a key: a leader's number, or NOBODY."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.key].append(line)
    people = [Person(key, all_[0].name, all_[0].phone, all_) for key, all_ in groups.items()]
    _match(people, list(listed), said)
    return _one_each(people)


def presence(person: Person, session: Session) -> Presence:
    """Her minutes by the formula above. Without a moment of leaving she stayed to the end; where
    the file has lengths only, they are added up."""
    stays = sorted(_stays(person.lines, session))
    minutes = int(_covered(stays).total_seconds() // 60) if stays else _added(person.lines)
    minutes = min(minutes, session.minutes)
    limits = AttendanceSettings.load()
    late, early = _edges(stays, session, limits.late_after)
    enough = minutes * 100 >= session.minutes * limits.enough_percent
    return Presence(minutes, late, early, enough)


# --- who it is ----------------------------------------------------------------------------------


def _match(people: list[Person], listed: list[Leader], said: Mapping[str, int]) -> None:
    known = Directory.of(
        codes={one.lines[0].code for one in people}, phones={one.phone for one in people}
    )
    numbers = {row.leader_id for row in [*known.by_code.values(), *known.by_phone.values()]}
    numbers |= {number for number in said.values() if number}
    leaders = Leader.objects.select_related("user").in_bulk(numbers)
    names = _names(listed)
    for person in people:
        code = person.lines[0].code
        found = known.by_code.get(code) or known.by_phone.get(person.phone)
        if person.key in said:
            person.leader = leaders.get(said[person.key])
            person.left_out = said[person.key] == NOBODY
        elif found:
            person.leader = leaders[found.leader_id]
        else:
            _by_name(person, names)


def _names(listed: list[Leader]) -> dict[str, list[Leader]]:
    names: dict[str, list[Leader]] = defaultdict(list)
    for leader in listed:
        for name in {leader.user.name.casefold(), leader.wechat_nick.casefold()} - {""}:
            names[name].append(leader)
    return names


def _by_name(person: Person, names: dict[str, list[Leader]]) -> None:
    """Exactly one of that name is her; else those whose name is part of what she called herself
    are only suggested."""
    called = person.name.casefold()
    same = names.get(called, [])
    if len(same) == 1:
        person.leader = same[0]
        return
    alike = same or [one for name, all_ in names.items() if name in called for one in all_]
    person.candidates = list({one.pk: one for one in alike}.values())[:SUGGESTED]


def _one_each(people: list[Person]) -> list[Person]:
    """Who came once by phone and once by name is one person."""
    found: dict[int, Person] = {}
    for person in people:
        if person.leader and person.leader.pk in found:
            found[person.leader.pk].lines += person.lines
        elif person.leader:
            found[person.leader.pk] = person
    return [one for one in people if one.leader is None or found[one.leader.pk] is one]


# --- how long -----------------------------------------------------------------------------------


def _stays(lines: list[Line], session: Session) -> list[tuple[datetime, datetime]]:
    """Her stays within the planned time."""
    stays = []
    for line in lines:
        if line.joined:
            left = line.left or _end_by_length(line) or session.ends_at
            stay = max(line.joined, session.starts_at), min(left, session.ends_at)
            if stay[0] < stay[1]:
                stays.append(stay)
    return stays


def _end_by_length(line: Line) -> datetime | None:
    return line.joined + timedelta(minutes=line.minutes) if line.minutes is not None else None


def _covered(stays: list[tuple[datetime, datetime]]) -> timedelta:
    """The length of the union of stays in the order of their beginnings."""
    covered, until = timedelta(), None
    for begin, end in stays:
        if until is None or begin > until:
            covered += end - begin
            until = end
        elif end > until:
            covered += end - until
            until = end
    return covered


def _added(lines: list[Line]) -> int:
    """Where there are moments and none lies within the session, nothing counts."""
    if any(line.joined for line in lines):
        return 0
    return sum(line.minutes or 0 for line in lines)


def _edges(stays, session: Session, late_after: int) -> tuple[int, int]:
    """Minutes late and minutes left early, where they are more than people take for nothing."""
    if not stays:
        return 0, 0
    late = int((stays[0][0] - session.starts_at).total_seconds() // 60)
    early = int((session.ends_at - max(end for _begin, end in stays)).total_seconds() // 60)
    return (late if late > late_after else 0), (early if early > late_after else 0)
