"""Certificates: the sheet for who may have it, and for anyone whether it is genuine."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from assessments import access, certificate
from school.lib.private import serve

# Codes that no certificate has, from one address in a minute: more is guessing, not typing.
WRONG_CODES = 20
SECONDS = 60


@never_cache
@require_GET
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Genuine, withdrawn or unknown. Shows the name, the title and the date, and nothing more."""
    if _guesses(request) >= WRONG_CODES:
        return _answer(request, "slowly", 429, code)
    found = certificate.find(code)
    if found is None:
        _count_guess(request)
        return _answer(request, "unknown", 404, code)
    verdict = "withdrawn" if found.revoked_at else "genuine"
    return _answer(request, verdict, 200, code, found)


def _answer(request, verdict: str, status: int, code: str, found=None) -> HttpResponse:
    context = {"verdict": verdict, "code": code, "certificate": found}
    response = render(request, "assessments/verify.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _key(request: HttpRequest) -> str:
    return f"verify:{get_adapter().get_client_ip(request)}"


def _guesses(request: HttpRequest) -> int:
    return cache.get(_key(request), 0)


def _count_guess(request: HttpRequest) -> None:
    cache.add(_key(request), 0, SECONDS)
    try:
        cache.incr(_key(request))
    except ValueError:
        cache.set(_key(request), 1, SECONDS)


@require_GET
def verify_typed(request: HttpRequest) -> HttpResponse:
    """For who types the code from the sheet."""
    code = request.GET.get("code", "").strip()
    if code:
        return redirect(reverse("assessments:verify", args=[code.replace("/", "")[:40] or "-"]))
    return _answer(request, "ask", 200, "")


@require_GET
@login_required
def download(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet as a PDF. While it is being made, the page says so and comes again by itself."""
    mine = access.visible_certificate(request.user, code)
    if not mine.file:
        certificate.make([mine])
        mine.refresh_from_db()
    if not mine.file:
        response = render(request, "assessments/certificate_waiting.html", {"certificate": mine})
        response["Refresh"] = "4"
        return response
    return serve(mine.file, content_type="application/pdf", name=f"{mine.code}.pdf")
