"""What a roster would do, before it does it: whom it makes, and which fields it changes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from school.lib.dates import day_of
from school.lib.refusal import Refusal
from school.people.directory import Directory, slices
from school.people.models import Application, Leader, User
from school.people.roster_coaches import Coaches
from school.people.roster_columns import RosterLine
from school.people.roster_matching import Matched
from school.people.roster_regions import Regions

PREPARATORY = "preparatory"
# Line of the file -> field of the leader, where they are named alike and an empty one says nothing.
TEXTS = ("wechat_nick", "community", "kind", "status")
FIELDS = ("code", "region", "group_members", "joined_on", "coach", "on_leave", "referrer", *TEXTS)
OF_ACCOUNT = ("name", "phone")


@dataclass
class Step:
    """What one line does: `leader` is made, or of her fields `before` become `after`."""

    line: RosterLine
    leader: Leader
    is_new: bool
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    account_is_new: bool = False


@dataclass
class Plan:
    """Every line's step, with regions that are to be made and what a person should look at.

    Nothing in it is in the database yet. A leader's new referrer is in her step alone, because
    it may be somebody who is yet to be made.
    """

    steps: list[Step]
    regions: Regions
    warnings: list[tuple[int, Refusal]] = field(default_factory=list)

    @property
    def new(self) -> list[Step]:
        return [step for step in self.steps if step.is_new]

    @property
    def changed(self) -> list[Step]:
        return [step for step in self.steps if step.after and not step.is_new]

    @property
    def tiers(self) -> dict[int, str]:
        """The tier that the file gives each leader, once all of them have a number."""
        return {step.leader.pk: step.line.tier for step in self.steps}


def make_plan(matched: Matched) -> Plan:
    """Plan the matched lines, in a number of queries that grows by the thousand, not by one."""
    plan = Plan([], Regions())
    known = _known({found.leader_id for _line, found in matched.lines if found})
    _share(list(known.values()), plan.regions)
    coaches = Coaches()
    for line, found in matched.lines:
        leader = known[found.leader_id] if found else _fresh(line, matched.accounts)
        step = Step(line, leader, is_new=found is None)
        step.account_is_new = leader.user.pk is None
        before = state_of(leader)
        _fill(leader, line, plan.regions)
        leader.coach = coaches.find(line, plan.warnings) or leader.coach
        _note(step, before, state_of(leader))
        plan.steps.append(step)
    _refer(plan)
    plan.warnings += _joined_too_early(plan.steps)
    return plan


def state_of(leader: Leader) -> dict[str, Any]:
    """The fields that a roster may change, as they are now."""
    own = {name: getattr(leader, name) for name in FIELDS}
    return own | {f"user.{name}": getattr(leader.user, name) for name in OF_ACCOUNT}


def _known(ids: set[int]) -> dict[int, Leader]:
    leaders: dict[int, Leader] = {}
    for some in slices(ids):
        found = Leader.objects.filter(pk__in=some).select_related("user")
        leaders |= {leader.pk: leader for leader in found}
    return leaders


def _share(leaders: list[Leader], regions: Regions) -> None:
    """Give leaders of one region, coach or referrer the same one: fifty thousand copies of a few
    would fill the memory."""
    coaches = _users({leader.coach_id for leader in leaders if leader.coach_id})
    referrers = _known({leader.referrer_id for leader in leaders if leader.referrer_id})
    for leader in leaders:
        leader.region = regions.by_number.get(leader.region_id)
        leader.coach = coaches.get(leader.coach_id)
        leader.referrer = referrers.get(leader.referrer_id)


def _users(ids: set[int]) -> dict[int, User]:
    return {user.pk: user for some in slices(ids) for user in User.objects.filter(pk__in=some)}


def _fresh(line: RosterLine, accounts: dict[str, User]) -> Leader:
    """A new leader, with the account that her number has already, or with a new one."""
    account = accounts.get(line.phone) or User(
        phone=line.phone, name=line.name, first_name=line.name, password=make_password(None)
    )
    return Leader(user=account, status=_first_status(line))


def _first_status(line: RosterLine) -> str:
    """Of a leader whose status the file doesn't tell: who has earned a tier is active."""
    if line.tier and line.tier != PREPARATORY:
        return Leader.Status.ACTIVE
    return Leader.Status.PROBATION


def _fill(leader: Leader, line: RosterLine, regions: Regions) -> None:
    """What the line says; what it doesn't say stays. Names, and numbers that nobody has proved
    yet, follow the roster too."""
    leader.user.name = line.name or leader.user.name
    leader.user.phone = line.phone or leader.user.phone
    leader.code = line.code or leader.code
    leader.region = regions.find(line.city, line.region) or leader.region
    leader.joined_on = line.joined_on or leader.joined_on
    if line.group_members is not None:
        leader.group_members = line.group_members
    if line.on_leave is not None:
        leader.on_leave = line.on_leave
    for name in TEXTS:
        setattr(leader, name, getattr(line, name) or getattr(leader, name))


def _note(step: Step, before: dict[str, Any], after: dict[str, Any]) -> None:
    for name, value in after.items():
        if value != before[name]:
            step.before[name], step.after[name] = before[name], value


def _refer(plan: Plan) -> None:
    """Who recommended whom, also where the one who did is in this file for the first time."""
    phones = {step.line.referrer for step in plan.steps if step.line.referrer}
    new = {step.line.phone: step.leader for step in plan.new}
    known = _by_phone(phones - set(new))
    for step in plan.steps:
        if not step.line.referrer:
            continue
        referrer = new.get(step.line.referrer) or known.get(step.line.referrer)
        if referrer is None or referrer == step.leader:
            problem = _("Nobody else has the phone number of the one who recommended her.")
            plan.warnings.append((step.line.line, Refusal("referrer-unknown", problem)))
        elif referrer != step.leader.referrer:
            step.before["referrer"], step.after["referrer"] = step.leader.referrer, referrer


def _by_phone(phones: set[str]) -> dict[str, Leader]:
    directory = Directory.of(codes=(), phones=phones)
    numbers = {known.leader_id: phone for phone, known in directory.by_phone.items()}
    return {numbers[pk]: leader for pk, leader in _known(set(numbers)).items()}


def _joined_too_early(steps: list[Step]) -> Iterator[tuple[int, Refusal]]:
    """Lines by which somebody joined before the day on which she applied."""
    dated = {step.leader.user.phone: step.line for step in steps if step.line.joined_on}
    for some in slices(set(dated)):
        applied = Application.objects.filter(phone__in=some).order_by()
        for phone, at in applied.values_list("phone").annotate(first=Min("created_at")):
            line = dated[phone]
            if line.joined_on < day_of(at):
                message = _("She joined on %(joined)s, but applied only on %(applied)s.")
                told = {"joined": line.joined_on, "applied": day_of(at)}
                yield line.line, Refusal("joined-before-applied", message, told)
