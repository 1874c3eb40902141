"""A package as a step: her page with its frame, the frame at the other address, and the door for
what the package reports."""

import json
import mimetypes
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from courses.models import ScormPackage, ScormPage
from courses.models.trainings.kit import private_storage
from courses.scorm import page as pages
from courses.scorm import reports
from courses.scorm.origin import PREFIX, make_pass, origin_for, read_pass
from courses.translation import current_language, one_per_key
from courses.visit import Visit
from school.lib.csp import STRICT
from school.lib.private import play
from school.lib.refusal import Refusal
from school.people.access import leader_of

LARGEST_BODY = 256 * 1024
PIECE = 4 * 1024 * 1024
LAUNCH = "courses.scorm.launch"
LAUNCH_GOOD_FOR = 30 * 24 * 60 * 60
SANDBOX = "allow-scripts allow-same-origin allow-forms allow-modals allow-downloads allow-popups"
# A package may do as it likes with what it brought, and reach nothing else.
PACKAGE = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; form-action 'none'; "
    f"base-uri 'self'; frame-ancestors 'self' {{school}}; sandbox {SANDBOX}"
)


@ensure_csrf_cookie
def show(request: HttpRequest, page: ScormPage, visit: Visit) -> HttpResponse:
    """The step, with the package in a frame at its own address."""
    package, origin = page.package, origin_for(request)
    context = {"page": page, "visit": visit, "course": visit.course, "package": package}
    context |= {"sandbox": SANDBOX}
    if package and origin:
        school = f"{request.scheme}://{request.get_host()}"
        found = reports.kept(leader=visit.leader, step=page, package=package)
        token = make_pass(package.pk, school)
        context |= {
            "kept": found,
            "frame": f"{origin}{PREFIX}{token}/player/",
            "start": _start(package, visit, found),
            "launch": signing.dumps([visit.leader.pk, package.pk], salt=LAUNCH)
            if visit.leader
            else "",
        }
    response = render(request, page.screen, context)
    frames = origin or "'none'"
    response["Content-Security-Policy"] = f"{STRICT}; frame-src {frames}"
    return response


def _start(package: ScormPackage, visit: Visit, found: reports.Kept) -> dict[str, Any]:
    """What the runtime begins with."""
    leader = visit.leader
    return {
        "standard": package.standard,
        "values": found.values,
        "changed": int(found.changed_at.timestamp() * 1000) if found.changed_at else 0,
        "seconds": found.seconds,
        "passMark": float(package.pass_mark) if package.pass_mark is not None else None,
        "launchData": package.launch_data,
        # Who she is stays at the school: a package gets a word that means nothing elsewhere.
        "leader": salted_hmac(LAUNCH, f"{leader.pk}").hexdigest()[:16] if leader else "",
        "name": gettext("Leader"),
    }


@require_POST
def save(request: HttpRequest, key: UUID) -> JsonResponse:
    """What a package reports, `{launch, client, seq, at, seconds, values}`. Answers `{done}`.

    Codes: logged-out 401, another-person 409, report-too-large 413, report-unreadable 400; what a
    course refuses 403.
    """
    leader = leader_of(request.user)
    if leader is None:
        return _refuse("logged-out", 401)
    try:
        report = _read(request)
        leader_id, package_id = _read_launch(report)
        if leader_id != leader.pk:
            return _refuse("another-person", 409)
        done = reports.take_report(
            leader=leader,
            page=_page(key),
            package=get_object_or_404(ScormPackage, pk=package_id),
            report=report,
        )
    except Refusal as refusal:
        return _refuse(refusal.code, STATUS.get(refusal.code, 403))
    return JsonResponse({"done": done})


def _page(key: UUID) -> ScormPage:
    versions = ScormPage.for_reading().filter(translation_key=key).live()
    found = one_per_key(versions, current_language())
    if not found:
        raise Http404
    return found[0]


STATUS = {"report-too-large": 413, "report-unreadable": 400}


def _refuse(code: str, status: int) -> JsonResponse:
    return JsonResponse({"code": code}, status=status)


def _read(request: HttpRequest) -> dict[str, Any]:
    """Refuses: report-too-large, report-unreadable."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        raise Refusal("report-too-large", "")
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Refusal("report-unreadable", "") from error
    if not isinstance(sent, dict):
        raise Refusal("report-unreadable", "")
    return sent


def _read_launch(report: dict[str, Any]) -> tuple[int, int]:
    """For whom which package was opened, as the page said it. Refuses: report-unreadable."""
    try:
        leader_id, package_id = signing.loads(
            str(report.get("launch")), salt=LAUNCH, max_age=LAUNCH_GOOD_FOR
        )
    except signing.BadSignature as error:
        raise Refusal("report-unreadable", "") from error
    return leader_id, package_id


@require_safe
@xframe_options_exempt
def player(request: HttpRequest, token: str) -> HttpResponse:
    """The frame that the package finds its runtime in."""
    allowed = read_pass(token)
    package = get_object_or_404(ScormPackage, pk=allowed.package_id)
    context = {"school": allowed.school, "package": package}
    response = render(request, "courses/scorm_player.html", context)
    response["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; "
        f"base-uri 'none'; frame-ancestors {allowed.school}; sandbox {SANDBOX}"
    )
    return _apart(response)


@require_safe
@xframe_options_exempt
def package_file(request: HttpRequest, token: str, path: str) -> HttpResponse:
    """One file of a package; by the piece if it is asked for so."""
    allowed = read_pass(token)
    if request.headers.get("Service-Worker"):
        # It would outlive the package's frame.
        raise Http404
    package = get_object_or_404(ScormPackage.objects.only("key"), pk=allowed.package_id)
    file = _open(package, path)
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    if kind in pages.KINDS and file.size <= pages.LARGEST:
        file = ContentFile(pages.with_storage(file.read()))
    response = play(request, file, content_type=kind, name=path.rpartition("/")[2], most=PIECE)
    response["Content-Security-Policy"] = PACKAGE.format(school=allowed.school)
    return _apart(response)


def _open(package: ScormPackage, path: str) -> "StoredFile":
    """Raises Http404. The storage keeps what else is private too: nothing leads out of the folder
    of this package."""
    parts = PurePosixPath(path).parts
    if ".." in parts or path.startswith("/"):
        raise Http404
    try:
        return StoredFile(f"{package.folder}/{path}")
    except (OSError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error


class StoredFile:
    """A file of the private storage in the shape that `play` wants."""

    def __init__(self, name: str) -> None:
        self.file = private_storage().open(name)
        self.size = self.file.size

    def open(self, mode: str):
        return self.file.open(mode)

    def read(self) -> bytes:
        with self.file.open("rb") as opened:
            return opened.read()


def _apart(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
