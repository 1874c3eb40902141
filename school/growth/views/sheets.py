"""The signed sheet for who may have it, and for anyone whether it is genuine."""

import unicodedata

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from school.growth import sheet
from school.growth.limits import allow
from school.growth.models import Signature
from school.growth.models.signature import ALPHABET, LENGTH
from school.jobs import job
from school.lib import dates
from school.lib.private import serve


@require_GET
@login_required
def download(request: HttpRequest, code: str) -> HttpResponse | FileResponse:
    """The sheet as a PDF. While it is being made, the page says so and comes again by itself."""
    mine = get_object_or_404(Signature.objects.visible_to(request.user), code=code.upper())
    if not mine.file:
        job.enqueue(kind=sheet.MAKE, args={"signature_id": mine.pk}, key=f"{sheet.MAKE}:{mine.pk}")
        mine.refresh_from_db()
    if not mine.file:
        response = render(request, "growth/sheet_waiting.html", {"signature": mine})
        response["Refresh"] = "4"
        return response
    return serve(mine.file, content_type="application/pdf", name=f"{mine.code}.pdf")


@never_cache
@require_GET
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """Genuine or unknown. Shows what is on the sheet already, and nothing more."""
    if not allow(request, "proof", most=30, seconds=60):
        return _answer(request, "slowly", 429, code)
    found = find(code)
    if found is None:
        return _answer(request, "unknown", 404, code)
    return _answer(request, "genuine", 200, code, found)


def find(typed: str) -> Signature | None:
    """The signature of a code as people type it: in small letters, full width, with spaces."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    code = "".join(letter for letter in plain if letter not in " -")
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    found = Signature.objects.select_related("offer__agreement", "termination")
    return found.filter(code=code).first()


def _answer(request, verdict: str, status: int, code: str, found=None) -> HttpResponse:
    context = {
        "verdict": verdict,
        "code": code,
        "signature": found,
        "binds": bool(found) and found.is_in_force(dates.today()),
        "last_day": found.last_day if found else None,
    }
    response = render(request, "growth/proof.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_GET
def proof_typed(request: HttpRequest) -> HttpResponse:
    """For who types the code from the sheet."""
    code = request.GET.get("code", "").strip().replace("/", "")[:40]
    if code:
        return redirect(reverse("growth:proof", args=[code]))
    return _answer(request, "ask", 200, "")
