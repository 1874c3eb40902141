"""Topic nights: what they are about, who comes, and what is written afterwards."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Guest, Series, Session, Topic, TopicNight
from courses.trainings import topic_letter
from school.lib import dates
from school.lib.refusal import Refusal


def suggestions(*, session: Session, few: int = 6) -> list[Topic]:
    """What a night might be about: its own week's first, then those of the weeks around it and of
    any time, that no night has had yet. One query."""
    week = dates.week_start(dates.day_of(session.starts_at))
    near = Q(week__range=(week - timedelta(weeks=1), week + timedelta(weeks=4)))
    free = Topic.objects.filter(near | Q(week=None), active=True, nights=None)
    return sorted(free, key=lambda topic: _distance(topic, week))[:few]


def _distance(topic: Topic, week) -> tuple[int, int]:
    return (abs((topic.week - week).days) if topic.week else 99, topic.pk)


@transaction.atomic
def plan_night(
    *, session: Session, topic: Topic | None, guest: Guest | None, title: str, title_en: str
) -> TopicNight:
    """Say what a night is about and who comes. Without a title of its own it takes the topic's.

    Refuses: no-topic-night, session-cancelled.
    """
    if session.series.kind != Series.Kind.TOPIC:
        raise Refusal("no-topic-night", _("This training is no topic night."))
    if session.is_cancelled:
        raise Refusal("session-cancelled", _("This training has been called off."))
    if topic and not title:
        title, title_en = topic.title, topic.title_en
    Session.objects.filter(pk=session.pk).update(
        title=title, title_en=title_en, changed_at=timezone.now()
    )
    night, _made = TopicNight.objects.update_or_create(
        session=session, defaults={"topic": topic, "guest": guest}
    )
    return night


@transaction.atomic
def follow_up(*, session: Session, text: str, text_en: str) -> TopicNight:
    """Write what stays of the evening. Who was there, came or asked is told, the first time.

    Refuses: session-in-future, follow-up-empty.
    """
    if not session.has_started():
        raise Refusal("session-in-future", _("This training has not begun yet."))
    if not text.strip():
        raise Refusal("follow-up-empty", _("Write something first."))
    night, _made = TopicNight.objects.select_for_update().get_or_create(session=session)
    night.follow_up, night.follow_up_en = text.strip(), text_en.strip()
    first = night.followed_up_at is None
    if first:
        night.followed_up_at = timezone.now()
    night.save()
    if first:
        topic_letter.tell(night)
    return night
