"""The gradebook: what counts of each step for each leader, on the screen and as a file."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assessments import submission as tasks
from assessments.grade import counting, fold
from assessments.models import GradeEvent, QuizPage
from courses.enrolment import enrol
from courses.models import StepCompletion
from school.people.models import Leader
from tests import cast as people
from tests.assessments import cast, crowd

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz(course):
    return cast.quiz(course, questions=[cast.single()])


@pytest.fixture
def desk(client_of, operations):
    return client_of(operations)


@pytest.fixture
def class_of(course, intake, region):
    """Leaders of the class who take the course."""

    def make(many: int) -> list[Leader]:
        made = crowd.leaders(many, intake=intake, region=region)
        for leader in made:
            enrol(leader=leader, course=course)
        return made

    return make


def graded(leader, quiz, *percents):
    """Grades of tries begun one after the other."""
    for at, percent in enumerate(percents):
        GradeEvent.objects.create(
            leader=leader, step_key=quiz.translation_key, course_key=quiz.course_key,
            percent=percent, passed=percent >= 80, at=timezone.now() + timedelta(minutes=at),
        )  # fmt: skip


def book(client, **asked):
    response = client.get(reverse("results:gradebook"), asked)
    assert response.status_code == 200
    return response.context["page"].object_list


# --- what counts -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "counts"),
    [("best", "90.00"), ("average", "66.67"), ("first", "60.00"), ("last", "50.00")],
)
def test_what_counts_is_the_same_in_python_and_in_sql(how, counts, leader, quiz):
    QuizPage.objects.update(grading=how)
    graded(leader, quiz, 60, 90, 50)
    key = quiz.translation_key
    found = counting(leaders=[leader.pk], step_keys=[key])
    assert found == {(leader.pk, key): Decimal(counts)}
    in_sql = Leader.objects.values_list(GradeEvent.objects.best_for("pk", key), flat=True)
    assert in_sql.get(pk=leader.pk) == Decimal(counts)


def test_a_later_grade_of_an_attempt_takes_the_place_of_the_earlier(leader, quiz):
    (attempt,) = crowd.sit(quiz, [leader], questions=4, right=lambda who, at: at < 3)
    event = GradeEvent.objects.get()
    event.pk, event.percent = None, Decimal(50)
    event.save()
    key = (leader.pk, quiz.translation_key)
    assert counting(leaders=[leader.pk], step_keys=[key[1]]) == {key: 50}
    instead = counting(leaders=[leader.pk], step_keys=[key[1]], instead={attempt.pk: Decimal(10)})
    assert instead == {key: 10}


def test_an_average_is_rounded_half_up():
    assert fold([Decimal("0.01"), Decimal("0.02")], "average") == Decimal("0.02")


# --- the table ---------------------------------------------------------------------------------


def test_leaders_down_quizzes_and_tasks_across(desk, course, quiz, class_of):
    task = cast.task(course)
    first, second = class_of(2)
    crowd.sit(quiz, [first], questions=2, right=lambda who, at: True)
    photo = SimpleUploadedFile("p.jpg", cast.picture())
    tasks.hand_in(leader=second, task=task, uploads=[photo])
    StepCompletion.objects.create(
        leader=first, course_key=course.translation_key, step_key=quiz.translation_key
    )
    rows = {row.leader: row.cells for row in book(desk)}
    assert [(cell.percent, str(cell.state), cell.done) for cell in rows[first]] == [
        (100, "", True), (None, "", False),
    ]  # fmt: skip
    assert [(cell.percent, str(cell.state), cell.done) for cell in rows[second]] == [
        (None, "", False), (None, "waiting", False),
    ]  # fmt: skip


def test_the_same_queries_for_few_and_many(
    desk, course, quiz, class_of, django_assert_max_num_queries
):
    counts = []
    for many in (2, 20):
        crowd.sit(quiz, class_of(many), questions=2)
        book(desk)
        with django_assert_max_num_queries(14) as captured:
            book(desk)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_filters(desk, quiz, class_of, intake, course):
    done, behind = class_of(2)
    stranger = people.leader("Stranger")
    enrol(leader=stranger, course=course)
    people.leader("Not enrolled")
    StepCompletion.objects.create(
        leader=done, course_key=course.translation_key, step_key=quiz.translation_key
    )
    found = {
        name: {row.leader for row in book(desk, **asked)}
        for name, asked in {
            "all": {},
            "intake": {"intake": intake.pk},
            "behind": {"who": "behind"},
            "search": {"q": "strang"},
            "course": {"course": course.translation_key},
            "unknown": {"course": "nonsense", "intake": "x"},
        }.items()
    }
    assert found == {
        "all": {done, behind, stranger},
        "intake": {done, behind},
        "behind": {behind, stranger},
        "search": {stranger},
        "course": {done, behind, stranger},
        "unknown": {done, behind, stranger},
    }


def test_a_trainer_sees_her_class(client_of, trainer, quiz, class_of, course, other_leader):
    enrol(leader=other_leader, course=course)
    mine = class_of(2)
    assert {row.leader for row in book(client_of(trainer))} == set(mine)
    text = client_of(trainer).get(reverse("results:export_gradebook", args=["csv"])).content
    assert other_leader.name not in text.decode()


def test_to_take_along(desk, quiz, class_of):
    crowd.sit(quiz, class_of(40), questions=4, right=lambda who, at: at < 3)
    lines = desk.get(reverse("results:export_gradebook", args=["csv"])).content.decode()
    assert len(lines.splitlines()) == 41
    assert ",75" in lines.splitlines()[1]
    address = reverse("results:export_gradebook", args=["xlsx"])
    assert desk.get(address).content.startswith(b"PK")
    assert desk.get(reverse("results:export_gradebook", args=["pdf"])).status_code == 404


def test_without_any_quiz(desk, db):
    html = desk.get(reverse("results:gradebook")).content.decode()
    assert "No published course has a quiz or a task yet." in html
