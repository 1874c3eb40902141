"""Learning between two deliveries: a thin line, a course kept on the phone, no network at all, a
killed tab, and a phone that is handed on."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.line import Line
from tests.running import wait_until

COURSE = "the-business-and-your-role"
SET_THE_SCENE = f"""
import json
from courses.models import CoursePage, Enrolment
from courses.enrolment import begin
from tests import cast as people
course = CoursePage.objects.get(slug="{COURSE}", locale__language_code="zh-hans")
def join(name, phone):
    leader = people.leader(name, language="zh-hans")
    leader.user.phone = phone
    leader.user.save()
    begin(leader=leader, course_key=course.translation_key, source="self")
    return leader
leaders = [join("周小路", "+8613800003201"), join("何平", "+8613800003202")]
lessons = [step.url for step in __import__("courses.outline").outline.outline_of(course).steps()
           if step.kind == "lesson"]
print(json.dumps([[one.pk for one in leaders], lessons]))
"""
COMPLETIONS = """
import json
from courses.models import CheckAnswer, StepCompletion
from courses.listing import listed_courses
steps = [step for one in listed_courses() for step in one.outline.steps()]
urls = {{step.translation_key: step.url for step in steps}}
rows = StepCompletion.objects.filter(leader={leader}).order_by("pk")
print(json.dumps([
    [urls[row.step_key] for row in rows],
    [row.completed_at.isoformat() for row in rows],
    CheckAnswer.objects.filter(leader={leader}).count(),
]))
"""


@pytest.fixture
def line(school):
    between = Line(school.port)
    yield between
    between.close()


def server_has(school, leader: int) -> tuple[list[str], list[str], int]:
    return tuple(json.loads(school.ask(COMPLETIONS.format(leader=leader))))


def open_for_the_road(page: Page, school, line: Line, phone: str) -> None:
    """Log in, let the service worker come, and keep the course."""
    page.goto(f"{line.url}/accounts/login/")
    page.locator("input[name=login]").fill(phone.removeprefix("+86"))
    page.locator("main form").first.locator("button").first.click()
    steps.type_code(page, school, phone)
    page.wait_for_url("**/path/")
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.goto(f"{line.url}/me/phone/keep/{COURSE}/")
    page.locator("[data-keep]").click()
    expect(page.locator("[data-step=kept]")).to_be_visible()


def finish_with_an_answer(page: Page) -> None:
    """To the last card, an answer to its question, and done."""
    steps.turn_the_cards(page)
    page.locator("details[name=check] summary").first.click()
    page.locator("form[data-cards-end] button").click()


def kept_names(page: Page) -> list[str]:
    return page.evaluate("caches.keys().then((all) => all.filter((name) => /^kept-/.test(name)))")


def test_three_lessons_on_the_road_and_again_with_a_killed_tab(page: Page, school, line):
    (first, second), lessons = json.loads(school.ask(SET_THE_SCENE))
    context = page.context

    # She learns on a thin line, which goes away in the middle of a lesson.
    open_for_the_road(page, school, line, "+8613800003201")
    line.slow()
    page.goto(line.url + lessons[0])
    page.locator("[data-cards-next]").click()
    line.be(gone=True)
    context.set_offline(True)
    finish_with_an_answer(page)
    for lesson in lessons[1:3]:
        page.wait_for_url(f"**{lesson}")
        expect(page.locator("#waiting[data-state=waiting]")).to_be_visible()
        finish_with_an_answer(page)
    page.wait_for_url(f"**{lessons[3]}")
    page.goto(f"{line.url}/timetable/")
    expect(page.locator("#kept a")).to_have_count(len(lessons))
    assert server_has(school, first) == ([], [], 0)

    # The page that she wanted comes by itself, and sends what waited.
    line.be(gone=False)
    context.set_offline(False)
    expect(page.locator("#waiting[data-state=sent]")).to_be_visible()
    expect(page).to_have_url(f"{line.url}/timetable/")
    done, times, answers = server_has(school, first)
    assert (done, answers) == (lessons[:3], 3)
    assert times == sorted(times) and len(set(times)) == 3

    # She hands the phone on: nothing of hers stays on it.
    line.slow(delay=0, speed=0)
    page.goto(f"{line.url}/me/")
    page.locator("form[action*='/logout/'] button").click()
    page.wait_for_url(f"{line.url}/")
    wait_until(lambda: not kept_names(page), what="the kept course to go")

    # The same for the next, whose browser doesn't know that the line is gone, and is killed.
    open_for_the_road(page, school, line, "+8613800003202")
    assert [name.split("-")[0] for name in kept_names(page)] == ["kept"]
    page.goto(line.url + lessons[0])
    line.be(gone=True)
    for lesson in lessons[:3]:
        page.wait_for_url(f"**{lesson}")
        finish_with_an_answer(page)
    page.wait_for_url(f"**{lessons[3]}")
    page.close()
    assert server_has(school, second)[0] == []
    line.be(gone=False)
    page = context.new_page()
    page.goto(f"{line.url}/path/")
    expect(page.locator("#waiting[data-state=sent]")).to_be_visible()
    done, times, answers = server_has(school, second)
    assert (done, answers) == (lessons[:3], 3)
    assert times == sorted(times) and len(set(times)) == 3
    assert server_has(school, first)[0] == lessons[:3]

    # That browser never says that the line is back: the page asks by itself.
    line.be(gone=True)
    page.goto(f"{line.url}/timetable/")
    expect(page.locator("[data-reload]")).to_be_visible()
    line.be(gone=False)
    expect(page.locator("#zone")).to_be_attached()
