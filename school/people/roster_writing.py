"""Writing what a roster says, thousands of leaders at a time."""

from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from school.lib.phones import read_phone
from school.lib.refusal import Refusal
from school.people import roles
from school.people.directory import Directory, slices
from school.people.models import Leader, User
from school.people.roster_columns import RosterLine
from school.people.roster_matching import Matched
from school.people.roster_regions import Regions

BATCH = 1000
PREPARATORY = "preparatory"
# Line of the file -> field of the leader, where they are named alike and an empty one says nothing.
TEXTS = ("wechat_nick", "community", "kind", "status")
UPDATED = ["code", "region", "group_members", "joined_on", "coach", "on_leave", "referrer", *TEXTS]


@dataclass
class Written:
    """What was written: how much, with which tiers, and what a person should look at."""

    created: int = 0
    updated: int = 0
    regions_created: list[str] = field(default_factory=list)
    tiers: dict[int, str] = field(default_factory=dict)
    warnings: list[tuple[int, Refusal]] = field(default_factory=list)


def write(matched: Matched) -> Written:
    """Write the matched lines, in a number of queries that grows by the thousand, not by one."""
    written, regions, coaches = Written(), Regions(), Coaches()
    pairs = _with_leaders(matched, written)
    for line, leader in pairs:
        _fill(leader, line, regions)
        leader.coach = coaches.find(line, written) or leader.coach
    created = [leader for _line, leader in pairs if leader.pk is None]
    Leader.objects.bulk_create(created, batch_size=BATCH)
    _refer(pairs, written)
    Leader.objects.bulk_update([leader for _line, leader in pairs], UPDATED, batch_size=BATCH)
    _give_role(created)
    written.created, written.updated = len(created), len(pairs) - len(created)
    written.regions_created = regions.created
    written.tiers = {leader.pk: line.tier for line, leader in pairs}
    return written


def _with_leaders(matched: Matched, written: Written) -> list[tuple[RosterLine, Leader]]:
    """Each line with its leader, known or about to be created."""
    known = _known({found.leader_id for _line, found in matched.lines if found})
    _correct_accounts([(line, known[found.leader_id]) for line, found in matched.lines if found])
    new = [line for line, found in matched.lines if found is None]
    accounts = _accounts(new, matched.accounts)
    pairs = []
    for line, found in matched.lines:
        fresh = None if found else Leader(user=accounts[line.phone], status=_first_status(line))
        pairs.append((line, known[found.leader_id] if found else fresh))
    return pairs


def _known(ids: set[int]) -> dict[int, Leader]:
    leaders: dict[int, Leader] = {}
    for some in slices(ids):
        found = Leader.objects.select_related("user").filter(pk__in=some)
        leaders |= {leader.pk: leader for leader in found}
    return leaders


def _correct_accounts(pairs: list[tuple[RosterLine, Leader]]) -> None:
    """Names, and numbers that nobody has proved yet, follow the roster."""
    changed = []
    for line, leader in pairs:
        name, phone = line.name or leader.user.name, line.phone or leader.user.phone
        if (name, phone) != (leader.user.name, leader.user.phone):
            leader.user.name, leader.user.phone = name, phone
            changed.append(leader.user)
    User.objects.bulk_update(changed, ["name", "phone"], batch_size=BATCH)


def _accounts(lines: list[RosterLine], existing: dict[str, User]) -> dict[str, User]:
    """The account of each new leader by phone: the one the number has, or a new one."""
    new = [
        User(phone=line.phone, name=line.name, password=make_password(None))
        for line in lines
        if line.phone not in existing
    ]
    User.objects.bulk_create(new, batch_size=BATCH)
    return existing | {user.phone: user for user in new}


def _first_status(line: RosterLine) -> str:
    """Of a leader whose status the file doesn't tell: who has earned a tier is active."""
    if line.tier and line.tier != PREPARATORY:
        return Leader.Status.ACTIVE
    return Leader.Status.PROBATION


def _fill(leader: Leader, line: RosterLine, regions: Regions) -> None:
    """What the line says; what it doesn't say stays."""
    leader.code = line.code or leader.code
    leader.region = regions.find(line.city, line.region) or leader.region
    leader.joined_on = line.joined_on or leader.joined_on
    if line.group_members is not None:
        leader.group_members = line.group_members
    if line.on_leave is not None:
        leader.on_leave = line.on_leave
    for name in TEXTS:
        setattr(leader, name, getattr(line, name) or getattr(leader, name))


def _refer(pairs: list[tuple[RosterLine, Leader]], written: Written) -> None:
    """Who recommended whom, now that everybody in the file has a number."""
    directory = Directory.of(codes=(), phones={line.referrer for line, _leader in pairs})
    for line, leader in pairs:
        if not line.referrer:
            continue
        known = directory.by_phone.get(line.referrer)
        if known is None or known.leader_id == leader.pk:
            problem = _("Nobody else has the phone number of the one who recommended her.")
            written.warnings.append((line.line, Refusal("referrer-unknown", problem)))
        else:
            leader.referrer_id = known.leader_id


def _give_role(leaders: list[Leader]) -> None:
    group, _made = Group.objects.get_or_create(name=roles.LEADER)
    members = User.groups.through
    members.objects.bulk_create(
        [members(user_id=leader.user_id, group_id=group.pk) for leader in leaders],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


class Coaches:
    """The coaches by phone and by name. Of a name that two have, nobody is meant: unlike
    leaders, coaches are a short list that operations keeps, and rosters know them by name."""

    def __init__(self) -> None:
        self._by_phone: dict[str, User] = {}
        self._by_name: dict[str, list[User]] = {}
        for user in User.objects.filter(groups__name=roles.COACH):
            self._by_phone[user.phone] = user
            self._by_name.setdefault(user.name, []).append(user)

    def find(self, line: RosterLine, written: Written) -> User | None:
        if not line.coach:
            return None
        named = self._by_name.get(line.coach, [])
        if len(named) == 1:
            return named[0]
        if user := self._by_phone.get(self._phone(line.coach)):
            return user
        problem = _("There is no coach “%(coach)s”, or more than one.")
        warning = Refusal("coach-unknown", problem, {"coach": line.coach})
        written.warnings.append((line.line, warning))
        return None

    @staticmethod
    def _phone(text: str) -> str:
        try:
            return read_phone(text)
        except Refusal:
            return ""
