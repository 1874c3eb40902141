"""The second address, at which packages run.

A package is HTML and script that nobody here has read. It needs an origin, since its frames talk
to each other and look for the runtime in the frame above: a sandbox without one breaks most of
them. It must not be the school's, or it could read her pages and act as she. So packages have a
host of their own (`SCORM_ORIGIN`), at which there are no log-ins and nothing but them:
`PackageHost` sees to both. As there is no cookie there, the address itself says what may be read:
it holds a signed note for one package, made for who has just been let into the step, and good for
half a day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse

PREFIX = "/packages/"
SALT = "courses.scorm"
GOOD_FOR = 12 * 60 * 60
NEAR = ("localhost", "127.0.0.1")


@dataclass(frozen=True)
class Pass:
    """May read the files of one package, framed by the school at this origin."""

    package_id: int
    school: str


def make_pass(package_id: int, school: str) -> str:
    return signing.dumps([package_id, school], salt=SALT)


def read_pass(token: str) -> Pass:
    """Raises Http404 for one that isn't ours or isn't good any more."""
    try:
        package_id, school = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature as error:
        raise Http404 from error
    return Pass(package_id, school)


def origin_for(request: HttpRequest) -> str:
    """Where packages run for who sees the school at this address; "" where that isn't settled:
    while developing there is a second address on the same machine only."""
    origin = settings.SCORM_ORIGIN
    if "{port}" not in origin:
        return origin
    host, _colon, port = request.get_host().partition(":")
    return origin.format(port=port or "80") if host in NEAR else ""


def is_package_host(request: HttpRequest) -> bool:
    theirs = host_of(settings.SCORM_ORIGIN)
    return bool(theirs) and request.get_host().partition(":")[0] == theirs


def host_of(origin: str) -> str:
    return urlsplit(origin.replace(":{port}", "")).hostname or ""


class PackageHost:
    """At the packages' address there is nothing but packages, and these are nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_package_host(request) != request.path.startswith(PREFIX):
            return HttpResponse(status=404)
        return self.get_response(request)
