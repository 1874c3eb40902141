"""The door for what phones kept while there was no network."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods

from courses.receipt import TAKEN, Verdict, take_in
from school.lib.refusal import Refusal
from school.people.access import leader_of

LARGEST_BODY = 256 * 1024


@never_cache
@ensure_csrf_cookie
@require_http_methods(["GET", "POST"])
def sync(request: HttpRequest) -> HttpResponse:
    """GET: whose session this is, with a fresh token for a page that was kept. POST: a person's
    queue, `{person, client, clock, items: [{seq, kind, step, at, …}]}`; a verdict for each item.

    Codes: logged-out 401, no-leader 403, another-person 409, too-large 413, queue-unreadable 400.
    """
    if request.method == "GET":
        return JsonResponse({"person": request.user.pk or 0})
    if not request.user.is_authenticated:
        return _refuse("logged-out", 401)
    leader = leader_of(request.user)
    if leader is None:
        return _refuse("no-leader", 403)
    try:
        sent = _read(request)
        if sent.get("person") != request.user.pk:
            return _refuse("another-person", 409)
        asked = {"client_id": sent.get("client"), "clock": sent.get("clock")}
        verdicts = take_in(leader=leader, items=sent.get("items"), **asked)
    except Refusal as refusal:
        return _refuse(refusal.code, 413 if refusal.code == "too-large" else 400)
    _congratulate(request, verdicts)
    return JsonResponse({"verdicts": [verdict.as_data() for verdict in verdicts]})


def _refuse(code: str, status: int) -> JsonResponse:
    return JsonResponse({"code": code}, status=status)


def _read(request: HttpRequest) -> dict[str, Any]:
    """Refuses: too-large, queue-unreadable."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        raise Refusal("too-large", "")
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Refusal("queue-unreadable", "") from error
    if not isinstance(sent, dict):
        raise Refusal("queue-unreadable", "")
    return sent


def _congratulate(request: HttpRequest, verdicts: list[Verdict]) -> None:
    """The next page says what the form's own answer would have said."""
    if any(verdict.code == TAKEN and verdict.more.get("last") for verdict in verdicts):
        messages.success(request, _("That was the last step of this course."))
