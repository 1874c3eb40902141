"""The service worker and the page that it shows without a network."""

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from courses.keeping import FILES

SOURCE = "js/sw.js"
SHELL = (*FILES, "js/keep.js", "js/offline.js")
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """`static/js/sw.js` at the school's root, so that it reaches every page, with the names of
    today's files: a new deployment is a new version."""
    pages = {code: reverse("home:offline", args=[code]) for code in LANGUAGES}
    files = [static(name) for name in SHELL]
    shown = "".join(_offline_page(code) for code in LANGUAGES)
    version = _version("".join(files) + shown + _source())
    head = f"const VERSION = {json.dumps(version)};\nconst STATICS = {json.dumps(files)};\n"
    head += f"const OFFLINE = {json.dumps(pages)};\n"
    return HttpResponse(head + _source(), content_type="text/javascript")


@require_safe
@cache_control(no_cache=True)
def offline(request: HttpRequest, language: str) -> HttpResponse:
    """The calm page without a network. It knows nobody, so that it may be kept for everybody."""
    if language not in LANGUAGES:
        raise Http404
    return HttpResponse(_offline_page(language))


def _offline_page(language: str) -> str:
    """Made without a request, since that would bring a person along."""
    with translation.override(language):
        return render_to_string("home/offline.html")


def _source() -> str:
    return Path(settings.BASE_DIR, "static", SOURCE).read_text()


@lru_cache(maxsize=8)
def _version(everything: str) -> str:
    return sha256(everything.encode()).hexdigest()[:12]
