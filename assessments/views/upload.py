"""Uploads in pieces, and looking at what has arrived."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import upload as rules
from assessments.models import TaskPage, Upload
from assessments.pages import page_of, page_or_404
from courses.enrolment import enrol
from courses.translation import current_language
from school.lib.private import serve
from school.lib.refusal import Refusal
from school.people.access import leaders_only

STATUS = {
    "upload-unknown": 404,
    "piece-misplaced": 409,
    "piece-too-large": 413,
    "photo-too-large": 413,
    "file-too-large": 413,
}


def _no(refusal: Refusal) -> JsonResponse:
    body = {"code": refusal.code, "message": str(refusal), **refusal.params}
    return JsonResponse(body, status=STATUS.get(refusal.code, 422))


def _state(upload: Upload) -> JsonResponse:
    state = {
        "key": str(upload.key),
        "url": reverse("assessments:upload", args=[upload.key]),
        "offset": upload.received,
        "done": upload.is_done,
    }
    return JsonResponse(state)


@require_POST
@leaders_only
def begin(request: HttpRequest, key: UUID) -> HttpResponse:
    """Announce an upload: `{"token", "size", "kind", "name"}`."""
    task = page_or_404(TaskPage, key, current_language())
    try:
        enrol(leader=request.leader, course=task.course)
        said = _read(request)
        return _state(
            rules.begin(
                leader=request.leader,
                task=task,
                token=said.get("token"),
                size=said.get("size"),
                kind=said.get("kind"),
                name=said.get("name"),
            )
        )
    except Refusal as refusal:
        return _no(refusal)


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body)
    except ValueError:
        said = None
    return said if isinstance(said, dict) else {}


@require_http_methods(["GET", "PUT", "DELETE"])
@leaders_only
def piece(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far it is, one more piece (its place in the header Upload-Offset), or none of it."""
    try:
        if request.method == "PUT":
            return _state(_add(request, key))
        found = rules.own(request.leader, key)
        if request.method == "GET":
            return _state(found)
        rules.discard(found)
    except Refusal as refusal:
        return _no(refusal)
    return HttpResponse(status=204)


def _add(request: HttpRequest, key: UUID) -> Upload:
    """A body that is too large isn't even read."""
    length, offset = request.headers.get("Content-Length"), request.headers.get("Upload-Offset")
    if _number(length) is None or _number(length) > rules.LARGEST_PIECE:
        raise rules.piece_too_large()
    return rules.add_piece(
        leader=request.leader, key=key, offset=_number(offset), piece=request.body
    )


def _number(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


@require_POST
@leaders_only
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take it away, by a button of a plain form."""
    try:
        found = rules.own(request.leader, key)
    except Refusal:
        return redirect("home:start")
    task = page_of(TaskPage, found.task_key, current_language())
    rules.discard(found)
    return redirect(f"{task.address}#hand-in" if task else "home:start")


@require_GET
@leaders_only
def picture(request: HttpRequest, key: UUID) -> HttpResponse:
    """A photo of the draft, for her who sent it."""
    try:
        found = rules.own(request.leader, key)
    except Refusal as refusal:
        return _no(refusal)
    if found.suffix != "jpg" or not found.is_done:
        return HttpResponse(status=404)
    return serve(found.file, content_type="image/jpeg", name="photo.jpg")
