"""Content-security policy: strict on leaders' pages, the CMS's own needs on the CMS's."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
# Wagtail's editor writes styles and scripts into its pages and previews in a frame.
CMS = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; frame-src 'self'; "
    "form-action 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'self'"
)
# A file that somebody uploaded is shown or saved, and never runs, whatever is in it.
UPLOADS = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


def policy_for(path: str) -> str:
    if path.startswith("/cms/"):
        return CMS
    if path.startswith("/media/"):
        return UPLOADS
    return STRICT


def permissions_for(path: str) -> str:
    """Only who marks in the CMS may speak a note."""
    microphone = "(self)" if path.startswith("/cms/marking/") else "()"
    return f"geolocation=(), microphone={microphone}"


class ContentSecurityPolicyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy_for(request.path))
        response.headers.setdefault("Permissions-Policy", permissions_for(request.path))
        return response
