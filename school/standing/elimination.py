"""When the school ends its work with a leader: a rule or a person proposes it, another person
decides it with a reason, and it is in force only when the days of notice are over."""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from school.lib import dates
from school.lib.refusal import Refusal
from school.people.models import Leader
from school.standing import going, history, letters, question
from school.standing.access import may_decide, may_report
from school.standing.models import Case, DecisionSettings, Elimination, Plan, Question

State = Elimination.State


@transaction.atomic
def propose(
    *, leader: Leader, cause: str, by, note: str, case: Case | None = None, plan: Plan | None = None
) -> Elimination:
    """Propose by hand that a leader goes; `note` says why, to whoever decides.

    Refuses: not-allowed, reason-missing, not-studying, no-red-line (the cause is a red line and
    no verified case of hers is named), proposed-already.
    """
    if not may_report(by, leader):
        raise Refusal("not-allowed", _("Only her coach or her manager may propose this."))
    if not note.strip():
        raise Refusal("reason-missing", _("Please say why."))
    if cause == Elimination.Cause.RED_LINE and not _is_verified(case, leader):
        raise Refusal("no-red-line", _("A red line needs a case that somebody has verified."))
    _check_studying(leader)
    made = _propose(leader, cause, case=case, plan=plan, note=note.strip(), by=by)
    if made is None:
        raise Refusal("proposed-already", _("This is proposed already."))
    return made


def propose_by_rule(
    *, leader: Leader, cause: str, case: Case | None = None, plan: Plan | None = None, **evidence
) -> Elimination | None:
    """Propose it because a rule says so; None where it is proposed already, or she is gone."""
    if leader.status not in Leader.STUDYING:
        return None
    return _propose(leader, cause, case=case, plan=plan, evidence=evidence)


def _is_verified(case: Case | None, leader: Leader) -> bool:
    return case is not None and case.leader_id == leader.pk and case.verified_at is not None


def _check_studying(leader: Leader) -> None:
    if leader.status not in Leader.STUDYING:
        raise Refusal("not-studying", _("She isn't with the school any more."))


def _propose(leader: Leader, cause: str, *, by=None, **fields) -> Elimination | None:
    """Of two who propose at the same moment one does."""
    try:
        with transaction.atomic():
            made = Elimination.objects.create(
                leader=leader, cause=cause, proposed_by=by, proposed_at=timezone.now(), **fields
            )
            history.write(made, by=by)
    except IntegrityError:
        return None
    return made


@transaction.atomic
def give_notice(*, elimination: Elimination, by, reason: str) -> Elimination:
    """Decide that she goes, and tell her why, when, and how she can object. Until the days of
    notice are over she goes on as before.

    Refuses: not-allowed, decided-already, reason-missing, same-person (who proposed it by hand
    doesn't decide it), not-studying.
    """
    held = _lock(elimination, by, reason, State.PROPOSED)
    _check_studying(held.leader)
    if held.proposed_by_id == by.pk:
        message = _("You proposed this yourself: somebody else has to decide it.")
        raise Refusal("same-person", message)
    days = DecisionSettings.load().notice_days
    held.effective_on = dates.today() + timedelta(days=days)
    _decide(held, State.NOTICED, by, reason)
    letters.notice_given(held)
    return held


@transaction.atomic
def decline(*, elimination: Elimination, by, reason: str) -> Elimination:
    """Decide that she stays. She isn't told: she never heard of it.

    Refuses: not-allowed, decided-already, reason-missing.
    """
    held = _lock(elimination, by, reason, State.PROPOSED)
    _decide(held, State.DECLINED, by, reason)
    return held


@transaction.atomic
def withdraw(*, elimination: Elimination, by, reason: str) -> Elimination:
    """Take a notice back while it runs; she stays, and reads the reason.

    Refuses: not-allowed, decided-already (it doesn't run), reason-missing.
    """
    held = _lock(elimination, by, reason, State.NOTICED)
    _end(held, State.WITHDRAWN, by=by, reason=reason)
    letters.she_stays(held)
    return held


@transaction.atomic
def object_to(
    *, elimination: Elimination, leader: Leader, reason: str, text: str = "", photo: Any = None
) -> Question:
    """She says how she sees it; until somebody has answered, the notice doesn't take effect.

    Refuses: not-allowed (it isn't hers), decided-already (the notice doesn't run), and what
    `question.write` refuses.
    """
    held = _locked(elimination)
    if held.leader_id != leader.pk:
        raise Refusal("not-allowed", _("This is not about you."))
    if not held.is_noticed:
        raise Refusal("decided-already", _("This has been decided already."))
    title = date_format(held.effective_on, "DATE_FORMAT")
    return question.write(
        leader=leader,
        about=Question.About.ELIMINATION,
        ref=str(held.pk),
        frozen={"title": title, "reason": held.reason},
        reason=reason,
        text=text,
        photo=photo,
    )


@transaction.atomic
def answer(*, elimination: Elimination, by, words: str, she_is_right: bool) -> Elimination:
    """Answer her objection: the notice is taken back, or the decision stays and takes effect on
    its day. Who decided it doesn't answer.

    Refuses: not-allowed, decided-already, reason-missing, same-person, nothing-asked, and what
    `question.close` refuses.
    """
    held = _lock(elimination, by, words, State.NOTICED)
    if held.decided_by_id == by.pk:
        message = _("You decided this yourself: somebody else has to answer.")
        raise Refusal("same-person", message)
    objection = objection_to(held)
    if objection is None:
        raise Refusal("nothing-asked", _("She has not objected, or has her answer already."))
    state = Question.State.ACCEPTED if she_is_right else Question.State.DECLINED
    question.close(question.lock(objection), by=by, words=words, state=state)
    if she_is_right:
        _end(held, State.WITHDRAWN, by=by, reason=words)
    return held


def take_effect(*, on: date) -> list[Elimination]:
    """Let every notice whose day has come take effect, each in a transaction of its own. While
    her objection waits for an answer, nothing does."""
    due = Elimination.objects.noticed().filter(effective_on__lte=on)
    return [done for one in due if (done := _take_effect(one))]


@transaction.atomic
def _take_effect(elimination: Elimination) -> Elimination | None:
    held = _locked(elimination)
    if not held.is_noticed or objection_to(held):
        return None
    going.go(held.leader, Leader.Status.ELIMINATED)
    _end(held, State.DONE)
    letters.work_ended(held)
    return held


def objection_to(elimination: Elimination) -> Question | None:
    """What she has said against it, while nobody has answered."""
    about = {"about": Question.About.ELIMINATION, "ref": str(elimination.pk)}
    return Question.objects.open().filter(leader=elimination.leader_id, **about).first()


def _lock(elimination: Elimination, by, reason: str, state: str) -> Elimination:
    held = _locked(elimination)
    if not may_decide(by, held.leader):
        raise Refusal("not-allowed", _("Only the manager of her region may decide this."))
    if held.state != state:
        raise Refusal("decided-already", _("This has been decided already."))
    if not reason.strip():
        raise Refusal("reason-missing", _("Please say why."))
    return held


def _locked(elimination: Elimination) -> Elimination:
    locked = Elimination.objects.select_for_update(of=("self",)).select_related("leader__user")
    return locked.get(pk=elimination.pk)


def _decide(held: Elimination, state: str, by, reason: str) -> None:
    held.state, held.decided_by, held.decided_at = state, by, timezone.now()
    held.reason = reason.strip()
    held.save()
    history.write(held, by=by)


def _end(held: Elimination, state: str, *, by=None, reason: str = "") -> None:
    held.state, held.ended_by, held.ended_at = state, by, timezone.now()
    held.end_reason = reason.strip()
    held.save()
    history.write(held, by=by)
