from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assessments.models import Certificate
from assessments.poster import poster


@require_GET
@login_required
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The poster, and how it gets into the chat."""
    return render(request, "assessments/poster.html", {"certificate": _hers(request, code)})


@require_GET
@login_required
def picture(request: HttpRequest, code: str) -> HttpResponse:
    """The poster alone, as a PNG."""
    certificate = _hers(request, code)
    response = HttpResponse(poster(certificate), content_type="image/png")
    response["Content-Disposition"] = f'inline; filename="{certificate.code}.png"'
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _hers(request: HttpRequest, code: str) -> Certificate:
    """Only she shares what is hers, and only what is genuine; 404 otherwise."""
    mine = Certificate.objects.genuine().filter(leader__user=request.user)
    return get_object_or_404(mine, code=code.upper())
