"""Twenty questions on a bad line: slow, lossy, gone for a while, a killed tab, a lost log-in."""

import re
from random import Random

from playwright.sync_api import Error, Page, expect

from tests.journeys import steps

PHONE = "+8613800003101"
COUNT = 20
# 400 kbit/s with the delay of a full cell, and every twentieth request fails.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
LOST = 0.05
# Nobody reads a message and types its six digits faster, in milliseconds.
TYPING = 1000
GONE, KILLED, BACK, LOGGED_OUT = 7, 12, 13, 16

SET_THE_SCENE = f"""
from assessments.models import QuizPage
from courses.models import CoursePage
from tests import cast as people
from tests.assessments import cast
from school.people.models import Leader
leader = Leader.objects.filter(user__phone="{PHONE}").first()
if leader is None:
    leader = people.leader("赵小燕", language="zh-hans")
    leader.user.phone = "{PHONE}"
    leader.user.save()
course = CoursePage.objects.filter(slug="bad-line").first() or cast.course("bad-line", code="L1")
quiz = QuizPage.objects.descendant_of(course).first() or cast.quiz(
    course,
    questions=[[cast.single, cast.multiple, cast.truefalse, cast.shorttext, cast.number][n % 5]()
               for n in range({COUNT})],
    shuffle=True,
)
print(quiz.address)
"""


class BadLine:
    """A phone's network: slow, and losing requests by a fixed throw of the dice. The style sheet
    and the scripts are spared: a phone has them in its cache, which routing switches off."""

    def __init__(self, context) -> None:
        self.context, self.chance, self.lost, self.wire = context, Random(20), 0, None
        context.route(re.compile(r"/(attempts|quizzes|accounts)/"), self._carry)

    def _carry(self, route) -> None:
        if self.chance.random() < LOST:
            self.lost += 1
            route.abort("connectionreset")
        else:
            route.continue_()

    def take(self) -> Page:
        page = self.context.new_page()
        self.wire = self.context.new_cdp_session(page)
        self.wire.send("Network.enable")
        self.be(gone=False)
        return page

    def be(self, *, gone: bool) -> None:
        self.wire.send("Network.emulateNetworkConditions", SLOW | {"offline": gone})


def persist(page: Page, act, until) -> None:
    """Do as people do whose page didn't come: try once more."""
    for _time in range(5):
        try:
            act()
            expect(until()).to_be_visible(timeout=15_000)
            return
        except (Error, AssertionError):
            continue
    raise AssertionError("the page never came")


def shown_slot(page: Page) -> int:
    form = page.locator("#answer-form")
    expect(form).to_be_attached()
    return int(form.get_attribute("data-slot"))


def answer_shown(page: Page, right: dict, asked: list[int], *, on: bool = True, school=None) -> int:
    """Answer the question on the screen, which must still be open, and go on."""
    slot = shown_slot(page)
    asked.append(slot)
    if school and page.locator("#login").is_visible():
        renew_log_in(page, school)  # An answer of before came late and asked once more.
    assert page.locator("#sheet :checked").count() == 0
    steps.answer(page, *right[slot])
    if on:
        go_on(page, slot)
    return slot


def go_on(page: Page, slot: int) -> None:
    onward = page.locator("#answer-form .btn:not(.btn--quiet)")
    persist(page, onward.click, lambda: page.locator(f"#answer-form:not([data-slot='{slot}'])"))


def answers(school, attempt: int) -> list[tuple]:
    """How many questions have an answer on the server, and how many answers came late."""
    return school.rows(
        "SELECT count(DISTINCT attempt_question_id), sum(CASE WHEN late THEN 1 ELSE 0 END) "
        "FROM assessments_answerevent e "
        "JOIN assessments_attemptquestion q ON q.id = e.attempt_question_id "
        f"WHERE q.attempt_id = {attempt}"
    )


def renew_log_in(page: Page, school) -> None:
    """By the two questions on the page; again if one of them was lost on the way."""
    dialog = page.locator("#login")
    expect(dialog).to_be_visible()

    def ask_and_say():
        if not dialog.is_visible():
            return
        if dialog.locator("[name=login]").is_visible():
            dialog.locator("[name=login]").fill(PHONE.removeprefix("+86"))
            dialog.locator("[data-step=phone] button").click()
        expect(dialog.locator("[name=code]")).to_be_visible()
        page.wait_for_timeout(TYPING)
        dialog.locator("[name=code]").fill(steps.texted_code(school, PHONE))
        dialog.locator("[data-step=code] button").click()

    persist(page, ask_and_say, lambda: page.locator(".save[data-state=saved]"))


def test_twenty_questions_on_a_bad_line(page: Page, school):
    address = school.ask(SET_THE_SCENE)
    steps.log_in(page, school, PHONE)
    page.wait_for_url("**/path/")
    context = page.context
    line = BadLine(context)
    page = line.take()

    def start():
        page.goto(address)
        page.locator(".bottom form button").click()

    persist(page, start, lambda: page.locator("#answer-form [data-go]").first)
    attempt = int(re.search(r"/attempts/(\d+)/", page.url).group(1))
    right, asked = steps.right_answers(school, attempt), []

    for _number in range(1, GONE):
        answer_shown(page, right, asked)
    line.be(gone=True)
    for _number in range(GONE, KILLED + 1):
        answer_shown(page, right, asked)
    expect(page.locator("#offline")).to_be_visible()
    assert answers(school, attempt)[0][0] < GONE
    page.close()

    page = line.take()
    persist(
        page,
        lambda: page.goto(f"/attempts/{attempt}/"),
        lambda: page.locator(f"#answer-form[data-slot='{BACK}']"),
    )
    for _number in range(BACK, LOGGED_OUT):
        answer_shown(page, right, asked)
    context.clear_cookies(name="sessionid")
    answer_shown(page, right, asked, on=False)
    renew_log_in(page, school)
    go_on(page, LOGGED_OUT)
    for _number in range(LOGGED_OUT + 1, COUNT + 1):
        answer_shown(page, right, asked, school=school)

    assert asked == list(range(1, COUNT + 1))
    assert line.lost
    expect(page.locator("[data-line].step--done")).to_have_count(COUNT)
    page.locator("#answer-form button").click()
    page.wait_for_url("**/result/", timeout=60_000)
    persist(page, page.reload, lambda: page.locator("main").get_by_text("100"))
    assert answers(school, attempt) == [(COUNT, 0)]
    grades = f"SELECT percent FROM assessments_gradeevent WHERE attempt_id = {attempt}"
    assert [float(percent) for (percent,) in school.rows(grades)] == [100.0]
