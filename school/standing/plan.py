"""The plan of a leader who was below in two reviews running: two weeks with help, a third look at
the end, and then a person decides."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from school.lib import dates
from school.lib.refusal import Refusal
from school.people.models import Leader
from school.standing import chain, elimination, evaluation, history, letters
from school.standing.access import may_decide
from school.standing.evaluation import Below, tier_of
from school.standing.facts import facts_of
from school.standing.models import (
    DecisionSettings,
    Elimination,
    Evaluation,
    Plan,
    Proposal,
    Review,
    SalesImport,
)
from school.standing.rules import Rules

LANGUAGES = ("zh-hans", "en")
YEAR = timedelta(days=365)
# The look at the end of a plan is the third one running.
THIRD = 3


@transaction.atomic
def begin(*, review: Review, rules: Rules) -> Plan:
    """Begin the plan that this review leads to, tell the leader what it asks and until when, and
    whom she works with. What is asked is frozen: later rules don't make it harder."""
    days = DecisionSettings.load().plan_days
    plan = Plan.objects.create(
        leader=review.leader,
        tier_id=review.tier_id,
        began_on=review.on,
        ends_on=review.on + timedelta(days=days - 1),
        asked=_asked(review, rules),
        coach=review.leader.coach,
    )
    history.write(plan)
    letters.plan_began(plan)
    return plan


def _asked(review: Review, rules: Rules) -> dict[str, list[str]]:
    below = _below(review.tier_id, rules)
    asked = {}
    for language in LANGUAGES:
        with translation.override(language):
            facts = facts_of(review.evidence, rules, below, review.on)
            asked[language] = [_said(fact) for fact in facts if not fact.met]
    return asked


def _said(fact) -> str:
    words = (
        _("%(what)s: now %(now)s, at least %(needed)s is asked")
        if fact.at_least
        else _("%(what)s: now %(now)s, at most %(needed)s is asked")
    )
    return words % {"what": fact.requirement, "now": fact.value, "needed": fact.threshold}


def _below(code: str, rules: Rules) -> str:
    """The tier from which the step to this one leads."""
    return next(step.from_tier.code for step in rules.steps() if step.to_tier.code == code)


@transaction.atomic
def stop(*, plan: Plan, by, reason: str) -> Plan:
    """End a running plan early; her tier stays. She reads the reason.

    Refuses: not-allowed, plan-ended, reason-missing.
    """
    plan = _locked(plan)
    if not may_decide(by, plan.leader):
        raise Refusal("not-allowed", _("Only the manager of her region may decide this."))
    if not plan.is_running:
        raise Refusal("plan-ended", _("This plan has ended already."))
    if not reason.strip():
        raise Refusal("reason-missing", _("Please say why: she will read it."))
    _end(plan, Plan.State.STOPPED, by=by, reason=reason.strip())
    letters.plan_stopped(plan)
    return plan


def close_due(*, on: date) -> list[Plan]:
    """Take the third look at every plan whose last day is over, each in a transaction of its own.

    A plan waits while the sales of the last complete week haven't come, since half the figures
    would tell nothing, and while another decision about her waits.
    """
    due = list(Plan.objects.running().filter(ends_on__lt=on))
    if not due or not _figures_are_in(on):
        return []
    rules, leaders = Rules.of(on), Leader.objects.filter(plans__in=due)
    found = {row.leader: row for row in evaluation.review(on=on, leaders=leaders, rules=rules)}
    closed = (_close(plan, found.get(plan.leader_id), rules) for plan in due)
    return [plan for plan in closed if plan]


def _figures_are_in(on: date) -> bool:
    week = dates.last_complete_week(on).monday
    return SalesImport.objects.filter(
        week_start=week, state=SalesImport.State.CURRENT, complete=True
    ).exists()


@transaction.atomic
def _close(plan: Plan, found: Below | None, rules: Rules) -> Plan | None:
    plan = _locked(plan)
    if not plan.is_running or Proposal.objects.open().filter(leader=plan.leader).exists():
        return None
    if plan.leader.status not in Leader.STUDYING or tier_of(plan.leader) != plan.tier_id:
        return _end(plan, Plan.State.STOPPED)
    review = _third_look(plan, found, rules)
    if found is None:
        _end(plan, Plan.State.RECOVERED)
        letters.plan_recovered(plan)
    else:
        _miss(plan, review, found, rules)
    return plan


def _third_look(plan: Plan, found: Below | None, rules: Rules) -> Review:
    review = Review.objects.create(
        leader=plan.leader,
        on=rules.on,
        tier_id=plan.tier_id,
        plan=plan,
        below=found is not None,
        running=THIRD if found else 0,
        evidence=chain.plain(found.evidence) if found else [],
    )
    history.write(review)
    return review


def _miss(plan: Plan, review: Review, found: Below, rules: Rules) -> None:
    """Propose what follows: one step down, or, after as many missed plans in a year as the school
    allows, that she goes. A person decides about either."""
    year = timezone.now() - YEAR
    missed = Plan.objects.missed().filter(leader=plan.leader, ended_at__gt=year).count() + 1
    goes = missed >= DecisionSettings.load().plans_missed
    if not goes:
        plan.proposal = _propose_step_down(review, found, rules)
    _end(plan, Plan.State.MISSED)
    if goes:
        elimination.propose_by_rule(leader=plan.leader, cause=Elimination.Cause.PLAN, plan=plan)
    letters.plan_missed(plan)


def _propose_step_down(review: Review, found: Below, rules: Rules) -> Proposal:
    evaluated = Evaluation.objects.create(
        leader=review.leader,
        on=review.on,
        rule_set=rules.rule_set,
        from_tier_id=review.tier_id,
        to_tier=found.below,
        outcome=Evaluation.Outcome.DEMOTE,
        evidence=review.evidence,
    )
    return Proposal.objects.create(
        evaluation=evaluated,
        leader=review.leader,
        from_tier_id=review.tier_id,
        to_tier=found.below,
    )


def _locked(plan: Plan) -> Plan:
    locked = Plan.objects.select_for_update(of=("self",))
    return locked.select_related("leader__user", "leader__standing", "tier").get(pk=plan.pk)


def _end(plan: Plan, state: str, *, by=None, reason: str = "") -> Plan:
    plan.state, plan.ended_at, plan.ended_by, plan.reason = state, timezone.now(), by, reason
    plan.save()
    history.write(plan, by=by)
    return plan
