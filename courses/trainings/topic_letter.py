"""What is told after a topic night, and to whom."""

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from courses.models import AttendanceMark, Booking, TopicNight, TopicQuestion
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
    """Who was there, said that she comes, or asked something."""
    session = night.session_id
    came = AttendanceMark.objects.current().filter(session=session, present=True)
    booked = Booking.objects.filter(session=session, coming=True)
    asked = TopicQuestion.objects.filter(session=session, withdrawn_at=None)
    here = Q(pk__in=[])
    for rows in (came, booked, asked):
        here |= Q(pk__in=rows.order_by().values("leader"))
    return Leader.objects.filter(here).studying().select_related("user")
