"""Coaching in the sample school: plans of the past weeks, talks, notes, a pair, health checks."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.db.models import QuerySet

from school.coaching import health, mentoring
from school.coaching.flag import raise_flags
from school.coaching.models import Contact, HealthCheck, Note, Plan, PlanItem
from school.coaching.plan import begin_again, finish, follow
from school.coaching.plan_item import close, settle
from school.home.starter.sample.people import BATCH, People
from school.home.starter.sample.plan import SEED
from school.home.starter.sample.plan import Plan as LeaderPlan
from school.home.starter.sample.script import script
from school.lib.dates import SHANGHAI, week_start
from school.people.models import Leader
from school.standing.models import CohortRun

Pairs = list[tuple[LeaderPlan, Leader]]


def write_coaching(plans: list[LeaderPlan], people: People, today: date) -> None:
    chance = Random(SEED + 7)
    for run in CohortRun.objects.current().order_by("week"):
        follow(run=run)
        _work_on(min(run.on + timedelta(days=6), today), chance)
    settle(on=today)
    raise_flags(on=today)
    pairs = list(zip(plans, people.leaders, strict=True))
    _talks(pairs, today, chance)
    _notes(pairs, people)
    _mentor(pairs, people, today)
    _check_ups(pairs, today)
    numbers = script()["coaching"]["numbers"]
    Plan.objects.running().filter(cohort="middle").update(metric=numbers)


def _work_on(on: date, chance: Random) -> None:
    """Coaches have done most of what was due, leaders the larger part of theirs."""
    due = PlanItem.objects.open().due_by(on - timedelta(days=3)).exclude(decides=True)
    done = [item for item in due.filter(from_on__lte=on) if chance.random() < 0.9]
    close(done, on=on)
    for item in _undecided(on):
        _decide(item.plan, on, chance)


def _undecided(on: date) -> QuerySet[PlanItem]:
    due = PlanItem.objects.open().due_by(on - timedelta(days=3)).filter(decides=True)
    return due.select_related("plan__template")


def _decide(plan: Plan, on: date, chance: Random) -> None:
    """Most go on by themselves, some do the same once more, a few wait for a decision."""
    lot = chance.random()
    if lot < 0.7:
        finish(plan=plan, on=on)
    elif lot < 0.85:
        begin_again(plan=plan, on=on)


def _talks(pairs: Pairs, today: date, chance: Random) -> None:
    """In the first two weeks of the last four, coaches spoke with every third leader."""
    since = week_start(today) - timedelta(weeks=4)
    said = script()["coaching"]["talks"]
    Contact.objects.bulk_create(
        (
            Contact(
                leader=leader,
                by=leader.coach,
                at=_at(since + timedelta(days=chance.randrange(13))),
                outcome=chance.choice(["reached", "reached", "wrote", "visited"]),
                words=chance.choice(said),
            )
            for plan, leader in pairs
            if not plan.is_cast and plan.status == "active" and chance.random() < 0.35
        ),
        BATCH,
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10, 30), SHANGHAI)


def _notes(pairs: Pairs, people: People) -> None:
    cast = {plan.phone[-4:]: leader for plan, leader in pairs if plan.is_cast}
    for entry in script()["coaching"]["notes"]:
        Note.objects.create(
            leader=cast[entry["leader"]],
            by=people.staff["coach-yuelu"],
            text=entry["text"],
            visibility=entry["visibility"],
        )


def _mentor(pairs: Pairs, people: People, today: date) -> None:
    """The core leader of the cast takes the preparatory one by the hand."""
    cast = {plan.tier: leader for plan, leader in pairs if plan.is_cast}
    coach, began = people.staff["coach-yuelu"], today - timedelta(days=9)
    pair = mentoring.pair(mentor=cast["core"], newcomer=cast["preparatory"], by=coach, on=began)
    for days, words in script()["coaching"]["meetings"].items():
        on = began + timedelta(days=days)
        mentoring.meet(mentorship=pair, by=cast["core"].user, on=on, words=words, today=today)


def _check_ups(pairs: Pairs, today: date) -> None:
    """The ordinary leader of the cast has looked at her group twice."""
    leader = next(leader for plan, leader in pairs if plan.is_cast and plan.tier == "ordinary")
    for entry in script()["coaching"]["checks"]:
        check = health.begin(leader=leader)
        health.put(check=check, numbers=entry["numbers"])
        items = health.finish(check=check, due={}, on=today)
        then = _at(today - timedelta(days=entry["days"]))
        HealthCheck.objects.filter(pk=check.pk).update(began_at=then, finished_at=then)
        if entry["done"]:
            close(items, on=today - timedelta(days=entry["days"] - 7))
