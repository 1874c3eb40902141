"""A leader proves that she is at a session: by the code on the trainer's screen, or by answering
a question in the middle of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import AttendanceSettings, CheckIn, Prompt, Session
from courses.trainings.attendance import mark
from courses.trainings.check_in_code import Proof, read_digits
from school.lib.refusal import Refusal
from school.people.models import Leader

# A proof waits so long for a leader who has to log in first.
KEPT = timedelta(minutes=10)


@dataclass(frozen=True)
class Checked:
    """What came of a check-in; `again`: she had proved it before, and nothing was written."""

    check_in: CheckIn
    again: bool


def open_sessions(moment: datetime | None = None) -> QuerySet[Session]:
    """The sessions whose codes are on screens now."""
    now, limits = moment or timezone.now(), AttendanceSettings.load()
    return Session.objects.planned().filter(
        starts_at__lte=now + timedelta(minutes=limits.opens_before),
        ends_at__gt=now - timedelta(minutes=limits.closes_after),
    )


def read_typed(typed: str, *, at: datetime, only: int | None = None) -> Proof:
    """The proof in a code that she typed; `only` is the session on whose page she typed it.
    Refuses: code-forged, code-expired, other-session."""
    numbers = list(open_sessions(at).order_by("pk").values_list("pk", flat=True))
    proof = read_digits(typed, at=at, sessions=numbers)
    return of_session(proof, only)


def of_session(proof: Proof, only: int | None) -> Proof:
    """The proof, if it is of this session or of no matter which. Refuses: other-session."""
    if only is not None and proof.session_id != only:
        raise Refusal("other-session", _("This code is of another training. Which one are you at?"))
    return proof


@transaction.atomic
def check_in(*, leader: Leader, proof: Proof, device: str = "") -> Checked:
    """Write down that she is there, since the moment at which the code was read. A second time
    changes nothing, and what a trainer has corrected since stays corrected.

    Refuses: not-for-you, cancelled, not-started, over, session-gone, proof-old (she took too
    long to log in).
    """
    session = _meant(leader, proof.session_id)
    check_open(session, proof.at)
    if timezone.now() - proof.at > KEPT:
        raise Refusal("proof-old", _("It took too long. Please scan the code once more."))
    made, is_new = CheckIn.objects.get_or_create(
        session=session,
        leader=leader,
        prompt=None,
        defaults={"way": proof.way, "at": proof.at, "age": proof.age, "device": device},
    )
    if is_new:
        _mark(made, session)
    return Checked(made, again=not is_new)


@transaction.atomic
def answer(*, leader: Leader, prompt: Prompt, device: str = "") -> Checked:
    """She is still there. Refuses: not-for-you, cancelled, prompt-closed."""
    session, now = _meant(leader, prompt.session_id), timezone.now()
    if session.is_cancelled:
        raise _cancelled()
    if not prompt.opens_at <= now < prompt.closes_at:
        raise Refusal("prompt-closed", _("The time to answer is over. Tell your trainer."))
    made, is_new = CheckIn.objects.get_or_create(
        prompt=prompt,
        leader=leader,
        defaults={"session": session, "way": CheckIn.Way.PROMPT, "at": now, "device": device},
    )
    if is_new and not _was_here(made):
        _mark(made, session)
    return Checked(made, again=not is_new)


def check_open(session: Session, at: datetime) -> None:
    """Whether a code of this session could be read at this moment. Refuses: cancelled,
    not-started, over."""
    limits = AttendanceSettings.load()
    if session.is_cancelled:
        raise _cancelled()
    if at < session.starts_at - timedelta(minutes=limits.opens_before):
        raise Refusal("not-started", _("This training has not begun. Check in when it does."))
    if at >= session.ends_at + timedelta(minutes=limits.closes_after):
        raise Refusal("over", _("This training is over. Tell your trainer that you were there."))


def late_minutes(session: Session, at: datetime) -> int:
    """Whole minutes after the start, once they are more than the settings let pass. A code that
    is only read when all is over tells nothing about when she came."""
    if at >= session.ends_at:
        return 0
    late = int((at - session.starts_at).total_seconds() // 60)
    return late if late > AttendanceSettings.load().late_after else 0


def _meant(leader: Leader, session_id: int) -> Session:
    sessions = Session.objects.select_related("series").filter(pk=session_id)
    session = sessions.first()
    if session is None:
        raise Refusal("session-gone", _("This training is not there any more."))
    booked = session.bookings.filter(leader=leader, coming=True)
    if not sessions.for_leader(leader.pk).exists() and not booked.exists():
        raise Refusal("not-for-you", _("This training is for another group of leaders."))
    return session


def _was_here(made: CheckIn) -> bool:
    """She had proved it before: if a trainer has corrected that since, it stays corrected."""
    earlier = CheckIn.objects.filter(session=made.session_id, leader=made.leader_id)
    return earlier.exclude(pk=made.pk).exists()


def _mark(made: CheckIn, session: Session) -> None:
    at_start = made.prompt_id is None
    mark(
        session=session,
        leader=made.leader,
        present=True,
        by=made.leader.user,
        proof=made.way,
        proven_at=made.at,
        reference=f"check-in {made.pk}",
        **({"late_minutes": late_minutes(session, made.at)} if at_start else {}),
    )


def _cancelled() -> Refusal:
    return Refusal("cancelled", _("This training has been called off."))
