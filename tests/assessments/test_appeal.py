"""Appeals: asked in a sentence, answered by somebody else, by a promised day."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments import appeal as rules
from assessments import submission
from assessments.appealed import Wish
from assessments.models import Appeal, GradeEvent, MarkingSettings, Submission
from courses.models import StepCompletion
from school.lib.dates import SHANGHAI
from school.notices.models import Notice
from tests.assessments import cast
from tests.assessments.test_marking import RUBRIC, levels, refused

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def hand_in(leader, task):
    photo = SimpleUploadedFile("p.jpg", cast.picture())
    return submission.hand_in(leader=leader, task=task, uploads=[photo])


@pytest.fixture
def returned(leader, task, trainer):
    return submission.send_back(submission=hand_in(leader, task), by=trainer, comment="Blurred.")


@pytest.fixture
def appealed(leader, returned):
    return rules.appeal(leader=leader, submission_id=returned.pk, words="Every label can be read.")


@pytest.mark.parametrize(
    ("begin", "days", "end"),
    [
        ("2026-03-02 10:00", 3, "2026-03-05"),  # Monday
        ("2026-03-05 23:59", 3, "2026-03-10"),  # Thursday, over a weekend
        ("2026-03-07 12:00", 1, "2026-03-09"),  # Saturday
    ],
)
def test_an_answer_is_due_by_the_end_of_a_working_day(begin, days, end):
    moment = datetime.fromisoformat(begin).replace(tzinfo=SHANGHAI)
    assert f"{rules.end_of_working_day(moment, days):%Y-%m-%d %H:%M}" == f"{end} 23:59"


@given(st.datetimes(timezones=st.just(SHANGHAI), allow_imaginary=False), st.integers(1, 30))
def test_a_working_day_is_from_monday_to_friday(moment, days):
    assume(moment.year < 9990)
    end = rules.end_of_working_day(moment, days)
    assert end.weekday() < 5
    assert (end.date() - moment.date()).days >= days


def test_asking_is_promised_an_answer(leader, returned):
    settings = MarkingSettings.load()
    settings.appeal_days = 5
    settings.save()
    made = rules.appeal(leader=leader, submission_id=returned.pk, words=" It is sharp. ")
    assert made.words == "It is sharp."
    assert made.due_at == rules.end_of_working_day(made.made_at, 5)
    assert "answers by" in Notice.objects.filter(user=leader.user).latest("pk").body


def test_what_can_not_be_appealed(leader, other_leader, task, trainer):
    sent = hand_in(leader, task)
    ask = {"leader": leader, "submission_id": sent.pk, "words": "But why?"}
    refused("not-appealable", rules.appeal, **ask)
    refused("submission-unknown", rules.appeal, **ask | {"leader": other_leader})
    submission.send_back(submission=sent, by=trainer, comment="Hm.")
    refused("words-missing", rules.appeal, **ask | {"words": " "})
    refused("words-too-long", rules.appeal, **ask | {"words": "x" * 1001})
    rules.appeal(**ask)
    refused("appealed-already", rules.appeal, **ask)


def test_an_old_try_is_not_appealed(leader, returned, task):
    hand_in(leader, task)
    refused(
        "not-appealable", rules.appeal, leader=leader, submission_id=returned.pk, words="But why?"
    )


def test_while_it_is_open_the_task_is_not_handed_in_again(leader, appealed, task):
    refused("appeal-open", hand_in, leader, task)


def test_who_marked_it_does_not_answer(appealed, trainer, leader):
    answer = {"appeal": appealed, "words": "No.", "changes": False}
    refused("looked-already", rules.answer, by=trainer, **answer)
    refused("own-work", rules.answer, by=leader.user, **answer)
    assert not rules.to_answer(trainer).exists()


def test_an_answer_that_changes_the_mark(appealed, coach, leader, task):
    assert list(rules.to_answer(coach)) == [appealed]
    done = rules.answer(appeal=appealed, by=coach, words="You are right.", changes=True)
    assert (done.changed, done.by, done.submission.state) == (True, coach, "accepted")
    assert StepCompletion.objects.filter(leader=leader, step_key=task.translation_key).exists()
    notice = Notice.objects.filter(user=leader.user).latest("pk")
    assert (notice.title, notice.body) == ("Your mark was changed", "You are right.")
    refused("appeal-answered", rules.answer, appeal=appealed, by=coach, words="x", changes=False)


def test_an_answer_that_keeps_the_mark(appealed, coach, leader, task):
    rules.answer(appeal=appealed, by=coach, words="Two labels can't be read.", changes=False)
    assert Submission.objects.get().state == "returned"
    assert hand_in(leader, task).number == 2


def test_a_changed_mark_is_a_new_grade_with_its_reason(course, leader, trainer, coach):
    task = cast.task(course, slug="judged", rubric=RUBRIC)
    sent = hand_in(leader, task)
    submission.accept(submission=sent, by=trainer, levels=levels(sent, 1, 1))
    made = rules.appeal(leader=leader, submission_id=sent.pk, words="The words are warm.")
    answer = {"appeal": made, "by": coach, "words": "True.", "changes": True}
    refused("rubric-incomplete", rules.answer, **answer)
    refused("answer-worse", rules.answer, **answer, wish=Wish(levels=levels(sent, 0, 0)))
    rules.answer(**answer, wish=Wish(levels=levels(sent, 1, 2)))
    events = GradeEvent.objects.order_by("pk")
    assert [(event.percent, event.rule, event.reason) for event in events] == [
        (60, "rubric", ""),
        (100, "appeal", "True."),
    ]
    assert list(GradeEvent.objects.all().current()) == [events[1]]


# --- the screens --------------------------------------------------------------------------------


def test_two_taps_and_a_sentence(client_of, leader, returned, task):
    client = client_of(leader)
    assert "I see it differently" in client.get(task.address).content.decode()
    address = reverse("assessments:appeal", args=[returned.pk])
    html = client.post(address, {"words": "It is sharp."}, follow=True).content.decode()
    assert "Sent. Somebody else answers by" in html
    assert "It is sharp." in html
    assert "I see it differently" not in html
    assert "Send to my trainer" not in html


def test_another_leaders_mark_is_not_hers_to_appeal(client_of, other_leader, returned):
    address = reverse("assessments:appeal", args=[returned.pk])
    client_of(other_leader).post(address, {"words": "Mine!"})
    assert not Appeal.objects.exists()


def test_an_overdue_appeal_is_flagged(client_of, coach, trainer, appealed):
    listing = reverse("marking:appeals")
    assert "overdue" not in client_of(coach).get(listing).content.decode()
    Appeal.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    html = client_of(coach).get(listing).content.decode()
    assert "overdue" in html
    assert "somebody else answers" not in html
    assert "somebody else answers" in client_of(trainer).get(listing).content.decode()


def test_the_answer_in_the_cms(client_of, coach, trainer, appealed, operations):
    address = reverse("marking:appeal", args=[appealed.pk])
    assert "Every label can be read." in client_of(coach).get(address).content.decode()
    client_of(trainer).post(address, {"decision": "change", "words": "Mine to say."})
    assert Submission.objects.get().state == "returned"
    client_of(coach).post(address, {"decision": "change", "words": "True."})
    appealed.refresh_from_db()
    assert (appealed.changed, appealed.by) == (True, coach)
    assert "True." in client_of(operations).get(address).content.decode()
