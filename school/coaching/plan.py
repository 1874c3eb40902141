"""Plans begin and end with the weekly placement.

After a placement (`follow`), for everybody at once:

- a plan ends where its leader isn't in its cohort any more, or is no longer on probation or active;
- a plan with a last day ends once that day is over, unless a decision of the coach is still open;
- whoever is in a cohort with a template in use and has no plan gets one, beginning on that day.
  Who was through with the last one isn't given it again until she has been elsewhere in between.

Frozen leaders keep their cohort and so their plan. Ended plans stay; what was open in them is no
longer asked. Following the same placement twice changes nothing.
"""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from courses.models import LearningPath
from courses.path import follow_plans
from school.coaching import letters
from school.coaching.models import Plan, PlanItem, PlanTemplate
from school.coaching.plan_item import begin_items
from school.coaching.plan_writing import last_day, write_items, write_plans
from school.people.models import Leader
from school.standing.models import CohortRun, Placement

COACHED = (Leader.Status.PROBATION, Leader.Status.ACTIVE)


@transaction.atomic
def follow(*, run: CohortRun, only: int | None = None) -> None:
    """Let the plans of everybody (or of one leader, by her number) follow this placement, in the
    same few queries for any number of them."""
    plans = Plan.objects.running()
    if only:
        plans = plans.filter(leader=only)
    _end_left(plans, run.on)
    _end_moved(plans, run)
    _end_finished(plans, run.on)
    _drop_open_items()
    write_plans(run=run.pk, on=run.on, only=only or 0)
    write_items(run)
    _begin_paths(run)
    letters.plan_began(run)
    letters.plans_began(run)


def _begin_paths(run: CohortRun) -> None:
    """The learning paths that begin with a plan, for whoever got one by this run."""
    begun = Plan.objects.running().filter(run=run).select_related("leader")
    by_cohort: dict[str, list[Leader]] = {}
    for plan in begun if LearningPath.objects.filter(active=True).exists() else ():
        by_cohort.setdefault(plan.cohort, []).append(plan.leader)
    for cohort, leaders in by_cohort.items():
        follow_plans(cohort=cohort, leaders=leaders)


def _end_left(plans: QuerySet[Plan], on: date) -> None:
    stays = Leader.objects.filter(pk=OuterRef("leader"), status__in=COACHED)
    _end(plans.exclude(Exists(stays)), on, Plan.Ending.LEFT)


def _end_moved(plans: QuerySet[Plan], run: CohortRun) -> None:
    placed = Placement.objects.filter(run=run, leader=OuterRef("leader"))
    stays = placed.filter(cohort=OuterRef("cohort"))
    _end(plans.filter(Exists(placed)).exclude(Exists(stays)), run.on, Plan.Ending.MOVED)


def _end_finished(plans: QuerySet[Plan], on: date) -> None:
    undecided = PlanItem.objects.open().filter(plan=OuterRef("pk"), decides=True)
    over = plans.filter(ends_on__lt=on).exclude(Exists(undecided))
    _end(over, on, Plan.Ending.FINISHED)


def _end(plans: QuerySet[Plan], on: date, why: str) -> None:
    plans.filter(started_on__lte=on).update(ended_on=on, ending=why)


def _drop_open_items() -> None:
    ended = PlanItem.objects.open().filter(plan__ended_on__isnull=False)
    ended.update(state=PlanItem.State.DROPPED)


@transaction.atomic
def finish(*, plan: Plan, on: date) -> None:
    """End a running plan because it is done; one that has ended stays as it is."""
    _end(Plan.objects.running().filter(pk=plan.pk), on, Plan.Ending.FINISHED)
    plan.refresh_from_db()
    PlanItem.objects.open().filter(plan=plan).update(state=PlanItem.State.DROPPED)


@transaction.atomic
def begin_again(*, plan: Plan, on: date) -> Plan:
    """End this plan and begin the template in use for its cohort anew, for the same leader."""
    finish(plan=plan, on=on)
    template = PlanTemplate.objects.filter(cohort=plan.cohort, active=True).first()
    template = template or plan.template
    new = Plan.objects.create(
        leader_id=plan.leader_id,
        template=template,
        cohort=plan.cohort,
        started_on=on,
        ends_on=last_day(template, on),
        metric=plan.metric,
    )
    begin_items(new)
    return new
