"""Which line of a roster means whom: lines that repeat, lines that contradict, and the rest."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.people.directory import Directory, Known, slices
from school.people.models import User
from school.people.roster_columns import RosterLine


@dataclass
class Matched:
    """Lines that are to be written, each with the leader it means (None: a new one), and the
    account that a new one has already; lines that contradict each other or the school."""

    lines: list[tuple[RosterLine, Known | None]] = field(default_factory=list)
    accounts: dict[str, User] = field(default_factory=dict)
    merged: int = 0
    conflicts: list[tuple[int, Refusal]] = field(default_factory=list)


def match(lines: list[RosterLine]) -> Matched:
    """Match every line. Conflicts: name-differs, rows-differ, id-twice, phone-twice, phone-taken,
    phone-verified, and phone-missing or phone-masked where a new leader would have none."""
    matched = Matched()
    lines = _merge(lines, matched)
    directory = Directory.of(
        codes={line.code for line in lines}, phones={line.phone for line in lines}
    )
    matched.accounts = _accounts({line.phone for line in lines} - directory.by_phone.keys())
    for line in lines:
        try:
            matched.lines.append((line, _meant(line, directory, matched.accounts)))
        except Refusal as conflict:
            matched.conflicts.append((line.line, conflict))
    return matched


def _accounts(phones: set[str]) -> dict[str, User]:
    """The accounts of people who are no leaders, by phone."""
    found: dict[str, User] = {}
    for some in slices(phones - {""}):
        found |= {user.phone: user for user in User.objects.filter(phone__in=some)}
    return found


def _merge(lines: list[RosterLine], matched: Matched) -> list[RosterLine]:
    """Lines that say the same count once; of lines that contradict each other none counts."""
    unique: dict[tuple, RosterLine] = {}
    for line in lines:
        unique.setdefault(line.says(), line)
    matched.merged = len(lines) - len(unique)
    kept = _drop_repeated(list(unique.values()), matched, lambda line: line.code, _same_id)
    return _drop_repeated(kept, matched, lambda line: line.phone, _same_phone)


def _drop_repeated(
    lines: list[RosterLine], matched: Matched, key: Callable, conflict: Callable
) -> list[RosterLine]:
    groups = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    doubled = {of for of, group in groups.items() if of and len(group) > 1}
    for of in doubled:
        matched.conflicts += [(line.line, conflict(groups[of])) for line in groups[of]]
    return [line for line in lines if key(line) not in doubled]


def _same_id(_group: list[RosterLine]) -> Refusal:
    return Refusal("id-twice", _("This ID is in the file with different details."))


def _same_phone(group: list[RosterLine]) -> Refusal:
    if len({line.name for line in group}) > 1:
        return Refusal("name-differs", _("This phone is in the file with different names."))
    if len({line.code for line in group}) > 1:
        return Refusal("phone-twice", _("This phone is in the file with different IDs."))
    return Refusal("rows-differ", _("This phone is in the file with different details."))


def _meant(line: RosterLine, directory: Directory, accounts: dict[str, User]) -> Known | None:
    """The leader that a line means. The ID outranks the phone, and a name alone never matches."""
    by_code = directory.by_code.get(line.code) if line.code else None
    by_phone = directory.by_phone.get(line.phone) if line.phone else None
    if by_code:
        _check_new_number(line, by_code, is_taken=bool(by_phone) or line.phone in accounts)
        return by_code
    if by_phone:
        _check_same_person(line, by_phone)
        return by_phone
    _check_new(line, accounts)
    return None


def _check_new_number(line: RosterLine, known: Known, *, is_taken: bool) -> None:
    """The roster may correct a number, but not one that its owner has proved to be hers."""
    if not line.phone or line.phone == known.phone:
        return
    if is_taken:
        raise Refusal("phone-taken", _("Another account has this phone number."))
    if known.phone_is_proved:
        raise Refusal(
            "phone-verified", _("She logs in with another number; only she can change it.")
        )


def _check_same_person(line: RosterLine, known: Known) -> None:
    if line.code and known.code:
        raise Refusal("phone-taken", _("A leader with another ID has this phone number."))
    if line.name and line.name != known.name:
        raise Refusal("name-differs", _("A leader with another name has this phone number."))


def _check_new(line: RosterLine, accounts: dict[str, User]) -> None:
    if line.is_masked:
        raise Refusal("phone-masked", _("The ID is unknown, and the phone number is masked."))
    if not line.phone:
        raise Refusal("phone-missing", _("The ID is unknown, and there is no phone number."))
    if not line.name:
        raise Refusal("name-missing", _("A new leader needs a name."))
    if line.phone in accounts and accounts[line.phone].name != line.name:
        raise Refusal("name-differs", _("Somebody with another name has this phone number."))
