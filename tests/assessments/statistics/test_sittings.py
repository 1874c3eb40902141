"""Which attempts count, and their marks as a sheet."""

from decimal import Decimal
from uuid import uuid4

import pytest

from assessments.models import Attempt, AttemptQuestion
from assessments.statistics import analyse
from assessments.statistics.sittings import ALL, BEST, FIRST, read_sheet, sittings
from school.people.models import Leader
from tests.assessments import cast, crowd

pytestmark = [pytest.mark.django_db, pytest.mark.database]
KEYS = [uuid4(), uuid4()]


def sat(quiz, people, *known, number=1):
    """Each person's right answers, as a word of 1s and 0s."""
    return crowd.sit(
        quiz, people, questions=KEYS, number=number, right=lambda who, at: known[who][at] == "1"
    )


@pytest.fixture
def quiz(course):
    return cast.quiz(course, questions=[cast.single()])


@pytest.fixture
def tries(quiz):
    """Two leaders with two tries each: the second is better for one, equal for the other."""
    people = crowd.leaders(2)
    return sat(quiz, people, "00", "10") + sat(quiz, people, "11", "01", number=2)


@pytest.mark.parametrize(
    ("which", "chosen"), [(FIRST, [0, 1]), (ALL, [0, 1, 2, 3]), (BEST, [1, 2])]
)
def test_first_all_and_best_attempts(quiz, tries, which, chosen):
    found = sittings(quiz_key=quiz.translation_key, which=which)
    assert sorted(one.pk for one in found) == [tries[at].pk for at in chosen]


def test_what_is_under_way_waits_or_was_practice_counts_nowhere(quiz, tries):
    changes = [{"state": "open"}, {"state": "waiting", "percent": None}, {"practice": True}]
    for attempt, change in zip(tries, changes, strict=False):
        Attempt.objects.filter(pk=attempt.pk).update(**change)
    assert [one.pk for one in sittings(quiz_key=quiz.translation_key)] == [tries[3].pk]
    assert not sittings(quiz_key=uuid4()).exists()


def test_only_the_leaders_asked_for(quiz, tries):
    mine = Leader.objects.filter(pk=tries[1].leader_id)
    found = sittings(quiz_key=quiz.translation_key, leaders=mine)
    assert [one.pk for one in found] == [tries[1].pk]


def test_the_sheet_has_the_quizs_questions_in_its_order_and_then_the_drawn_ones(
    course, tries, django_assert_num_queries
):
    first, second = cast.single(), cast.single()
    quiz = cast.quiz(course, questions=[second, first], slug="ordered")
    keys = [uuid4(), first.translation_key, second.translation_key]
    crowd.sit(quiz, crowd.leaders(3), questions=keys, right=lambda who, at: who < at)
    with django_assert_num_queries(2):
        sheet, asked = read_sheet(sittings(quiz_key=quiz.translation_key), quiz)
    assert [one.key for one in asked] == [keys[2], keys[1], keys[0]]
    assert [column.name for column in sheet.columns] == [one.text for one in asked]
    assert [round(one.facility) for one in analyse(sheet).questions] == [67, 33, 0]
    assert sheet.size == 3


def test_marks_with_decimals_are_counted_exactly(quiz, tries):
    AttemptQuestion.objects.filter(question_key=KEYS[0]).update(
        fraction=Decimal("0.3333"), max_mark=Decimal("0.07")
    )
    sheet, _asked = read_sheet(sittings(quiz_key=quiz.translation_key))
    assert (sheet.columns[0].maximum, set(sheet.columns[0].marks)) == (70_000, {23_331})
    assert analyse(sheet).questions[0].standard_deviation == 0


def test_what_was_left_out_of_marking_brings_nothing(quiz, tries):
    AttemptQuestion.objects.filter(question_key=KEYS[0]).update(fraction=None)
    sheet, _asked = read_sheet(sittings(quiz_key=quiz.translation_key))
    assert set(sheet.columns[0].marks) == {0}


def test_texts_that_ask_nothing_are_no_column(quiz, tries):
    AttemptQuestion.objects.filter(question_key=KEYS[0]).update(kind="description")
    _sheet, asked = read_sheet(sittings(quiz_key=quiz.translation_key))
    assert [one.key for one in asked] == [KEYS[1]]


def test_a_question_worth_something_else_later_has_a_column_of_its_own(quiz, tries):
    later = AttemptQuestion.objects.filter(question_key=KEYS[0], attempt__number=2)
    later.update(max_mark=3)
    sheet, asked = read_sheet(sittings(quiz_key=quiz.translation_key, which=ALL))
    assert [one.key for one in asked] == [KEYS[0], KEYS[0], KEYS[1]]
    assert [len(column.marks) for column in sheet.columns] == [2, 2, 4]
