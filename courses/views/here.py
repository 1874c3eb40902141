"""A leader says "I'm here": she scans the code on the trainer's screen or types it.

A scan may have to wait until she has logged in. So the proof is read at once, with its moment,
and waits in her browser's session on the server: nobody can hand it on to somebody else.
"""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.models import AttendanceSettings, Prompt, Session
from courses.trainings import check_in as rules
from courses.trainings.attendance import current_mark
from courses.trainings.check_in_code import Proof, read_token
from courses.trainings.check_in_device import device_of, give_number
from courses.trainings.check_in_prompt import open_question
from courses.trainings.timetable import Row
from courses.views.session import PARTS
from school.lib.refusal import Refusal
from school.people.access import leader_of, leaders_only
from school.people.models import Leader

WAITING = "here"
# A code has a million faces; who guesses is stopped long before. Before the log-in a whole room
# may share one address.
TRIES, TRIES_OF_ADDRESS, A_WHILE = 8, 120, 60


@never_cache
@require_safe
def scanned(request: HttpRequest, token: str) -> HttpResponse:
    """The address in the QR code. Looking changes nothing: her tap does, or the page's script
    in its place."""
    try:
        _keep(request, read_token(token, at=timezone.now()))
    except Refusal as refusal:
        return _ask(request, refusal)
    return _go_on(request)


@never_cache
@require_http_methods(["GET", "POST"])
def here(request: HttpRequest) -> HttpResponse:
    """Where a code is typed, and where a code that was read becomes a check-in."""
    if request.method == "POST" and "code" in request.POST:
        try:
            _keep(request, _typed(request))
        except Refusal as refusal:
            return _ask(request, refusal)
        return _finish(request) if leader_of(request.user) else _go_on(request)
    if request.method == "POST":
        return _finish(request)
    return _go_on(request) if _waiting(request) else _ask(request)


@never_cache
@require_safe
@leaders_only
def checked_in(request: HttpRequest, session_id: int) -> HttpResponse:
    """It worked: since when, and what follows."""
    session = get_object_or_404(Session.objects.select_related("series"), pk=session_id)
    mine = session.check_ins.filter(leader=request.leader)
    if not mine.exists():
        raise Http404
    mark = current_mark(session=session, leader=request.leader)
    context = {"session": session, "mark": mark, "check_in": mine.first(), "tab": "training"}
    return render(request, "courses/here/done.html", context)


@never_cache
@require_safe
@leaders_only
def question(request: HttpRequest, session_id: int) -> HttpResponse:
    """The open question of this session as a piece of its page; nothing (204) without one."""
    prompt = open_question(session_id=session_id, leader=request.leader)
    if prompt is None:
        return HttpResponse(status=204)
    return render(request, "courses/here/question.html", {"prompt": prompt})


@require_POST
@leaders_only
def still_here(request: HttpRequest, prompt_id: int) -> HttpResponse:
    prompt = get_object_or_404(Prompt, pk=prompt_id)
    try:
        rules.answer(leader=request.leader, prompt=prompt, device=device_of(request))
    except Refusal as refusal:
        return _ask(request, refusal)
    response = redirect("courses:checked_in", prompt.session_id)
    return give_number(request, response)


# --- the way of a proof -------------------------------------------------------------------------


def _keep(request: HttpRequest, proof: Proof) -> None:
    request.session[WAITING] = asdict(proof) | {"at": proof.at.isoformat()}


def _waiting(request: HttpRequest) -> Proof | None:
    """The proof that waits in this browser, unless it has waited for too long."""
    kept = request.session.get(WAITING)
    if not kept:
        return None
    proof = Proof(**kept | {"at": datetime.fromisoformat(kept["at"])})
    return proof if timezone.now() - proof.at <= rules.KEPT else None


def _typed(request: HttpRequest) -> Proof:
    """Refuses: too-many-tries, code-forged, code-expired, other-session."""
    _check_tries(request)
    only = request.POST.get("session", "")
    return rules.read_typed(
        request.POST["code"], at=timezone.now(), only=int(only) if only.isdecimal() else None
    )


def _check_tries(request: HttpRequest) -> None:
    who, most = request.user.pk, TRIES
    if who is None:
        who, most = request.META.get("REMOTE_ADDR", ""), TRIES_OF_ADDRESS
    key = f"here:{who}"
    cache.add(key, 0, A_WHILE)
    try:
        tries = cache.incr(key)
    except ValueError:  # The while was over between the two.
        return
    if tries > most:
        raise Refusal("too-many-tries", _("Too many tries. Wait a minute, then scan the code."))


def _go_on(request: HttpRequest) -> HttpResponse:
    """To the log-in, or to the one button."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("courses:here"))
    if leader_of(request.user) is None:
        return _ask(request, Refusal("no-leader", _("Only leaders check in here.")))
    proof = _waiting(request)
    session = Session.objects.select_related("series").filter(pk=proof.session_id).first()
    context = {"session": session, "tab": "training"}
    return give_number(request, render(request, "courses/here/confirm.html", context))


def _finish(request: HttpRequest) -> HttpResponse:
    leader, proof = leader_of(request.user), _waiting(request)
    if leader is None:
        return _go_on(request) if proof else redirect("courses:here")
    try:
        if proof is None:
            raise Refusal(
                "code-expired", _("This code has changed. Scan the one on the screen now.")
            )
        rules.check_in(leader=leader, proof=proof, device=device_of(request))
    except Refusal as refusal:
        request.session.pop(WAITING, None)
        return _ask(request, refusal)
    request.session.pop(WAITING, None)
    return give_number(request, redirect("courses:checked_in", proof.session_id))


def _ask(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    """The page for typing, with the reason if something was refused."""
    context = {"refusal": refusal, "leader": leader_of(request.user), "tab": "training"}
    context["only"] = request.POST.get("session", "")
    status = 422 if refusal else 200
    response = render(request, "courses/here/type.html", context, status=status)
    if refusal:
        response["X-Refusal"] = refusal.code
    return give_number(request, response)


# --- the part of the session's page -------------------------------------------------------------


def _on_page(row: Row, leader: Leader | None) -> dict:
    """Whether she can check in now, and the open question if there is one."""
    now, limits = timezone.now(), AttendanceSettings.load()
    opens = row.session.starts_at - timedelta(minutes=limits.opens_before)
    closes = row.session.ends_at + timedelta(minutes=limits.closes_after)
    is_open = bool(leader) and not row.session.is_cancelled and opens <= now < closes
    asks = is_open and row.is_on
    return {
        "can_check_in": is_open and not row.present,
        "listens": asks,
        "prompt": open_question(session_id=row.session.pk, leader=leader) if asks else None,
    }


PARTS.append(_on_page)
