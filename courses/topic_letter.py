"""What is told after a topic night, and to whom."""

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from courses.models import TopicNight
from school.notices import templates
from school.notices.send import Letter, send_all
from school.people.models import Leader

CODE = "topic-follow-up"
templates.register(
    CODE,
    _("What stays of “%(name)s”"),
    _("The questions of the evening and what was said to them, to read again."),
    topic="training",
    name=_("What is written after a topic night"),
    sample={"name": "春节的点心"},
)


def tell(night: TopicNight) -> None:
    """Tell who was there, meant to come or asked, once."""
    session = night.session

    def name(language: str) -> str:
        with translation.override(language):
            return session.name

    link = reverse("courses:session", args=[session.pk])
    send_all(
        Letter(leader.user, CODE, {"name": name}, link=link, key=f"{CODE}:{session.pk}")
        for leader in _touched(night)
    )


def _touched(night: TopicNight):
    here = Q(attendance__session=night.session_id, attendance__present=True)
    here &= Q(attendance__current=True)
    meant = Q(bookings__session=night.session_id, bookings__coming=True)
    asked = Q(topic_questions__session=night.session_id)
    found = Leader.objects.filter(here).union(
        Leader.objects.filter(meant), Leader.objects.filter(asked)
    )
    keys = [leader.pk for leader in found]
    return Leader.objects.filter(pk__in=keys).studying().select_related("user")
