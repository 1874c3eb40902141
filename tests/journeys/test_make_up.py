"""She missed a training: she watches the replay, passes the exit quiz, and the step is done."""

import json

from playwright.sync_api import Page, expect

from tests.journeys import steps

PHONE = "+8613800003401"
MISSED = f"""
import json
from datetime import timedelta
from django.utils import timezone
from courses.enrolment import begin
from courses.trainings.kit import put_replay, quizzes, save_kit
from courses.models import Series, Session, SessionStepPage
from school.lib import dates
from tests import cast as people
leader = people.leader("许静", language="zh-hans")
leader.user.phone = "{PHONE}"
leader.user.save()
live = SessionStepPage.objects.filter(series_kind="group").first()
begin(leader=leader, course_key=live.course_key, source="self")
begun = timezone.now() - timedelta(hours=3)
series = Series.objects.filter(kind="group").first()
session = Session.objects.create(
    series=series, on=dates.day_of(begun) - timedelta(days=400), starts_at=begun,
    ends_at=begun + timedelta(minutes=45))
save_kit(of=session, agenda="45 ABC", quiz_key=quizzes()[0][1].translation_key)
put_replay(session=session, url="https://replay.example/1")
print(json.dumps([leader.pk, session.pk]))
"""
# An hour passes while she watches.
WATCHED = """
from datetime import timedelta
from django.utils import timezone
from courses.models import MakeUp
MakeUp.objects.filter(leader={leader}).update(opened_at=timezone.now() - timedelta(hours=1))
"""
CREDITED = """
import json
from courses.models import AttendanceMark, SessionStepPage, StepCompletion
live = SessionStepPage.objects.filter(series_kind="group").values("translation_key")
print(json.dumps([
    list(AttendanceMark.objects.filter(leader={leader}).values_list("present", "proof")),
    StepCompletion.objects.filter(leader={leader}, step_key__in=live).count(),
]))
"""


def test_a_missed_training_is_made_up_by_its_replay_and_exit_quiz(page: Page, school):
    leader, session = json.loads(school.ask(MISSED))
    steps.log_in(page, school, PHONE)
    page.goto(f"/timetable/{session}/")
    page.locator("form[action$='/replay/'] button").click()
    replay = page.locator("#make-up a[target=_blank]")
    expect(replay).to_have_attribute("href", "https://replay.example/1")
    expect(page.locator("form[action$='/watched/']")).to_have_count(0)
    school.ask(WATCHED.format(leader=leader))
    page.reload()
    page.locator("form[action$='/watched/'] button").click()
    page.locator("#make-up a.btn").click()
    steps.sit_quiz(page, school)
    page.goto(f"/timetable/{session}/")
    expect(page.locator("#make-up.card")).to_have_count(0)
    expect(page.locator("#rating")).to_be_visible()
    marks, done = json.loads(school.ask(CREDITED.format(leader=leader)))
    assert marks == [[True, "replay"]] and done == 1
