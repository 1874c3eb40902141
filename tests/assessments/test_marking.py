"""Marking tasks: criteria, one look or two, a third where they don't agree."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments import grade, marking
from assessments import submission as rules
from assessments.models import GradeEvent, Look, Submission
from courses.models import StepCompletion
from school.lib.refusal import Refusal
from school.notices.models import Notice
from tests import cast as people
from tests.assessments import cast

pytestmark = [pytest.mark.django_db, pytest.mark.database]
RUBRIC = [
    ("criterion", {"name": "Photo", "levels": [
        {"points": Decimal(0), "words": "blurred"}, {"points": Decimal(2), "words": "clear"},
    ]}),
    ("criterion", {"name": "Words", "levels": [
        {"points": Decimal(0), "words": "none"}, {"points": Decimal(1), "words": "some"},
        {"points": Decimal(3), "words": "warm"},
    ]}),
]  # fmt: skip


def refused(code, rule, *args, **kwargs):
    with pytest.raises(Refusal) as refusal:
        rule(*args, **kwargs)
    assert refusal.value.code == code


def hand_in(leader, task):
    photo = SimpleUploadedFile("p.jpg", cast.picture())
    return rules.hand_in(leader=leader, task=task, uploads=[photo])


def levels(submission, *chosen) -> dict[str, int]:
    return {one["key"]: at for one, at in zip(submission.rubric, chosen, strict=True)}


@pytest.fixture
def judged(course):
    """A task with criteria, five points in all."""
    return cast.task(course, slug="judged", rubric=RUBRIC)


@pytest.fixture
def twice(course):
    """The same, and everybody is marked by two; they may differ by one point."""
    return cast.task(course, slug="twice", rubric=RUBRIC, second_share=100, disagreement=1)


def test_points_become_a_grade(leader, judged, trainer):
    sent = hand_in(leader, judged)
    rules.accept(submission=sent, by=trainer, levels=levels(sent, 1, 1))
    event = GradeEvent.objects.get()
    assert (event.percent, event.passed, event.rule, event.by) == (
        Decimal("60.00"), True, "rubric", trainer,
    )  # fmt: skip
    assert grade.counting_percent(leader=leader, step_key=judged.translation_key) == 60


def test_a_later_edit_of_the_criteria_changes_no_mark(leader, judged, trainer):
    sent = hand_in(leader, judged)
    judged.rubric = RUBRIC[:1]
    judged.save()
    rules.accept(submission=sent, by=trainer, levels=levels(sent, 0, 2))
    assert GradeEvent.objects.get().percent == 60


@pytest.mark.parametrize(
    ("chosen", "code"),
    [((1,), "rubric-incomplete"), ((1, 3), "level-unknown"), ((1, "-1"), "level-unknown")],
)
def test_criteria_that_are_not_all_chosen(leader, judged, trainer, chosen, code):
    sent = hand_in(leader, judged)
    given = {one["key"]: at for one, at in zip(sent.rubric, chosen, strict=False)}
    refused(code, rules.accept, submission=sent, by=trainer, levels=given)
    assert not Look.objects.exists()


def test_without_criteria_there_is_no_grade(leader, task, trainer):
    rules.accept(submission=hand_in(leader, task), by=trainer)
    assert not GradeEvent.objects.exists()


# --- two persons --------------------------------------------------------------------------------


def test_two_that_agree_settle_it_with_the_mean(leader, twice, trainer, coach):
    sent = hand_in(leader, twice)
    waiting = rules.accept(submission=sent, by=trainer, levels=levels(sent, 1, 2), comment="Good.")
    assert (waiting.state, waiting.stage) == ("sent", "second")
    assert not Notice.objects.exists()
    assert not GradeEvent.objects.exists()
    done = rules.accept(submission=sent, by=coach, levels=levels(sent, 1, 2), comment="Fine.")
    assert (done.state, done.percent, done.comment) == ("accepted", 100, "Good.\n\nFine.")
    assert GradeEvent.objects.get().rule == "second"
    assert StepCompletion.objects.filter(leader=leader).exists()


def test_the_second_may_not_be_the_first(leader, twice, trainer):
    sent = hand_in(leader, twice)
    rules.accept(submission=sent, by=trainer, levels=levels(sent, 1, 2))
    refused("looked-already", rules.accept, submission=sent, by=trainer, levels=levels(sent, 1, 2))


def test_the_second_does_not_see_the_firsts_mark(leader, twice, trainer, coach):
    sent = hand_in(leader, twice)
    waiting = rules.accept(submission=sent, by=trainer, levels=levels(sent, 1, 2))
    assert marking.shown_to(waiting, coach) == []
    assert [one.by for one in marking.shown_to(waiting, trainer)] == [trainer]


@pytest.mark.parametrize(
    ("accepts", "chosen", "stage"),
    [(True, (1, 1), "senior"), (False, (1, 2), "senior"), (True, (1, 2), "second")],
)
def test_points_far_apart_or_opposite_verdicts_disagree(
    leader, twice, trainer, coach, accepts, chosen, stage
):
    sent = hand_in(leader, twice)
    rules.accept(submission=sent, by=trainer, levels=levels(sent, 1, 2))
    after = marking.look(
        submission=sent, by=coach, accepts=accepts, levels=levels(sent, *chosen), comment="Hm."
    )
    assert after.stage == stage
    assert (after.state == "sent") == (stage == "senior")


def test_a_third_person_decides(leader, twice, trainer, coach, operations):
    sent = hand_in(leader, twice)
    rules.accept(submission=sent, by=trainer, levels=levels(sent, 1, 2))
    rules.send_back(submission=sent, by=coach, levels=levels(sent, 0, 0), comment="No photo.")
    other = people.coach("Coach Gu")
    leader.coach = other
    leader.save()
    refused("senior-needed", rules.accept, submission=sent, by=other, levels=levels(sent, 1, 2))
    assert len(marking.shown_to(marking.lock(sent), operations)) == 2
    done = rules.accept(submission=sent, by=operations, levels=levels(sent, 1, 1))
    assert (done.state, done.percent, done.marker) == ("accepted", 60, operations)
    assert [event.rule for event in GradeEvent.objects.all()] == ["senior"]


def test_the_share_decides_by_chance(leader, course):
    class Dice:
        def random(self):
            return 0.25

    words = {"wants_text": True, "wants_photos": False}
    drawn = [
        rules.hand_in_evidence(
            leader=leader,
            task=cast.task(course, slug=f"t{share}", second_share=share, **words),
            evidence=rules.Evidence(text="x"),
            chance=Dice(),
        ).twice
        for share in (0, 25, 26, 100)
    ]
    assert drawn == [False, False, True, True]


# --- whose turn it is ---------------------------------------------------------------------------


def test_the_queue_is_of_her_leaders_and_her_turn(
    leader, other_leader, twice, trainer, coach, manager, operations
):
    sent = hand_in(leader, twice)
    hidden = hand_in(other_leader, twice)
    assert list(marking.to_look_at(trainer)) == [sent]
    assert list(marking.to_look_at(operations)) == [sent, hidden]
    rules.accept(submission=sent, by=trainer, levels=levels(sent, 1, 2))
    assert list(marking.to_look_at(trainer)) == []
    assert list(marking.to_look_at(coach)) == [sent]
    rules.send_back(submission=sent, by=coach, levels=levels(sent, 0, 0), comment="Hm.")
    assert list(marking.to_look_at(coach)) == []
    assert list(marking.to_look_at(manager)) == [sent]


def test_nobody_marks_her_own_work(leader, task):
    refused("own-work", rules.accept, submission=hand_in(leader, task), by=leader.user)
    assert not marking.to_look_at(leader.user).exists()


# --- the voice note -----------------------------------------------------------------------------


def recording(content: bytes = b"\x1aE\xdf\xa3" + b"\0" * 60) -> SimpleUploadedFile:
    return SimpleUploadedFile("note.exe", content, content_type="text/html")


def test_a_voice_note_is_enough_to_send_back(leader, task, trainer):
    sent = hand_in(leader, task)
    rules.send_back(submission=sent, by=trainer, comment="", voice=recording())
    look = Look.objects.get()
    assert (look.voice_suffix, look.voice.name.endswith(".webm")) == ("webm", True)
    assert "voice note" in Notice.objects.get().body


@pytest.mark.parametrize("content", [b"<html>", b"MZ\x90", b"\xff\xd8\xff\xe0 a photo", b""])
def test_what_is_no_recording_is_refused(leader, task, trainer, content):
    sent = hand_in(leader, task)
    voice = recording(content)
    if not content:
        voice.size = 1
    refused("voice-unreadable", rules.accept, submission=sent, by=trainer, voice=voice)
    assert Submission.objects.get().state == "sent"


def test_a_recording_that_is_too_long_is_refused(leader, task, trainer):
    voice = recording()
    voice.size = 9 * 1024 * 1024
    sent = hand_in(leader, task)
    refused("voice-too-large", rules.accept, submission=sent, by=trainer, voice=voice)


def test_a_voice_note_is_played_by_the_piece(client_of, leader, task, trainer, other_leader):
    sent = hand_in(leader, task)
    rules.accept(submission=sent, by=trainer, voice=recording())
    address = f"/voices/{Look.objects.get().key}/"
    whole = client_of(leader).get(address)
    assert (whole.status_code, whole["Content-Type"]) == (200, "audio/webm")
    body = recording().read()
    part = client_of(leader).get(address, headers={"Range": "bytes=4-9"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 4-9/{len(body)}")
    assert part.content == body[4:10]
    assert client_of(leader).get(address, headers={"Range": "bytes=900-"}).status_code == 416
    assert client_of(other_leader).get(address).status_code == 404


def test_she_does_not_hear_it_before_it_is_settled(client_of, leader, twice, trainer, coach):
    sent = hand_in(leader, twice)
    rules.accept(submission=sent, by=trainer, levels=levels(sent, 1, 2), voice=recording())
    address = f"/voices/{Look.objects.get().key}/"
    assert client_of(leader).get(address).status_code == 404
    assert client_of(coach).get(address).status_code == 404
    assert client_of(trainer).get(address).status_code == 200
