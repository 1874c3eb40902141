"""Kits, the next topic night with its questions, the last one with what stayed of it, and what
leaders said of the trainings of the last weeks."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from django.core.files.base import ContentFile
from django.utils import timezone

from courses.listing import listed_courses
from courses.models import (
    AttendanceMark,
    Guest,
    Rating,
    Series,
    Session,
    Topic,
    TopicNight,
    TopicVote,
)
from courses.trainings.kit import add_file, put_replay, save_kit
from courses.trainings.topic import plan_night
from courses.trainings.topic_question import ask
from school.home.starter.files import read_yaml
from school.home.starter.sample.people import People
from school.home.starter.sample.plan import SEED
from school.home.starter.sample.script import phone
from school.people.models import Leader

FILE = Path(__file__).parent / "evenings.yaml"
MISSES, HOSTS = 2, 4
RATED, SHARE = timedelta(days=21), 0.2
STARS = (5, 5, 5, 4, 4, 4, 3, 2)


def write_evenings(people: People, today: date) -> None:
    words, chance = read_yaml(FILE), Random(SEED + 11)
    trainer = people.staff["trainer"]
    for series in Series.objects.filter(kind__in=words["kits"]):
        _write_kit(series, words["kits"][series.kind], trainer)
    _write_replays(words["replay"])
    _miss_one()
    _write_next_night(words, people.leaders, trainer, today, chance)
    _write_last_night(words["follow_up"])
    _write_ratings(words["words"], chance)


def _write_kit(series: Series, entry: dict, trainer) -> None:
    fields = {}
    for name in ("agenda", "warm_up", "answers"):
        texts = entry.get(name, {"zh": "", "en": ""})
        fields |= {name: texts["zh"], f"{name}_en": texts["en"]}
    save_kit(of=series, quiz_key=_quiz_of(entry.get("track")), **fields)
    if handout := entry.get("handout"):
        file = ContentFile(handout["zh"].encode(), name=handout["name"])
        add_file(of=series, kind="handout", upload=file, by=trainer)


def _quiz_of(track: str | None):
    """The first quiz of the courses of a track."""
    steps = [
        s for course in listed_courses() if course.track == track for s in course.outline.steps()
    ]
    return next((step.translation_key for step in steps if step.kind == "quiz"), None)


def _write_replays(address: str) -> None:
    """The trainings of the last week have theirs."""
    week = timezone.now() - timedelta(days=7)
    over = Session.objects.planned().filter(starts_at__gte=week, ends_at__lt=timezone.now())
    for session in over.exclude(series__kind=Series.Kind.TOPIC):
        put_replay(session=session, url=f"{address}{session.pk}")


def _miss_one() -> None:
    """One of those in the demo has a training to make up: the last of the week."""
    sales = Session.objects.of_kind(Series.Kind.SALES).exclude(replay_url="")
    marks = AttendanceMark.objects.filter(session__in=sales, leader__user__phone=phone(MISSES))
    marks.update(present=False)


def _write_next_night(words, leaders: list[Leader], trainer, today: date, chance: Random) -> None:
    night = Session.objects.ahead().planned().of_kind(Series.Kind.TOPIC).first()
    if night is None or night.has_started():
        return
    guest = Guest.objects.create(**words["guest"], consent_on=today, consent_by=trainer)
    topic = Topic.objects.filter(title__startswith="十分钟早饭").first()
    host = Leader.objects.get(user__phone=phone(HOSTS))
    Session.objects.filter(pk=night.pk).update(host=host)
    plan_night(session=night, topic=topic, guest=guest, title="", title_en="")
    asking = [leader for leader in leaders if leader.status == Leader.Status.ACTIVE]
    for entry, leader in zip(words["questions"], chance.sample(asking, 5), strict=True):
        question = ask(session=night, leader=leader, text=entry["zh"])
        TopicVote.objects.bulk_create(
            TopicVote(question=question, leader=other)
            for other in asking
            if other != leader and chance.random() < entry["votes"]
        )


def _write_last_night(texts: dict[str, str]) -> None:
    """Written the morning after; nobody is told of the past."""
    over = Session.objects.planned().of_kind(Series.Kind.TOPIC).filter(ends_at__lt=timezone.now())
    if night := over.order_by("-starts_at").first():
        TopicNight.objects.get_or_create(
            session=night,
            defaults={
                "follow_up": texts["zh"],
                "follow_up_en": texts["en"],
                "followed_up_at": night.ends_at + timedelta(hours=12),
            },
        )


def _write_ratings(words: list[str], chance: Random) -> None:
    since = timezone.now() - RATED
    came = AttendanceMark.objects.current().filter(present=True, session__starts_at__gte=since)
    Rating.objects.bulk_create(
        Rating(
            session_id=mark.session_id,
            leader_id=mark.leader_id,
            stars=chance.choice(STARS),
            words=chance.choice(words) if chance.random() < SHARE else "",
            at=mark.at + timedelta(hours=1),
        )
        for mark in came.order_by("pk")
        if chance.random() < SHARE
    )
