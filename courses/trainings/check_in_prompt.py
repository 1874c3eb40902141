"""The question "Still here?": a trainer asks it at once, or at a moment that nobody knows."""

from datetime import timedelta
from secrets import randbelow

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import AttendanceSettings, CheckIn, Prompt, Session
from school.lib.refusal import Refusal
from school.people.models import Leader, User


@transaction.atomic
def ask(*, session: Session, by: User, by_chance: bool = False) -> Prompt:
    """Ask everybody at once, or by chance at some moment of the rest of the session.

    Refuses: session-cancelled, not-running, asked-already (one waits or is open), too-late
    (the rest is shorter than the time to answer).
    """
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    now, patience = timezone.now(), timedelta(minutes=AttendanceSettings.load().prompt_minutes)
    _check(session, now)
    left = int((session.ends_at - now - patience).total_seconds())
    if left <= 0:
        raise Refusal("too-late", _("It ends too soon for another question."))
    opens = now + timedelta(seconds=randbelow(left)) if by_chance else now
    return Prompt.objects.create(session=session, opens_at=opens, closes_at=opens + patience, by=by)


def _check(session: Session, now) -> None:
    if session.is_cancelled:
        raise Refusal("session-cancelled", _("This training has been called off."))
    if not session.has_started(now) or session.has_ended(now):
        raise Refusal("not-running", _("This training is not running now."))
    if session.prompts.filter(closes_at__gt=now).exists():
        raise Refusal("asked-already", _("A question is on its way already."))


def open_question(*, session_id: int, leader: Leader) -> Prompt | None:
    """The question that she could answer now, if there is one. One query."""
    mine = CheckIn.objects.filter(leader=leader).exclude(prompt=None).values("prompt")
    prompts = Prompt.objects.filter(session=session_id, session__state=Session.State.PLANNED)
    return prompts.open_at().exclude(pk__in=mine).last()
