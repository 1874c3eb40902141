"""Daily review: one card after the other. All of them are in the page, so that the script can go
on without a network; without the script each card is a plain form."""

import json
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessments import review_answer, review_cards, review_sheet
from courses.translation import current_language
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.access import leader_of, leaders_only
from school.people.models import Leader

STATUS = {"card-unknown": 404, "question-changed": 409}


@never_cache
@require_http_methods(["GET", "POST"])
@leaders_only
def show(request: HttpRequest) -> HttpResponse:
    """What is left for today, or what there is to say to the answer that was posted."""
    if request.method == "POST":
        return _take_form(request)
    return _render(request)


def _render(request: HttpRequest, **more: Any) -> HttpResponse:
    leader, today = request.leader, dates.today()
    puts = [] if more else review_cards.deck(leader=leader, on=today)
    done = review_cards.reviewed_on(leader, today)
    known = review_cards.known_on(leader, today)
    context = {
        "tab": "review",
        "leader": leader,
        "cards": [review_sheet.sheet(put, current_language()) for put in puts],
        "client": token_urlsafe(12),
        "done": done,
        "known": known,
        "total": done + len(puts),
        "segments": ["done"] * done + ["here"] * bool(puts) + [""] * (len(puts) - 1),
        "words": review_sheet.day_words(),
        "sentence": review_sheet.day_sentence(done, known),
    }
    return render(request, "assessments/review.html", context | more)


def _take_form(request: HttpRequest) -> HttpResponse:
    form = request.POST
    whose = {
        "leader": request.leader,
        "key": _key(form.get("key")),
        "client_id": form.get("client"),
    }
    try:
        if "hard" in form:
            review_answer.call_hard(seq=2, **whose)
            return redirect("assessments:review")
        given = None if "give_up" in form else form
        outcome = review_answer.answer(sign=form.get("sign"), form=given, seq=1, **whose)
    except Refusal as refusal:
        if refusal.code == "card-unknown":
            raise Http404 from refusal
        messages.warning(request, str(refusal))
        return redirect("assessments:review")
    return _render(
        request, told=review_sheet.told(outcome, current_language()), client=whose["client_id"]
    )


@require_POST
def save(request: HttpRequest) -> JsonResponse:
    """One answer from the script: `{key, client, seq, sign, form}`, where `form` has the fields by
    name, or is null for "I don't know"; or `{key, client, seq, hard: true}`. `age` is for how many
    milliseconds it waited on the phone. Answers in JSON always."""
    leader = leader_of(request.user)
    if leader is None:
        return JsonResponse({"code": "logged-out"}, status=401)
    try:
        return JsonResponse(_take_sent(leader, json.loads(request.body)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"code": "answer-unreadable"}, status=400)
    except Refusal as refusal:
        status = STATUS.get(refusal.code, 400)
        return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=status)


def _take_sent(leader: Leader, sent: dict) -> dict[str, str]:
    whose = {"leader": leader, "key": UUID(sent["key"]), "client_id": sent["client"]}
    count = {"seq": sent["seq"], "age": sent.get("age")}
    if sent.get("hard"):
        review_answer.call_hard(**whose, **count)
        return {"verdict": "right"}
    form = sent["form"]
    if form is not None:
        form = MultiValueDict({str(name): _texts(texts) for name, texts in form.items()})
    outcome = review_answer.answer(sign=sent["sign"], form=form, **whose, **count)
    return {"verdict": outcome.verdict}


def _key(text: Any) -> UUID:
    try:
        return UUID(text)
    except (ValueError, TypeError, AttributeError) as error:
        raise Http404 from error


def _texts(values: Any) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise ValueError
    return values
