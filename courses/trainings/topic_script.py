"""The host's script: guest, topic and the questions that most want to hear, in the order of the
evening."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.models import Session, TopicNight, TopicQuestion
from courses.trainings.kit import Item, kit_of, timed

TOP = 8
# Shares of the evening: welcome, the guest tells, questions, what to try, goodbye.
SHARES = (5, 15, 30, 7, 3)


@dataclass(frozen=True)
class Script:
    """What lies in front of the host."""

    session: Session
    night: TopicNight | None
    items: list[Item]
    questions: list[TopicQuestion]


def script_of(session: Session) -> Script:
    """The kit's agenda; without one the usual course of an evening. Five queries."""
    night = TopicNight.objects.select_related("topic", "guest").filter(session=session).first()
    questions = TopicQuestion.objects.filter(session=session).shown().counted()
    agenda = kit_of(session).agenda or timed(_usual(session.minutes), session.starts_at)
    return Script(session, night, agenda, list(questions[:TOP]))


def _usual(minutes: int) -> list[Item]:
    words = [
        _("Welcome: what tonight is about, and who is here"),
        _("The guest tells her story"),
        _("Your questions, the most wanted first"),
        _("One thing that everybody tries this week"),
        _("Thanks, and the next date"),
    ]
    spans = [max(1, minutes * share // sum(SHARES)) for share in SHARES]
    return [Item(text, span) for text, span in zip(words, spans, strict=True)]
