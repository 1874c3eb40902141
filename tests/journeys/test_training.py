"""A training as a leader lives it: she says that she comes, is reminded, scans the code on the
trainer's screen, takes the exit quiz, and the step of her course is done."""

import re

from playwright.sync_api import Page, expect

from tests.journeys import steps

LEADER = "+8613800004501"

SET_THE_SCENE = f"""
from datetime import timedelta
from django.utils import timezone
from assessments.models import QuizPage
from courses.models import CoursePage, Enrolment, Kit, Series, Session
from school.lib import dates
from school.people import roles
from school.people.models import Leader, Region, User
city, _ = Region.objects.get_or_create(name="益阳", parent=None)
user, _ = User.objects.get_or_create(phone="{LEADER}", defaults=dict(name="龙小琴"))
roles.give(user, roles.LEADER)
leader, _ = Leader.objects.get_or_create(user=user, defaults=dict(
    code="T4501", region=city, status="active", group_members=150))
for code in ("C4", "C1"):
    course = CoursePage.objects.live().get(locale__language_code="zh-hans", code=code)
    Enrolment.objects.get_or_create(leader=leader, course_key=course.translation_key)
quiz = QuizPage.objects.live().child_of(course).get()
begins = timezone.now() + timedelta(minutes=50)
series = Series.objects.create(
    kind="group", title="益阳团队培训", region=city, active=False, starts_at=begins.time(),
    weekday=dates.day_of(begins).weekday())
session = Session.objects.create(
    series=series, on=dates.day_of(begins), starts_at=begins, capacity=5,
    ends_at=begins + timedelta(minutes=45))
Kit.objects.create(series=series, quiz_key=quiz.translation_key)
print(session.pk, session.series.pk)
"""
REMIND = "from courses.trainings.reminder import send_due\nsend_due()"
BEGIN = """
from django.db.models import F
from datetime import timedelta
from courses.models import Session
Session.objects.filter(pk={session}).update(
    starts_at=F("starts_at") - timedelta(minutes=55), ends_at=F("ends_at") - timedelta(minutes=55))
"""
CODE = """
from django.utils import timezone
from courses.trainings.check_in_code import slot_of, token_of
print(token_of({session}, slot_of(timezone.now())))
"""


def test_from_a_yes_to_a_step_that_is_done(page: Page, school):
    session = school.ask(SET_THE_SCENE).split()[0]
    steps.log_in(page, school, LEADER)
    say_yes(page, session)
    read_the_reminder(page, school)
    put_it_in_the_calendar(page, session)
    scan(page, school, session)
    take_the_exit_quiz(page, school, session)
    assert "attendance" in sources_of_completions(school)


def say_yes(page: Page, session: str) -> None:
    """One tap on the timetable; the other takes it back, and so on."""
    page.goto("/timetable/")
    row = page.locator(f"#session-{session}")
    for word, pressed in (("1", "true"), ("0", "false"), ("1", "true")):
        row.locator(f"button[name=coming][value='{word}']").click()
        expect(row.locator("button[name=coming][value='1']")).to_have_attribute(
            "aria-pressed", pressed
        )


def read_the_reminder(page: Page, school) -> None:
    school.ask(REMIND)
    page.goto("/inbox/")
    expect(page.locator("main")).to_contain_text("益阳团队培训")


def put_it_in_the_calendar(page: Page, session: str) -> None:
    page.goto(f"/timetable/{session}/")
    with page.expect_download() as download:
        page.locator("a[href$='calendar.ics']").click()
    assert download.value.suggested_filename == f"training-{session}.ics"


def scan(page: Page, school, session: str) -> None:
    school.ask(BEGIN.format(session=session))
    page.goto(f"/here/{school.ask(CODE.format(session=session))}/")
    page.wait_for_url(f"**/here/at/{session}/")


def take_the_exit_quiz(page: Page, school, session: str) -> None:
    page.goto(f"/timetable/{session}/")
    page.locator("main .menu a[href*='/courses/']").first.click()
    steps.sit_quiz(page, school)
    expect(page.locator("main")).to_contain_text(re.compile("100"))


def sources_of_completions(school) -> set[str]:
    rows = school.rows(
        "SELECT c.source FROM courses_stepcompletion c JOIN people_leader l ON l.id = c.leader_id"
        " WHERE l.code = 'T4501'"
    )
    return {source for (source,) in rows}
