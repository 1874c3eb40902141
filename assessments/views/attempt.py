"""Sitting a quiz: one question a page, each answer saved as it is given, one hand-in."""

import json
from math import ceil
from secrets import token_urlsafe

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessments import access, answer, attempt, paper
from assessments.models import Attempt, AttemptQuestion
from assessments.width import shorten
from courses.translation import current_language
from school.lib.refusal import Refusal
from school.people.access import leaders_only

END = "end"
# What stands in one line beside the state of the answer on a narrow phone, in Latin letters.
TITLE_WIDTH = 18
STATUS = {"slot-unknown": 404, "attempt-closed": 409}


@never_cache
@require_http_methods(["GET", "POST"])
@leaders_only
def show(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """A question of the attempt, or at its end the overview."""
    if request.method == "POST":
        return _save_and_go_on(request, attempt_id)
    place = request.GET.get("q", "1")
    if place == END:
        return _show_end(request, access.own_attempt(request.leader, attempt_id))
    return _show_question(request, attempt_id, _slot(place))


def _slot(place: str) -> int:
    if not place.isascii() or not place.isdigit() or len(place) > 4:
        raise Http404
    return int(place)


def _show_question(request: HttpRequest, attempt_id: int, slot: int) -> HttpResponse:
    mine = AttemptQuestion.objects.select_related("attempt").filter(
        attempt=attempt_id, slot=slot, attempt__leader_id=request.leader.pk
    )
    question = mine.first()
    if question is None:
        raise Http404
    if not question.attempt.is_open():
        return redirect("assessments:result", attempt_id)
    language = current_language()
    values = answer.standing(question.attempt)
    slots = list(question.attempt.questions.values_list("pk", "slot"))
    value = values.get(question.pk)
    context = _frame(question.attempt, language) | {
        "question": paper.show(question, value, language),
        "segments": [_segment(pk, at, slot, values) for pk, at in slots],
        "count": len(slots),
        "state": "" if value is None else "saved",
        "before": json.dumps(value),
        "client": token_urlsafe(12),
        "back": slot - 1,
        "on": slot + 1 if slot < len(slots) else END,
    }
    return render(request, "assessments/attempt.html", context)


def _segment(pk: int, at: int, here: int, values: dict) -> str:
    if at == here:
        return "here"
    return "done" if values.get(pk) is not None else ""


def _frame(mine: Attempt, language: str) -> dict:
    """What every page of an attempt shows."""
    seconds = mine.seconds_left()
    title = mine.title.get(language) or next(iter(mine.title.values()), "")
    return {
        "attempt": mine,
        "title": title,
        "short_title": shorten(title, TITLE_WIDTH),
        "seconds": seconds,
        "minutes": None if seconds is None else ceil(seconds / 60),
    }


def _show_end(request: HttpRequest, mine: Attempt) -> HttpResponse:
    if not mine.is_open():
        return redirect("assessments:result", mine.pk)
    language = current_language()
    values = answer.standing(mine)
    questions = [
        (paper.show(question, None, language), values.get(question.pk) is not None)
        for question in mine.questions.all()
    ]
    context = _frame(mine, language) | {
        "questions": questions,
        "open_count": sum(1 for _shown, answered in questions if not answered),
    }
    return render(request, "assessments/attempt_end.html", context)


def _save_and_go_on(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """The way without a script. What the page showed and was left as it was isn't saved again:
    an old page in another tab must not undo a newer answer."""
    form = request.POST
    slot = _slot(form.get("slot", ""))
    try:
        attempt.save_form(
            attempt_id=attempt_id,
            user=request.user,
            slot=slot,
            form=form,
            client_id=form.get("client", ""),
            unless=form.get("before", ""),
        )
    except Refusal as refusal:
        if refusal.code == "slot-unknown":
            raise Http404 from None
        messages.warning(request, str(refusal))
        if refusal.code == "attempt-closed":
            return redirect("assessments:result", attempt_id)
        return redirect(_page(attempt_id, str(slot)))
    return redirect(_page(attempt_id, form.get("go", END)))


def _page(attempt_id: int, place: str) -> str:
    place = place if place.isdigit() else END
    return f"{reverse('assessments:attempt', args=[attempt_id])}?q={place}"


@require_POST
def save(request: HttpRequest, attempt_id: int) -> JsonResponse:
    """One answer from the script: `{slot, value, client, seq}`. Answers in JSON always, so that
    the phone knows whether to keep the answer and try again."""
    if not request.user.is_authenticated:
        return _problem(401, "logged-out")
    try:
        sent = json.loads(request.body)
        count = {"slot": sent["slot"], "client_id": sent["client"], "seq": sent["seq"]}
        attempt.save_answer(
            attempt_id=attempt_id, user=request.user, raw=sent["value"], **count
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return _problem(400, "answer-unreadable")
    except Refusal as refusal:
        return _problem(STATUS.get(refusal.code, 400), refusal.code, str(refusal))
    return JsonResponse({"saved": count["seq"]})


def _problem(status: int, code: str, message: str = "") -> JsonResponse:
    return JsonResponse({"code": code, "message": message}, status=status)


@require_POST
@leaders_only
def submit(request: HttpRequest, attempt_id: int) -> HttpResponse:
    """Hand in; a second tap shows the same result."""
    mine = access.own_attempt(request.leader, attempt_id)
    attempt.submit(attempt=mine)
    return redirect("assessments:result", mine.pk)
