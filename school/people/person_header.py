"""Every page says whose it is, so that a phone never keeps one person's pages for another."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER, NOBODY = "X-Person", "0"
ELSEWHERE = ("/cms/", "/api/", "/documents/", "/offline/")


class PersonHeaderMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and not request.path.startswith(ELSEWHERE):
            response.headers[HEADER] = _person(request)
        return response


def _person(request: HttpRequest) -> str:
    """Without a session's cookie nobody is asked for: that would make every page depend on it."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return NOBODY
    return str(request.user.pk or NOBODY)
