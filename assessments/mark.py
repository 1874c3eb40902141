"""Marks that a person gives: added one after the other, of which the last one counts."""

from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import attempt as attempts
from assessments import kinds
from assessments.kinds.base import PLACES
from assessments.models import Attempt, AttemptQuestion, Mark
from school.lib.refusal import Refusal

RULE = "marking"


def mark_question(
    *, question: AttemptQuestion, by, fraction: Decimal, comment: str = "", reason: str = ""
) -> Mark:
    """Give an answer the part of its marks that it earns, from 0 to 1, with a word to the leader.
    When the last open answer of an attempt is marked, its result is worked out and recorded; a
    mark given again needs a reason, and works it out anew.

    Refuses: mark-out-of-range, attempt-open (not handed in), not-marked-by-person,
    reason-missing.
    """
    with transaction.atomic():
        held = Attempt.objects.select_for_update(of=("self",)).get(pk=question.attempt_id)
        _check(held, question, fraction, reason)
        mark = _write(question, by, fraction, comment.strip(), reason.strip())
        attempts.mark_again(attempt=held, rule=RULE, by=by, reason=mark.reason)
    return mark


def give_again(*, question: AttemptQuestion, by, fraction: Decimal, reason: str, rule: str) -> Mark:
    """Add a mark for an answer that has one already, by its key or by a person, and work the
    attempt's result out anew by this rule. Who calls this has checked that it may be."""
    with transaction.atomic():
        mark = _write(question, by, fraction, "", reason)
        attempts.mark_again(attempt=question.attempt, rule=rule, by=by, reason=reason)
    return mark


def _write(question: AttemptQuestion, by, fraction: Decimal, comment: str, reason: str) -> Mark:
    return Mark.objects.create(
        attempt_question=question,
        fraction=fraction.quantize(PLACES, ROUND_HALF_UP),
        comment=comment,
        reason=reason,
        by=by,
        at=timezone.now(),
    )


def _check(held: Attempt, question: AttemptQuestion, fraction: Decimal, reason: str) -> None:
    if held.state not in (Attempt.State.WAITING, Attempt.State.DONE):
        raise Refusal("attempt-open", _("This quiz has not been handed in yet."))
    if not kinds.find(question.kind).by_person:
        raise Refusal("not-marked-by-person", _("This question is marked by its key."))
    if not (fraction.is_finite() and 0 <= fraction <= 1):
        raise Refusal("mark-out-of-range", _("A mark is a part of the marks, from 0 to 1."))
    if question.marks_given.exists() and not reason.strip():
        raise Refusal("reason-missing", _("Say why the mark is changed."))


def to_mark() -> QuerySet[AttemptQuestion]:
    """The answers that wait for a person, the ones handed in first before the others."""
    by_person = [code for code, _label in kinds.choices() if kinds.find(code).by_person]
    waiting = Q(attempt__state=Attempt.State.WAITING, fraction=None, kind__in=by_person)
    found = AttemptQuestion.objects.filter(waiting).select_related("attempt__leader")
    return found.order_by("attempt__submitted_at", "attempt_id", "slot")
