"""What pages cost over the wire, compressed, headers included: for who pays for each megabyte."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from assessments import attempt
from courses.enrolment import begin
from tests.assessments import cast
from tests.courses import tree

pytestmark = pytest.mark.django_db
HEADERS = 450  # bytes of an answer's own headers, with room to spare
COLD, LATER = 60_000, 15_000
STATIC = Path(settings.BASE_DIR, "static")
FILE = re.compile(r'(?:src|href)="/static/([^"#?]+)')
IMPORT = re.compile(r'import {[^}]*} from "\./([^"]+)"')
ANYWHERE = re.compile(r'(?:src|href|action|poster)="(?:https?:)?//[^"]*')


def packed(content: bytes) -> int:
    return len(gzip.compress(content, compresslevel=6, mtime=0)) + HEADERS


def files_of(page: str) -> set[str]:
    """What the page makes the browser fetch at once, with what modules import."""
    links = set(FILE.findall(re.sub(r"<a [^>]*>", "", page)))
    return links | {name for link in links if link.endswith(".js") for name in imported(link)}


def imported(script: str) -> Iterator[str]:
    for name in IMPORT.findall((STATIC / script).read_text()):
        yield f"js/{name}"
        yield from imported(f"js/{name}")


def cost_of_files(names: set[str]) -> int:
    return sum(packed((STATIC / name).read_bytes()) for name in names)


def read(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


@pytest.fixture
def client(client_of, leader):
    course = tree.course("first", lessons=4, required=True)
    long = [("heading", f"Card {n}") if n % 2 else tree.BODY[0] for n in range(24)]
    tree.lesson(course, "long", body=long)
    begin(leader=leader, course_key=course.translation_key, source="self")
    return client_of(leader)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_first_view_of_a_lesson_without_media(client, leader, language):
    leader.user.language = language
    leader.user.save()
    page = read(client, "/courses/first/long/")
    names = files_of(page)
    assert {"css/school.css", "js/cards.js", "js/queue.js", "js/phone.js"} <= names
    assert packed(page.encode()) + cost_of_files(names) <= COLD


def test_the_service_worker_does_not_break_the_budget_either(client):
    """It comes after the first page and brings what that page hadn't."""
    page = read(client, "/courses/first/long/")
    worker = client.get("/sw.js").text
    offline = [read(client, path) for path in re.findall(r'"(/offline/[^"]+)"', worker)]
    kept = set(re.findall(r'"/static/([^"]+)"', worker.splitlines()[1]))
    texts = [page, worker, *offline]
    total = sum(packed(text.encode()) for text in texts) + cost_of_files(kept | files_of(page))
    assert total <= COLD


@pytest.mark.parametrize(
    "address",
    [
        "/path/",
        "/courses/",
        "/courses/first/",
        "/courses/first/step-1/",
        "/timetable/",
        "/inbox/",
        "/me/",
        "/me/phone/",
        "/me/notes/",
        "/me/phone/keep/first/",
    ],
)
def test_a_later_page(client, address):
    here = files_of(read(client, "/courses/first/long/"))
    page = read(client, address)
    assert packed(page.encode()) + cost_of_files(files_of(page) - here) <= LATER


@pytest.mark.parametrize("what", ["quiz", "attempt"])
def test_a_quiz_of_ten_questions(client, leader, what):
    course = tree.CoursePage.objects.get(slug="first")
    quiz = cast.quiz(course, questions=[cast.single() for _number in range(10)], slug="quiz")
    sat = attempt.start(leader=leader, quiz=quiz)
    address = {"quiz": quiz.address, "attempt": f"/attempts/{sat.pk}/"}[what]
    here = files_of(read(client, "/courses/first/long/"))
    page = read(client, address)
    assert packed(page.encode()) + cost_of_files(files_of(page) - here) <= LATER


def test_the_door_of_the_school(client):
    page = read(Client(), "/")
    assert packed(page.encode()) + cost_of_files(files_of(page)) <= LATER * 2


def test_nobody_else_is_asked_for_anything(client):
    for address in ("/path/", "/courses/first/long/", "/me/phone/", "/offline/en/"):
        assert not ANYWHERE.findall(read(client, address))
