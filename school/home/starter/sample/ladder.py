"""Tiers and cohorts: the moves of the past, the weekly placements, and today's evaluation."""

from datetime import date, datetime, time
from random import Random

from assessments.models import Certificate
from school.home.starter.sample.decisions import write_decisions
from school.home.starter.sample.mentors import write_mentors
from school.home.starter.sample.people import BATCH, People
from school.home.starter.sample.plan import SEED, Plan
from school.home.starter.sample.sales import RATES, mondays
from school.home.starter.sample.script import script
from school.lib.dates import SHANGHAI, week_start
from school.people.models import Leader
from school.standing import current, history
from school.standing.cohort import place_cohorts
from school.standing.evaluation import evaluate
from school.standing.models import Proposal, Tier, TierChange
from school.standing.proposal import approve, reject

RUNGS = [Tier.PREPARATORY, Tier.ORDINARY, Tier.ADVANCED, Tier.CORE]
# Of today's proposals in the manager's regions, so many are decided; the others wait for her.
APPROVED, REJECTED = 2, 1


def write_ladder(plans: list[Plan], people: People, today: date) -> None:
    chance = Random(SEED + 5)
    pairs = list(zip(plans, people.leaders, strict=True))
    moves = [move for plan, leader in pairs for move in _moves(plan, leader, people, chance)]
    history.write_many(TierChange.objects.bulk_create(moves, batch_size=BATCH))
    current.rebuild()
    _certify(pairs)
    for monday in [*mondays(today)[1:], week_start(today)]:
        place_cohorts(on=monday)
    write_mentors(pairs, today)
    evaluate(on=today)
    cast = [leader for plan, leader in pairs if plan.is_cast]
    _decide_some(cast, people, chance)
    write_decisions(people, [leader for plan, leader in pairs if not plan.is_cast], today)


def _moves(plan: Plan, leader: Leader, people: People, chance: Random) -> list[TierChange]:
    """From joining to her tier, evenly in between."""
    height = RUNGS.index(plan.tier)
    manager = people.staff["manager-wuhan" if plan.region == "hongshan" else "manager"]
    moves = [_move(leader, None, RUNGS[0], _noon(plan.joined_on), None, "")]
    for step in range(1, height + 1):
        whole = plan.tier_since - plan.joined_on
        on = plan.joined_on + whole * step / height
        reason = chance.choice(script()["reasons"])
        moves.append(_move(leader, RUNGS[step - 1], RUNGS[step], _noon(on), manager, reason))
    return moves


def _move(leader, below: str | None, above: str, at: datetime, by, reason: str) -> TierChange:
    return TierChange(
        leader=leader,
        from_tier_id=below,
        to_tier_id=above,
        rate=RATES.get(above),
        at=at,
        by=by,
        reason=reason,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=SHANGHAI)


def _certify(pairs: list[tuple[Plan, Leader]]) -> None:
    tiers = {tier.code: tier for tier in Tier.objects.all()}
    sheets = [
        Certificate(
            leader=leader,
            kind=Certificate.Kind.TIER,
            key=plan.tier,
            name=leader.user.name,
            title={
                "zh-hans": f"{tiers[plan.tier].name}团长",
                "en": f"{tiers[plan.tier].name_en} group leader",
            },
            issued_on=plan.tier_since,
        )
        for plan, leader in pairs
        if plan.tier != Tier.PREPARATORY
    ]
    Certificate.objects.bulk_create(sheets, batch_size=BATCH)


def _decide_some(cast: list[Leader], people: People, chance: Random) -> None:
    """The manager has begun with her queue; the cast waits for whoever looks at the sample."""
    manager = people.staff["manager"]
    waiting = Proposal.objects.open().visible_to(manager).exclude(leader__in=cast)
    chosen = list(waiting.order_by("-leader__code")[: APPROVED + REJECTED])
    for proposal in chosen[:APPROVED]:
        approve(proposal=proposal, by=manager, reason=chance.choice(script()["reasons"]))
    for proposal in chosen[APPROVED:]:
        reject(proposal=proposal, by=manager, reason=script()["rejected_reason"])
