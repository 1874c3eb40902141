"""What a trainer does on the live screen and on the list: one tap each, and back."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.access import attendees
from courses.models import Session
from courses.trainings import check_in_prompt
from courses.trainings.attendance import current_mark, mark, mark_list, withdraw
from courses.trainings.check_in_hints import clear
from courses.trainings.live import on_list
from school.lib.refusal import Refusal
from school.people.models import Leader

LONGEST = 600


def act(request: HttpRequest, session: Session) -> None:
    """Do what the pressed button says; a refusal becomes a message."""
    for name, action in ACTIONS.items():
        if name in request.POST:
            try:
                action(request, session)
            except Refusal as refusal:
                messages.error(request, str(refusal))
            return


def _here(request: HttpRequest, session: Session) -> None:
    leader = _pressed(request, session, "here")
    late = request.POST.get(f"late-{leader.pk}", "").strip()
    details = {"late_minutes": min(int(late), LONGEST)} if late.isdecimal() else {}
    mark(session=session, leader=leader, present=True, by=request.user, **details)


def _away(request: HttpRequest, session: Session) -> None:
    leader = _pressed(request, session, "away")
    mark(session=session, leader=leader, present=False, by=request.user)


def _undo(request: HttpRequest, session: Session) -> None:
    latest = current_mark(session=session, leader=_pressed(request, session, "undo"))
    if latest:
        withdraw(mark=latest, by=request.user)


def _looked(request: HttpRequest, session: Session) -> None:
    leader = _pressed(request, session, "looked")
    clear(session=session, leader_id=leader.pk, by=request.user)


def _rest(request: HttpRequest, session: Session) -> None:
    """Everybody on the list who has no mark yet was not there."""
    people = on_list(session, attendees(session, request.user))
    unmarked = [one.leader for one in people if one.mark is None]
    count = mark_list(session=session, leaders=unmarked, present=set(), by=request.user)
    done = ngettext("%(count)s marked as not there.", "%(count)s marked as not there.", count)
    messages.success(request, done % {"count": count})


def _ask(request: HttpRequest, session: Session) -> None:
    by_chance = request.POST["ask"] == "later"
    check_in_prompt.ask(session=session, by=request.user, by_chance=by_chance)
    if by_chance:
        messages.success(request, _("The question will come by surprise."))
    else:
        messages.success(request, _("The question is on the leaders' phones."))


def _pressed(request: HttpRequest, session: Session, button: str) -> Leader:
    """The leader whose button it was, if she is on this person's list, whatever the form says."""
    number = request.POST[button]
    listed = attendees(session, request.user)
    leader = listed.filter(pk=number).first() if number.isdecimal() else None
    if leader is None:
        raise Refusal("not-on-list", _("She is not on this list."))
    return leader


ACTIONS = {
    "here": _here,
    "away": _away,
    "undo": _undo,
    "looked": _looked,
    "rest": _rest,
    "ask": _ask,
}
