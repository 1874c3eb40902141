"""Appeals against decisions: one a decision, answered in time by somebody who hasn't decided it.

What an accepted appeal does is said by each sort of decision: a step down is taken back, a declined
step up is put before a manager once more, a plan ends, a notice is withdrawn.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.people.models import Leader
from school.standing import decisions
from school.standing.access import may_decide
from school.standing.models import Question
from school.standing.question import lock, write


def appeal(
    *, leader: Leader, about: str, ref: str, reason: str, text: str = "", photo: Any = None
) -> Question:
    """Ask for a second look at a decision. It is frozen as she read it, beside her words.

    Refuses: decision-unknown (also another's), asked-already (also once it is answered;
    `params["question"]` is its number), not-appealable, and what `question.write` refuses.
    """
    decision = decisions.find(leader, about, ref)
    if decision is None:
        raise Refusal("decision-unknown", _("We don't find this decision."))
    if known := asked_about(leader, about, ref):
        message = _("You have asked already. The answer comes to you.")
        raise Refusal("asked-already", message, {"question": known.pk})
    if not decision.may_appeal:
        raise Refusal("not-appealable", _("There is nothing to take back here any more."))
    return write(
        leader=leader,
        about=about,
        ref=ref,
        frozen=decision.figure().data,
        reason=reason,
        text=text,
        photo=photo,
    )


def asked_about(leader: Leader, about: str, ref: str) -> Question | None:
    """Her appeal against this decision, answered or not."""
    return Question.objects.filter(leader=leader, about=about, ref=ref).first()


def may_answer(user, asked: Question) -> bool:
    """The manager of her region or operations, but nobody who took part in the decision."""
    if not may_decide(user, asked.leader):
        return False
    decision = decisions.find(asked.leader, asked.about, asked.ref)
    return decision is None or user.pk not in decision.deciders


@transaction.atomic
def answer(*, question: Question, by, words: str, accept: bool) -> Question:
    """Answer an appeal, and tell her. Accepting carries out what the decision says of it.

    Refuses: question-closed, not-allowed, decision-unknown, words-missing, words-too-long, and
    what taking the decision back refuses.
    """
    held = lock(question)
    if not may_answer(by, held):
        raise Refusal("not-allowed", _("Somebody else answers this."))
    decision = decisions.find(held.leader, held.about, held.ref)
    if decision is None:
        raise Refusal("decision-unknown", _("We don't find this decision."))
    decision.answer(held, by=by, words=words, accept=accept)
    held.refresh_from_db()
    return held
