"""Taking in an answer: an attempt is answered from phones, in several tabs, with and without a
network, and each answer is kept exactly once."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import IntegerField, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import answer, kinds
from assessments.models import AnswerEvent, Attempt, AttemptQuestion
from assessments.scoring import is_finished
from assessments.terms import CERTAINTY, Terms
from school.lib.prepared import prepared
from school.lib.refusal import Refusal

CLIENT_ID = re.compile(r"[\w-]{1,36}", re.ASCII)
LARGEST_SEQ = 2**31 - 1
# So long may an answer be on its way after it was sent, on a slow line.
ON_ITS_WAY = timedelta(seconds=15)
LONGEST_WAIT = 30 * 24 * 3600 * 1000  # of an answer on a phone, in milliseconds


@dataclass(frozen=True)
class Sent:
    """How an answer was sent: the device's name and count, for how many milliseconds it waited on
    the device, how sure she is (1 to 3), and whether she asks if it is right."""

    client_id: Any
    seq: Any = 1
    age: Any = None
    certainty: Any = None
    checked: bool = False


def save_answer(
    *, attempt_id: int, user, slot: int, raw: Any, client_id: str, seq: int, **more: Any
) -> AnswerEvent:
    """Take in one answer that the client sent, exactly once for each of the client's counts.
    `more` is as in `Sent`. What was given before the end and comes after it is kept as late.

    Refuses: slot-unknown (also another person's attempt), attempt-closed (handed in, or
    its time is over), answer-unreadable, question-finished, page-behind.
    """
    sent = Sent(client_id, seq, **more)
    return _take_in(attempt_id, user, slot, sent, lambda kind, frozen: kind.read(frozen, raw))


def save_form(
    *, attempt_id: int, user, slot: int, form: Any, unless: str = "", **sent: Any
) -> AnswerEvent | None:
    """The same for the fields of an HTML form; each page that was put counts once. `unless` is
    the answer that the page had at first, as JSON: if it is still that, nothing is saved."""
    return _take_in(
        attempt_id, user, slot, Sent(**sent), lambda kind, frozen: kind.read_form(frozen, form),
        unless,
    )  # fmt: skip


def _take_in(
    attempt_id: int, user, slot: int, sent: Sent, read: Callable, unless: str = ""
) -> AnswerEvent | None:
    """One SELECT and one INSERT: an answer is saved by every leader on every question."""
    _check_count(sent.client_id, sent.seq)
    with transaction.atomic():
        question = _lock_question(attempt_id, user, slot)
        now, terms = timezone.now(), Terms.of(question.attempt)
        value = read(kinds.find(question.kind), question.frozen)
        event = AnswerEvent(
            attempt_question=question,
            client_id=sent.client_id,
            seq=sent.seq,
            value=value,
            certainty=_certainty(sent.certainty, terms),
            checked=bool(sent.checked and terms.checks),
            given_at=_given_at(sent.age, now),
            received_at=now,
        )
        event.late = _is_late(question.attempt, event)
        if unless == as_shown(value, event.certainty) and not event.checked:
            return None
        if not event.late and not _is_taken(event, terms):
            return event
        AnswerEvent.objects.bulk_create([event], ignore_conflicts=True)
    return event


def as_shown(value: Any, certainty: int | None) -> str:
    """An answer as a page remembers it, to tell whether it was changed."""
    return json.dumps(value if certainty is None else [value, certainty])


def _certainty(said: Any, terms: Terms) -> int | None:
    if terms.behaviour != CERTAINTY or str(said) not in {"1", "2", "3"}:
        return None
    return int(said)


def _given_at(age: Any, now: datetime) -> datetime | None:
    """When it was given, from how long it waited: so the phone's clock may be wrong."""
    if type(age) is not int or not 0 <= age <= LONGEST_WAIT:
        return None
    return now - timedelta(milliseconds=age)


def _is_late(attempt: Attempt, event: AnswerEvent) -> bool:
    """Whether it comes after the end but was given before. Refuses what was given after it."""
    if attempt.is_open(event.received_at):
        return False
    ends = [end for end in (attempt.deadline, attempt.submitted_at) if end]
    given = event.given_at
    if given and ends and attempt.started_at <= given <= min(ends) + ON_ITS_WAY:
        return True
    raise Refusal("attempt-closed", _("This quiz is closed. What arrived before that counts."))


def _is_taken(event: AnswerEvent, terms: Terms) -> bool:
    """False if exactly this one was taken before. Refuses: question-finished, page-behind."""
    question = event.attempt_question
    attempt, page = question.attempt, terms.page_of(question.slot)
    if terms.forward_only and page < attempt.reached:
        return _unless_known(event, "page-behind", _("This page is behind you already."))
    if terms.forward_only and page > attempt.reached:
        Attempt.objects.filter(pk=attempt.pk, reached__lt=page).update(reached=page)
    if terms.checks and is_finished(question, _given_to(question), terms):
        return _unless_known(event, "question-finished", _("This answer is settled already."))
    return True


def _given_to(question: AttemptQuestion) -> answer.Given:
    return answer.trace(question.events.all()).get(question.pk, answer.NOTHING)


def _unless_known(event: AnswerEvent, code: str, message: Any) -> bool:
    """A lost receipt makes the phone send again what was taken in time: that is no offence."""
    same = AnswerEvent.objects.filter(
        attempt_question=event.attempt_question, client_id=event.client_id, seq=event.seq
    )
    if not same.exists():
        raise Refusal(code, message)
    return False


def _check_count(client_id: Any, seq: Any) -> None:
    named = isinstance(client_id, str) and CLIENT_ID.fullmatch(client_id)
    counted = type(seq) is int and 0 < seq <= LARGEST_SEQ
    if not (named and counted):
        raise Refusal("answer-unreadable", _("This answer came without its count."))


def _lock_question(attempt_id: int, user, slot: Any) -> AttemptQuestion:
    """The question with its attempt, if it is this person's. The leader is looked up from the
    account that is loaded already, so no table more is joined."""
    leader = getattr(user, "leader", None)
    found = _hers(attempt_id, slot, leader.pk) if leader and type(slot) is int else []
    if not found:
        raise Refusal("slot-unknown", _("This question isn't part of your quiz."))
    return found[0]


@prepared
def _hers(attempt_id: int, slot: int, leader_id: int):
    """Prepared, since it is asked while nobody else can write."""
    found = AttemptQuestion.objects.select_related("attempt").select_for_update(of=("attempt",))
    # As a value, since a mark that stands for a number is larger than any slot could be.
    place = Value(slot, IntegerField())
    return found.filter(attempt=attempt_id, slot=place, attempt__leader_id=leader_id).order_by()
