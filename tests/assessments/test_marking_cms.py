"""The queue and the desk of those who mark."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assessments import appeal, chase, marking_queue
from assessments import attempt as attempts
from assessments import submission as rules
from assessments.models import (
    Attempt,
    GradeEvent,
    Likeness,
    Look,
    Mark,
    MarkingSettings,
    Submission,
    TaskPage,
)
from courses.enrolment import enrol
from school.notices.models import Notice
from tests import cast as people
from tests.assessments import cast
from tests.assessments.test_marking import RUBRIC, levels

pytestmark = pytest.mark.django_db
QUEUE = "/cms/marking/"


@pytest.fixture
def desk(client_of, trainer):
    return client_of(trainer)


def hand_in(leader, task):
    photo = SimpleUploadedFile("p.jpg", cast.picture())
    return rules.hand_in(leader=leader, task=task, uploads=[photo])


@pytest.fixture
def sent(leader, task):
    return hand_in(leader, task)


@pytest.fixture
def essay(leader, course):
    """A quiz with a long text that waits for a person."""
    quiz = cast.quiz(course, slug="essay", questions=[cast.question("essay", [])])
    sat = attempts.start(leader=leader, quiz=quiz)
    cast.give(sat, {1: "We stand in the rain so that nobody waits."})
    return attempts.submit(attempt=sat)


def at(sent) -> str:
    return reverse("marking:submission", args=[sent.pk])


# --- the queue ----------------------------------------------------------------------------------


def test_the_queue_shows_whom_she_may_see(desk, sent, other_leader, task):
    hidden = hand_in(other_leader, task)
    html = desk.get(QUEUE).content.decode()
    assert sent.leader.name in html
    assert other_leader.name not in html
    assert desk.get(at(hidden)).status_code == 404
    assert desk.post(at(hidden), {"decision": "accept"}).status_code == 404


def test_tasks_and_answers_stand_in_line_by_age(desk, sent, essay, trainer):
    Submission.objects.update(sent_at=timezone.now() - timedelta(days=9))
    lines = marking_queue.lines(trainer)
    assert [line.kind for line in lines] == ["task", "answer"]
    assert [line.overdue for line in lines] == [True, False]
    Attempt.objects.update(submitted_at=timezone.now() - timedelta(days=19))
    assert [line.kind for line in marking_queue.lines(trainer)] == ["answer", "task"]
    html = desk.get(QUEUE).content.decode()
    assert html.count("too long") == 2


def test_the_queue_of_one_course(desk, sent, leader, trainer):
    other = cast.task(cast.course("second", code="C2", title="第二门课"), slug="two", title="Pears")
    hand_in(leader, other)
    html = desk.get(QUEUE, {"course": other.course_key}).content.decode()
    assert "Pears" in html
    assert at(sent) not in html
    assert marking_queue.neighbours(trainer, "task", sent.pk, other.course_key).before == ""
    assert desk.get(QUEUE, {"course": "nonsense"}).status_code == 200


def test_the_keys_lead_to_the_next_and_the_one_before(trainer, task, intake):
    pks = [hand_in(people.leader(f"L{n}", intake=intake), task).pk for n in range(3)]
    addresses = [reverse("marking:submission", args=[pk]) for pk in pks]
    middle = marking_queue.neighbours(trainer, "task", pks[1])
    assert (middle.before, middle.after, middle.left) == (addresses[0], addresses[2], 3)
    assert marking_queue.neighbours(trainer, "task", pks[2]).after == ""


def test_many_are_accepted_at_one_stroke(desk, task, course, leader, trainer, intake, other_leader):
    several = [hand_in(people.leader(f"L{n}", intake=intake), task) for n in range(3)]
    judged = hand_in(leader, cast.task(course, slug="judged", rubric=RUBRIC))
    hidden = hand_in(other_leader, task)
    ticked = [one.pk for one in (*several, judged, hidden)]
    html = desk.post(QUEUE, {"task": [*ticked, "x"]}, follow=True).content.decode()
    assert "Accepted: 3 tasks." in html
    assert "Choose a level for every criterion." in html
    states = Submission.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["accepted"] * 3 + ["sent", "sent"]


@pytest.mark.parametrize("address", [QUEUE, "/cms/marking/done/", "/cms/marking/appeals/"])
def test_a_screen_takes_the_same_queries_for_one_and_for_many(
    address, desk, task, intake, trainer, coach, essay, django_assert_max_num_queries
):
    counts = []
    for more in (1, 6):
        for _n in range(more):
            leader = people.leader("L", intake=intake)
            hand_in(leader, task)
            returned = rules.send_back(
                submission=hand_in(leader, cast.task(task.course, slug=f"t{leader.pk}")),
                by=trainer,
                comment="Hm.",
            )
            appeal.appeal(leader=leader, submission_id=returned.pk, words="But why?")
        desk.get(address)
        with django_assert_max_num_queries(30) as captured:
            assert desk.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["queue", "appeals", "chase", "done"])
def test_a_leader_has_no_place_here(client_of, leader, sent, name):
    assert client_of(leader).get(reverse(f"marking:{name}")).status_code in (302, 403)


def test_a_leader_can_not_mark_herself_by_post(client_of, leader, sent):
    client_of(leader).post(at(sent), {"decision": "accept"})
    client_of(leader).post(QUEUE, {"task": [sent.pk]})
    assert Submission.objects.get().state == "sent"


# --- one task -----------------------------------------------------------------------------------


def test_a_trainer_accepts_and_the_next_one_follows(desk, sent, trainer, task, intake):
    following = hand_in(people.leader("L2", intake=intake), task)
    html = desk.get(at(sent)).content.decode()
    assert reverse("assessments:file", args=[sent.files.get().key]) in html
    onward = desk.post(at(sent), {"decision": "accept", "comment": "Good."})
    assert onward["Location"] == at(following)
    sent.refresh_from_db()
    assert (sent.state, sent.marker, sent.comment) == ("accepted", trainer, "Good.")


def test_sending_back_asks_for_a_word(desk, sent):
    html = desk.post(at(sent), {"decision": "return", "comment": ""}).content.decode()
    assert "what is missing" in html
    desk.post(at(sent), {"decision": "return", "comment": "The label is cut off."})
    sent.refresh_from_db()
    assert sent.state == "returned"


def test_what_was_typed_and_chosen_comes_back_with_the_refusal(desk, leader, course):
    sent = hand_in(leader, cast.task(course, slug="judged", rubric=RUBRIC))
    first = f"level-{sent.rubric[0]['key']}"
    form = {"decision": "accept", "comment": "So warm", first: "1"}
    html = desk.post(at(sent), form).content.decode()
    assert "Choose a level for every criterion." in html
    assert "So warm" in html
    assert f'name="{first}" value="1" checked' in html


def test_forged_levels_are_refused(desk, leader, course):
    sent = hand_in(leader, cast.task(course, slug="judged", rubric=RUBRIC))
    forged = {f"level-{one['key']}": "99" for one in sent.rubric}
    desk.post(at(sent), forged | {"decision": "accept", "percent": "100"})
    assert not Look.objects.exists()
    right = {f"level-{key}": at for key, at in levels(sent, 0, 1).items()}
    desk.post(at(sent), right | {"decision": "accept", "percent": "100"})
    assert GradeEvent.objects.get().percent == 20


def test_what_is_marked_stays_marked(desk, sent, trainer):
    rules.accept(submission=sent, by=trainer)
    desk.post(at(sent), {"decision": "return", "comment": "Hm."})
    assert Submission.objects.get().state == "accepted"


def test_the_second_marker_sees_no_mark(desk, client_of, coach, leader, course, trainer):
    twice = cast.task(course, slug="twice", rubric=RUBRIC, second_share=100)
    sent = hand_in(leader, twice)
    rules.accept(submission=sent, by=trainer, levels=levels(sent, 1, 2), comment="I liked it a lot")
    html = client_of(coach).get(at(sent)).content.decode()
    assert "I liked it a lot" not in html
    assert trainer.name not in html
    assert "I liked it a lot" in desk.get(at(sent)).content.decode()


def test_a_photo_that_looks_the_same_is_shown_beside_it(
    desk, client_of, sent, other_leader, task, leader
):
    other = hand_in(other_leader, task).files.get()
    shown = reverse("assessments:file", args=[other.key])
    assert desk.get(shown).status_code == 404
    Likeness.objects.create(photo=sent.files.get(), other=other, distance=3)
    html = desk.get(at(sent)).content.decode()
    assert shown in html
    assert "They differ in 3 of 64 places." in html
    assert "a photo looks like another one" in desk.get(QUEUE).content.decode()
    assert desk.get(shown).status_code == 200
    assert client_of(leader).get(shown).status_code == 404


def test_what_does_not_fit_is_shown_to_the_marker(desk, leader, course):
    task = cast.task(course, slug="tasting", work="tasting")
    photo = SimpleUploadedFile("p.jpg", cast.picture())
    sent = rules.hand_in(leader=leader, task=task, uploads=[photo], data={"product": "Pears"})
    html = desk.get(at(sent)).content.decode()
    assert "How it tastes: nothing yet." in html
    assert "Pears" in html


# --- an answer of a quiz ------------------------------------------------------------------------


def test_an_answer_is_marked_in_points(desk, essay, trainer):
    question = essay.questions.get()
    address = reverse("marking:answer", args=[question.pk])
    assert "We stand in the rain" in desk.get(address).content.decode()
    for points in ("2", "-1", "NaN", "", "x"):
        html = desk.post(address, {"points": points}).content.decode()
        assert "Points from 0 to 1, please." in html
    desk.post(address, {"points": "0.25", "exact": "0,75", "comment": "Warm."})
    mark = Mark.objects.get()
    assert (mark.fraction, mark.by, mark.comment) == (Decimal("0.75"), trainer, "Warm.")
    assert GradeEvent.objects.get().percent == 75
    assert not marking_queue.count(trainer)


def test_an_answer_of_another_class_is_nobodys(client_of, essay):
    stranger = people.trainer("Teacher Wu")
    address = reverse("marking:answer", args=[essay.questions.get().pk])
    assert client_of(stranger).get(address).status_code == 404
    assert client_of(stranger).post(address, {"points": "1"}).status_code == 404
    assert not Mark.objects.exists()


# --- who is late --------------------------------------------------------------------------------


def test_who_is_late_is_listed_and_reminded_once_a_day(desk, course, leader, other_leader):
    task = cast.task(course, slug="due", title="Plan", due_at=timezone.now() - timedelta(days=2))
    enrol(leader=leader, course=course)
    enrol(leader=other_leader, course=course)
    late = reverse("marking:chase")
    html = desk.get(late).content.decode()
    assert leader.name in html
    assert other_leader.name not in html
    assert "2 days ago" in html
    line = f"{leader.pk}:{task.translation_key}"
    hidden = f"{other_leader.pk}:{task.translation_key}"
    assert "Reminded: 1 leader." in desk.post(late, {"line": [line, hidden]}, follow=True).text
    assert "Reminded: 0 leaders." in desk.post(late, {"line": line}, follow=True).text
    assert [notice.user for notice in Notice.objects.all()] == [leader.user]
    hand_in(leader, task)
    assert leader.name not in desk.get(late).content.decode()


def test_a_day_counted_from_the_beginning_of_the_course(course, leader, trainer):
    cast.task(course, slug="due", due_days=7)
    begun = enrol(leader=leader, course=course).enrolled_at
    assert chase.overdue(trainer, now=begun + timedelta(days=6)) == []
    found = chase.overdue(trainer, now=begun + timedelta(days=8))
    assert [(line.leader, line.days) for line in found] == [(leader, 1)]


def test_the_late_are_found_with_the_same_queries_for_one_and_for_many(
    course, trainer, intake, django_assert_max_num_queries
):
    counts = []
    for more in (1, 4):
        cast.task(course, slug=f"due-{more}", due_at=timezone.now() - timedelta(days=1))
        for _n in range(more):
            enrol(leader=people.leader("L", intake=intake), course=course)
        assert chase.overdue(trainer)
        with django_assert_max_num_queries(8) as captured:
            assert chase.overdue(trainer)
        counts.append(len(captured))
    assert counts[0] == counts[1]


# --- writing a task -----------------------------------------------------------------------------


def test_who_wants_a_photo_sees_three_fields(desk, course):
    """The rest is folded away, and what was never touched asks for a photo."""
    address = reverse("wagtailadmin_pages:add", args=["assessments", "taskpage", course.pk])
    panels = TaskPage.content_panels
    named = [panel.field_name for panel in panels if hasattr(panel, "field_name")]
    assert named == ["title", "instructions", "work"]
    folded = [panel for panel in panels if not hasattr(panel, "field_name")]
    assert all("collapsed" in panel.classname for panel in folded)
    assert desk.get(address).status_code == 200
    assert TaskPage().wants_photos


def test_a_task_has_to_want_something(course):
    with pytest.raises(ValidationError) as problem:
        cast.task(course, slug="nothing", wants_photos=False)
    assert "wants_photos" in problem.value.message_dict
    with pytest.raises(ValidationError):
        cast.task(course, slug="limits", work="plan", plan_least=11)


def test_what_the_school_promises_is_a_setting(client_of, operations, trainer):
    pk = MarkingSettings.load().pk
    address = reverse("wagtailsettings:edit", args=["assessments", "markingsettings", pk])
    form = {"look_days": "2", "appeal_days": "5"}
    assert client_of(trainer).post(address, form).status_code == 302
    assert MarkingSettings.load().appeal_days == 3
    client_of(operations).post(address, form)
    assert MarkingSettings.load().appeal_days == 5
