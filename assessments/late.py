"""Answers that were given in time and arrived after the end, because there was no network."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.attempt import mark_again
from assessments.models import AnswerEvent, Attempt, LateAcceptance
from school.lib.refusal import Refusal

RULE = "late-answers"


def waiting(attempt: Attempt):
    """The late answers of an attempt that nobody has accepted, with their questions."""
    found = AnswerEvent.objects.filter(attempt_question__attempt=attempt, late=True)
    return found.filter(acceptance=None).select_related("attempt_question").order_by("pk")


def accept(*, attempt: Attempt, by, reason: str) -> Attempt:
    """Let all late answers of an attempt count, and grade it again. What was graded before stays
    in the rows, and so does who accepted and why.

    Refuses: reason-missing, nothing-late.
    """
    if not reason.strip():
        raise Refusal("reason-missing", _("Say in a sentence why they count."))
    with transaction.atomic():
        Attempt.objects.select_for_update().get(pk=attempt.pk)
        events = list(waiting(attempt))
        if not events:
            raise Refusal("nothing-late", _("There are no late answers to accept."))
        LateAcceptance.objects.bulk_create(
            LateAcceptance(event=event, by=by, reason=reason.strip()) for event in events
        )
        return mark_again(attempt=attempt, rule=RULE, by=by, reason=reason.strip())
