"""What the tests of daily review share."""

from datetime import timedelta
from uuid import UUID

from django.utils.datastructures import MultiValueDict

from assessments import attempt as attempts
from assessments import review_answer, review_cards
from assessments.models import ReviewCard, ReviewEvent
from assessments.review_cards import Put
from school.lib import dates
from tests.assessments import cast


def miss(leader, questions, **fields):
    """A finished quiz in which she left all of these unanswered."""
    course = cast.course(slug=f"course-{questions[0].pk}")
    quiz = cast.quiz(course, questions=questions, **fields)
    return attempts.submit(attempt=attempts.start(leader=leader, quiz=quiz))


def deck(leader, later: int = 0) -> list[Put]:
    return review_cards.deck(leader=leader, on=dates.today() + timedelta(days=later))


def keys(puts: list[Put]) -> list[UUID]:
    return [put.key for put in puts]


def fields(**named) -> MultiValueDict:
    """The posted fields of an answer, which may have several values each."""
    lists = {name: value if isinstance(value, list) else [value] for name, value in named.items()}
    return MultiValueDict(lists)


def choose(put: Put, text: str) -> MultiValueDict:
    """The choice with this wording, in any language."""
    for one in put.frozen["answers"]:
        if text in {said["text"] for said in one["texts"].values()}:
            return fields(answer=one["key"])
    raise AssertionError(f"no choice {text}")


def answer(leader, put: Put, text: str | None = "right", **more) -> review_answer.Outcome:
    """Answer a card of single choice; None for "I don't know"."""
    form = None if text is None else choose(put, text)
    sent = {"client_id": "phone", "seq": 1, "sign": put.sign} | more
    return review_answer.answer(leader=leader, key=put.key, form=form, **sent)


def put_back(days: int) -> None:
    """Let everything that was reviewed have been so many days earlier."""
    for event in ReviewEvent.objects.all():
        event.reviewed_at -= timedelta(days=days)
        event.save()
    for card in ReviewCard.objects.all():
        review_answer.rebuild(card)
