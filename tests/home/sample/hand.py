"""A phone in the hand whose pages were made beforehand, so that no server stands between.

Django keeps one connection to the database for each thread, Playwright wants a thread of its own:
so pages are rendered in the test's thread and looked at in another.
"""

import mimetypes
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Route, expect, sync_playwright

from tests.chromium import launch_args
from tests.courses.scorm import packages
from tests.home.sample.addresses import Visit

NAME = "localhost"
SCHOOL = f"http://{NAME}"
PACKAGE = re.compile(r'<iframe src="http://([^/]+)(/[^"]+/)player/"')
OWN_PICTURE = re.compile(r'<img[^>]* src="(/(?!static/)[^"]+)"')


@dataclass(frozen=True)
class Shown:
    """A page as the school answered it, with its pictures and its package: address -> answer."""

    visit: Visit
    status: int
    answers: dict[str, HttpResponse]


class Reader:
    """Asks the school for pages in one language, each as whoever may have it."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.clients: dict[int | None, Client] = {}

    def open(self, visit: Visit) -> Shown:
        client = self._client_of(visit.user)
        if visit.before:
            client.post(*visit.before)
        page = client.get(visit.address)
        pictures = OWN_PICTURE.findall(page.text) if not page.streaming else []
        answers = {picture: client.get(picture) for picture in pictures}
        answers |= _package_of(page)
        return Shown(visit, page.status_code, {visit.address: page} | answers)

    def _client_of(self, user) -> Client:
        key = user and user.pk
        if key not in self.clients:
            client = self.clients[key] = Client(SERVER_NAME=NAME)
            if user:
                client.force_login(user, backend="school.people.backends.PersonBackend")
            client.post(reverse("set_language"), {"language": self.language})
        return self.clients[key]


def _package_of(page: HttpResponse) -> dict[str, HttpResponse]:
    """The frame of a package and what lies in it, from its own host, where nobody is logged in."""
    found = None if page.streaming else PACKAGE.search(page.text)
    if not found:
        return {}
    host, start = found.groups()
    parts = ["player/", *(f"files/{name}" for name in packages.files())]
    return {start + part: Client().get(start + part, headers={"host": host}) for part in parts}


def look_at(
    pages: Iterable[Shown], look: Callable[[Page], list[str]], *, large: bool = False
) -> list[str]:
    """What `look` finds on these pages, opened one after the other on a phone; `large` if its
    browser shows all text at 200%."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_look_at, list(pages), look, large).result()


def _look_at(pages: list[Shown], look: Callable[[Page], list[str]], large: bool) -> list[str]:
    found = []
    with _phone() as page:
        wire = page.context.new_cdp_session(page)
        for shown in pages:
            page.unroute_all()
            page.route("**/*", _answerer(shown.answers))
            page.goto(SCHOOL + shown.visit.address, wait_until="load")
            _wait_for_package(page)
            if large:
                wire.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
            where = f"{shown.visit.name} {shown.visit.address}"
            found += [f"{where} {complaint}" for complaint in look(page)]
    return found


def _wait_for_package(page: Page) -> None:
    """It is in a frame of the frame, which the player adds once the step says where to begin."""
    if page.frames[1:]:
        inside = page.frame_locator("iframe").frame_locator("iframe")
        expect(inside.locator("#out")).to_have_text(re.compile("page 1"))


@contextmanager
def _phone() -> Iterator[Page]:
    """360 × 740 as in the journeys; for somebody who asked for less motion."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_args())
        context = browser.new_context(
            viewport={"width": 360, "height": 740},
            is_mobile=True,
            has_touch=True,
            reduced_motion="reduce",
            service_workers="block",
        )
        yield context.new_page()
        browser.close()


def _answerer(answers: dict[str, HttpResponse]) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        made = answers.get(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        if made is not None:
            headers = dict(made.items())
            route.fulfill(status=made.status_code, headers=headers, body=made.getvalue())
        elif parts.path.startswith("/static/"):
            _answer_file(route, parts.path.removeprefix("/static/"))
        else:
            route.fulfill(status=204)

    return answer


def _answer_file(route: Route, name: str) -> None:
    found = finders.find(name)
    assert found, name
    route.fulfill(path=found, content_type=mimetypes.guess_type(name)[0])
