"""Eight weeks of trainings: who led them, who came, and who says she comes next."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from courses.models import AttendanceMark, Holiday, Series, Session
from courses.trainings.holiday import settle, touched
from courses.trainings.recurrence import days_of
from school.home.starter.sample.coming import write_bookings
from school.home.starter.sample.mentors import write_hosts
from school.home.starter.sample.people import BATCH, People
from school.home.starter.sample.plan import SEED, WEEKS, Plan
from school.home.starter.sample.script import script
from school.lib.dates import SHANGHAI, day_of, week_start
from school.people.models import Leader

# Who missed the training comes to its repetition, or not; topic nights are for pleasure.
REPEAT_SHARE, TOPIC_SHARE = 0.35, 0.3
# Of those who came: who scanned or typed the code, who typed it, who was late.
PROVED_SHARE, TYPED_SHARE, LATE_SHARE = 0.8, 0.2, 0.12
STUDYING = {"onboarding", "probation", "active"}
Pairs = list[tuple[Plan, Leader]]


def write_trainings(plans: list[Plan], people: People, today: date) -> None:
    chance = Random(SEED + 2)
    trainer = people.staff["trainer"]
    first = week_start(today) - timedelta(weeks=WEEKS)
    Series.objects.filter(trainer=None).update(trainer=trainer, starts_on=first)
    Session.objects.filter(trainer=None).update(trainer=trainer)
    _write_holiday(today)
    _name_topics(Session.objects.ahead().of_kind(Series.Kind.TOPIC), start=3)
    past = _past_sessions(first, today, trainer)
    write_hosts(list(zip(plans, people.leaders, strict=True)))
    pairs = [
        (plan, leader)
        for plan, leader in zip(plans, people.leaders, strict=True)
        if plan.status in STUDYING and not plan.on_leave
    ]
    AttendanceMark.objects.bulk_create(_marks(past, pairs, chance, trainer), batch_size=BATCH)
    write_bookings(pairs, chance)


def _write_holiday(today: date) -> None:
    """The next New Year's Day: no training is held on it."""
    names = {"name": "元旦", "name_en": "New Year's Day"}
    row, _made = Holiday.objects.get_or_create(on=date(today.year + 1, 1, 1), defaults=names)
    settle(touched(row))


def _past_sessions(first: date, today: date, trainer) -> list[Session]:
    """The sessions since then that are over, in the order in which they were held."""
    made = []
    for series in Series.objects.all():
        for day in days_of(series, first, today - timedelta(days=1)):
            starts = datetime.combine(day, series.starts_at, tzinfo=SHANGHAI)
            ends = starts + timedelta(minutes=series.minutes)
            made.append(
                Session(series=series, on=day, starts_at=starts, ends_at=ends, trainer=trainer)
            )
    Session.objects.bulk_create(made, ignore_conflicts=True)
    over = Session.objects.filter(ends_at__lte=timezone.now()).select_related("series")
    _name_topics(over.of_kind(Series.Kind.TOPIC), start=0)
    return list(over.order_by("starts_at"))


def _name_topics(sessions, start: int) -> None:
    topics = script()["topics"]
    for at, session in enumerate(sessions.order_by("starts_at"), start=start):
        topic = topics[at % len(topics)]
        Session.objects.filter(pk=session.pk, title="").update(
            title=topic["zh"], title_en=topic["en"]
        )


def _marks(sessions: list[Session], pairs: Pairs, chance: Random, trainer) -> list[AttendanceMark]:
    how = Random(SEED + 21)
    return [
        AttendanceMark(
            session=session,
            leader=leader,
            present=present,
            at=session.ends_at,
            **{"by": trainer} | (_proved(session, leader, how) if present else {}),
        )
        for session in sessions
        for leader, present in _came(session, pairs, chance)
    ]


def _proved(session: Session, leader: Leader, how: Random) -> dict[str, Any]:
    """How she proved that she was there, and by how much she was late; nothing where the trainer
    marked her."""
    if how.random() > PROVED_SHARE:
        return {}
    late = how.randint(6, 18) if how.random() < LATE_SHARE else 0
    by_code = how.random() < TYPED_SHARE
    return {
        "by": leader.user,
        "proof": AttendanceMark.Proof.CODE if by_code else AttendanceMark.Proof.QR,
        "late_minutes": late,
        "proven_at": session.starts_at + timedelta(minutes=late),
    }


def _came(session: Session, pairs: Pairs, chance: Random) -> Iterator[tuple[Leader, bool]]:
    """At trainings everybody is marked; at repetitions and topic nights only who came."""
    on = day_of(session.starts_at)
    is_repeat = session.series.kind == Series.Kind.GROUP and session.series.weekday >= 5
    is_topic = session.series.kind == Series.Kind.TOPIC
    for plan, leader in pairs:
        if plan.joined_on > on:
            continue
        if is_repeat or is_topic:
            share = REPEAT_SHARE * (1 - plan.diligence) if is_repeat else TOPIC_SHARE
            if chance.random() < share:
                yield leader, True
        else:
            yield leader, chance.random() < plan.diligence
