"""Sitting a quiz: page by page, each answer saved as it is given, one hand-in."""

import json
from math import ceil
from secrets import token_urlsafe
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import access, answer_file, attempt, sitting
from assessments.models import Attempt
from assessments.sitting import END
from assessments.terms import Terms
from courses.translation import current_language
from school.lib.refusal import Refusal
from school.people.access import leader_of, leaders_only
from school.people.models import Leader

FIELDS = ("answer", "before", "certainty")
BEHIND = 410
STATUS = {
    "slot-unknown": 404,
    "attempt-closed": 409,
    "question-finished": BEHIND,
    "page-behind": BEHIND,
}


@never_cache
@require_http_methods(["GET", "POST"])
@leaders_only
def show(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """A page of the attempt, by any question on it, or at its end the list."""
    if request.method == "POST":
        return _save_and_go_on(request, attempt_id)
    mine = access.own_attempt(request.leader, attempt_id)
    if not mine.may_be_handed_in():
        return redirect("assessments:result", attempt_id)
    place = request.GET.get("q", "")
    if place == END or mine.is_over():
        return _show_end(request, mine)
    return _show_page(request, mine, _slot(place) if place else None)


def _slot(place: str) -> int:
    if not place.isascii() or not place.isdigit() or len(place) > 4:
        raise Http404
    return int(place)


def _show_page(request: HttpRequest, mine: Attempt, slot: int | None) -> HttpResponse:
    number = None
    if slot is not None:
        number = attempt.turn_to(attempt=mine, page=Terms.of(mine).page_of(slot))
    language = current_language()
    page = sitting.sheet(mine, number, language)
    if page is None:
        raise Http404
    context = _frame(mine, language) | {
        "sheet": page,
        "client": token_urlsafe(12),
        "sure": bool(request.GET.get("sure")),
    }
    return render(request, "assessments/attempt.html", context)


def _frame(mine: Attempt, language: str) -> dict:
    """What every page of an attempt shows."""
    seconds = mine.seconds_left()
    title = mine.title.get(language) or next(iter(mine.title.values()), "")
    return {
        "attempt": mine,
        "terms": Terms.of(mine),
        "title": title,
        "seconds": seconds,
        "minutes": None if seconds is None else ceil(seconds / 60),
    }


def _show_end(request: HttpRequest, mine: Attempt) -> HttpResponse:
    language = current_language()
    lines = sitting.lines(mine, language)
    context = _frame(mine, language) | {
        "lines": lines,
        "open_count": sum(1 for line in lines if not line.answered),
    }
    return render(request, "assessments/attempt_end.html", context)


@never_cache
@require_GET
@leaders_only
def show_paper(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """All pages at once, for the script: so she can go on answering without a network."""
    mine = access.own_attempt(request.leader, attempt_id)
    if not mine.is_open():
        raise Http404
    language = current_language()
    sheets, lines = sitting.sheets(mine, language)
    context = _frame(mine, language) | {
        "sheets": sheets,
        "lines": lines,
        "open_count": sum(1 for line in lines if not line.answered),
        "client": token_urlsafe(12),
    }
    return render(request, "assessments/attempt_paper.html", context)


def _save_and_go_on(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The way without a script. What the page showed and was left as it was isn't saved again:
    an old page in another tab must not undo a newer answer."""
    form = request.POST
    slots = [_slot(slot) for slot in form.getlist("slot")] or [0]
    check = form.get("check", "")
    for slot in slots:
        refusal = _save_one(request, attempt_id, slot, alone=len(slots) == 1)
        if refusal and refusal.code == "slot-unknown":
            raise Http404
        if refusal:
            messages.warning(request, str(refusal))
            if refusal.code == "attempt-closed":
                return redirect("assessments:result", attempt_id)
            return redirect(_page(attempt_id, str(slot)))
    if not check and not form.get("sure") and _leaves_open(request.leader, attempt_id, slots):
        said = _("There is no way back to this page, and something here has no answer yet.")
        messages.warning(request, said)
        return redirect(f"{_page(attempt_id, str(slots[0]))}&sure=1")
    return redirect(_page(attempt_id, check or form.get("go", END)))


def _leaves_open(leader: Leader, attempt_id: int, slots: list[int]) -> bool:
    """Whether something on this page is without an answer and she can't come back to it."""
    mine = access.own_attempt(leader, attempt_id)
    return Terms.of(mine).forward_only and sitting.has_open(mine, slots)


def _save_one(request: HttpRequest, attempt_id: int, slot: int, *, alone: bool) -> Refusal | None:
    prefix = "" if alone else f"q{slot}-"
    fields, upload = _fields(request.POST, prefix), request.FILES.get(f"{prefix}file")
    whose = {"attempt_id": attempt_id, "user": request.user, "slot": slot}
    client = request.POST.get("client", "")
    try:
        if upload:
            answer_file.send(upload=upload, client_id=client, seq=1, **whose)
        elif fields:
            _save_fields(request, fields, client, whose)
    except Refusal as refusal:
        return refusal
    return None


def _save_fields(request: HttpRequest, fields: MultiValueDict, client: str, whose: dict) -> None:
    attempt.save_form(
        form=fields,
        unless=fields.get("before", ""),
        client_id=client,
        certainty=fields.get("certainty"),
        checked=request.POST.get("check") == str(whose["slot"]),
        **whose,
    )


def _fields(form: Any, prefix: str) -> MultiValueDict:
    """The fields of one question, by the names that they have when it stands alone."""
    own = {name: name.removeprefix(prefix) for name in form if name.startswith(prefix)}
    own = {name: short for name, short in own.items() if short.startswith(FIELDS)}
    return MultiValueDict({short: form.getlist(name) for name, short in own.items()})


def _page(attempt_id: int, place: str) -> str:
    place = place if place.isascii() and place.isdigit() else END
    return f"{reverse('assessments:attempt', args=[attempt_id])}?q={place}"


@require_POST
def save(request: HttpRequest, attempt_id: int) -> JsonResponse:
    """One answer from the script: `{slot, client, seq}` with `value`, or with `form`, the fields
    of the question by name; `age` is for how many milliseconds it waited on the phone. Answers in
    JSON always, so that the phone knows whether to keep the answer and try again."""
    if not request.user.is_authenticated:
        return _problem(401, "logged-out")
    try:
        event = _save_sent(attempt_id, request.user, json.loads(request.body))
    except (ValueError, KeyError, TypeError, RecursionError):
        return _problem(400, "answer-unreadable")
    except Refusal as refusal:
        status = STATUS.get(refusal.code, 400)
        if status == BEHIND:
            # The script shows the page anew that the server has for her: with the reason.
            messages.warning(request, str(refusal))
        return _problem(status, refusal.code, str(refusal))
    return JsonResponse({"saved": event.seq} | ({"late": True} if event.late else {}))


def _save_sent(attempt_id: int, user: Any, sent: dict) -> Any:
    whose = {"attempt_id": attempt_id, "user": user, "slot": sent["slot"]}
    count = {"client_id": sent["client"], "seq": sent["seq"], "age": sent.get("age")}
    if "form" not in sent:
        return attempt.save_answer(raw=sent["value"], **whose, **count)
    fields = _sent_fields(sent["form"])
    return attempt.save_form(form=fields, certainty=fields.get("certainty"), **whose, **count)


def _sent_fields(form: Any) -> MultiValueDict:
    """The fields as a form would have brought them: names, each with a list of texts."""
    lists = form.values() if isinstance(form, dict) else [None]
    if not all(
        isinstance(texts, list) and all(isinstance(t, str) for t in texts) for texts in lists
    ):
        raise ValueError
    return MultiValueDict(form)


def _problem(status: int, code: str, message: str = "") -> JsonResponse:
    return JsonResponse({"code": code, "message": message}, status=status)


@require_POST
def submit(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Hand in; a second tap shows the same result. The script is answered in JSON."""
    if request.headers.get("Accept") != "application/json":
        return _submit_and_show(request, attempt_id)
    leader = leader_of(request.user)
    if leader is None:
        return _problem(401, "logged-out")
    attempt.submit(attempt=access.own_attempt(leader, attempt_id))
    return JsonResponse({"submitted": attempt_id})


@leaders_only
def _submit_and_show(request: HttpRequest, attempt_id: int) -> HttpResponse:
    mine = access.own_attempt(request.leader, attempt_id)
    attempt.submit(attempt=mine)
    return redirect("assessments:result", mine.pk)
