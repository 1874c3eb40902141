"""Figures of the kinds that don't come from sales files: of everybody at once, of one leader, and
the rows that they are made of."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone, translation
from wagtail.models import Locale, Page

from assessments.models import Certificate, GradeEvent, QuizPage, Submission, TaskPage
from courses.models import CatalogPage, CoursePage, Enrolment, Series, Session
from school.lib.dates import SHANGHAI
from school.people.models import Leader
from school.standing.kinds import registry
from school.standing.models import Case, Mentorship, Requirement, Standing, TierChange
from school.standing.references import References
from tests import cast
from tests.standing.conftest import MONDAY, sell, week

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def figure(code: str, leader: Leader, threshold=1, on=MONDAY, **params):
    """The leader's figure; asserts that everybody at once and she alone get the same verdict."""
    requirement = Requirement(kind=code, params=params, threshold=threshold)
    kind = registry.find(code)(requirement, on=on, references=References())
    kind.check(params, Decimal(str(threshold)) if threshold is not None else None)
    rows = Leader.objects.annotate(figure=kind.expression())
    value = kind.value(rows.values_list("figure", flat=True).get(pk=leader.pk))
    assert rows.filter(kind.condition("figure"), pk=leader.pk).exists() is kind.met(value)
    return value, kind


@pytest.fixture
def quizzes(db):
    """Two courses, each with a quiz and a task."""
    locale = Locale.objects.get(language_code="zh-hans")
    root = Page.objects.get(depth=1)
    catalog = root.add_child(instance=CatalogPage(title="课程", slug="courses", locale=locale))
    made = {}
    for code in ("C1", "C2"):
        course = catalog.add_child(
            instance=CoursePage(
                title=f"Course {code}",
                slug=code.lower(),
                code=code,
                summary="…",
                track="onboarding",
                tier="preparatory",
                locale=locale,
            )
        )
        made[code] = course
        course.quiz = course.add_child(
            instance=QuizPage(title=f"Quiz {code}", slug="quiz", locale=locale)
        )
        course.task = course.add_child(
            instance=TaskPage(title=f"Task {code}", slug="task", instructions="…", locale=locale)
        )
    return made


def score(leader: Leader, page: QuizPage, percent: str) -> None:
    GradeEvent.objects.create(
        leader=leader,
        step_key=page.translation_key,
        course_key=uuid4(),
        percent=Decimal(percent),
        passed=True,
        at=timezone.now(),
    )


class TestScoresOfSeveral:
    both = {"quizzes": ["C1/quiz", "C2/quiz"]}

    @pytest.mark.parametrize(
        ("first", "second", "average", "best"),
        [
            (None, None, None, None),
            ("80", None, "40", "80"),
            ("80", "79.99", "80.00", "80"),
            ("66.66", "33.33", "50.00", "66.66"),
            ("0", "0", "0", "0"),
        ],
    )
    def test_average_and_best(self, quizzes, leader, first, second, average, best):
        for code, percent in (("C1", first), ("C2", second)):
            if percent:
                score(leader, quizzes[code].quiz, percent)
        for kind, wanted in (("assessment_average", average), ("assessment_best", best)):
            value, _kind = figure(kind, leader, 80, **self.both)
            assert value == (None if wanted is None else Decimal(wanted))

    def test_each_grade_is_named(self, quizzes, leader):
        score(leader, quizzes["C1"].quiz, "80")
        _value, kind = figure("assessment_best", leader, 80, **self.both)
        (row,) = kind.rows(leader.pk)
        assert (row.what, row.figure) == ("Quiz C1", "80 points")

    def test_a_quiz_that_is_gone_counts_for_nothing(self, quizzes, leader):
        assert figure("assessment_best", leader, 80, quizzes=["C9/quiz"])[0] is None


class TestCertificate:
    def hold(self, leader, course, on, **fields) -> Certificate:
        return Certificate.objects.create(
            leader=leader,
            kind="course",
            key=str(course.translation_key),
            name="Li Mei",
            title={"en": "C1"},
            issued_on=on,
            **fields,
        )

    def test_held_from_its_day_on_and_as_long_as_it_counts(self, quizzes, leader):
        self.hold(leader, quizzes["C1"], MONDAY - timedelta(days=30))
        assert figure("certificate", leader, course="C1")[0] == 1
        assert figure("certificate", leader, course="C2")[0] == 0
        assert figure("certificate", leader, course="C1", valid_days=31)[0] == 1
        assert figure("certificate", leader, course="C1", valid_days=30)[0] == 0
        assert figure("certificate", leader, course="C1", on=MONDAY - timedelta(days=31))[0] == 0

    def test_a_withdrawn_one_is_not_held(self, quizzes, leader):
        self.hold(leader, quizzes["C1"], MONDAY, revoked_at=timezone.now())
        value, kind = figure("certificate", leader, course="C1")
        assert (value, kind.rows(leader.pk)) == (0, [])
        assert kind.link() == "/courses/c1/"

    def test_the_sheet_is_the_source(self, quizzes, leader):
        sheet = self.hold(leader, quizzes["C1"], MONDAY)
        (row,) = figure("certificate", leader, course="C1")[1].rows(leader.pk)
        assert (row.on, row.source) == (MONDAY, sheet.code)


def hand_in(leader: Leader, task: TaskPage, state: str) -> None:
    Submission.objects.create(
        leader=leader,
        task_key=task.translation_key,
        course_key=uuid4(),
        title=task.title,
        number=1,
        state=state,
        sent_at=timezone.now(),
    )


def test_chosen_tasks_count_once_accepted(quizzes, leader):
    both = {"tasks": ["C1/task", "C2/task"]}
    hand_in(leader, quizzes["C1"].task, "accepted")
    hand_in(leader, quizzes["C2"].task, "sent")
    value, kind = figure("chosen_tasks", leader, None, **both)
    assert (value, kind.threshold, kind.met(value)) == (1, 2, False)
    assert [row.what for row in kind.rows(leader.pk)] == ["Task C1"]


def test_a_chosen_task_that_is_gone_is_still_asked_for(quizzes, leader):
    hand_in(leader, quizzes["C1"].task, "accepted")
    value, kind = figure("chosen_tasks", leader, None, tasks=["C1/task", "C9/task"])
    assert (value, kind.met(value)) == (1, False)


def test_courses_name_the_day_on_which_each_was_done(quizzes, leader):
    course = quizzes["C1"]
    Enrolment.objects.create(
        leader=leader,
        course_key=course.translation_key,
        completed_at=datetime(2026, 3, 1, 20, tzinfo=SHANGHAI),
    )
    value, kind = figure("courses_done", leader, None, courses=["C1", "C2"])
    assert (value, kind.threshold) == (1, 2)
    (row,) = kind.rows(leader.pk)
    assert (row.what, row.on) == ("Course C1", date(2026, 3, 1))


class TestMentored:
    def pair(self, mentor, ended, outcome="done") -> Mentorship:
        return Mentorship.objects.create(
            mentor=mentor,
            newcomer=cast.leader("Newcomer"),
            began_on=date(2026, 1, 1),
            ended_on=ended,
            outcome=outcome,
        )

    def test_counts_newcomers_brought_to_a_good_end(self, leader):
        self.pair(leader, date(2026, 3, 1))
        self.pair(leader, date(2026, 3, 2), outcome="stopped")
        self.pair(leader, None, outcome="")
        self.pair(leader, MONDAY + timedelta(days=1))
        self.pair(cast.leader("Other mentor"), date(2026, 3, 1))
        value, kind = figure("mentored", leader)
        assert value == 1
        assert [row.what for row in kind.rows(leader.pk)] == ["Newcomer"]

    def test_a_newcomer_counts_once_and_only_in_the_window(self, leader):
        first = self.pair(leader, MONDAY - timedelta(days=40))
        Mentorship.objects.create(
            mentor=leader,
            newcomer=first.newcomer,
            began_on=date(2026, 3, 1),
            ended_on=MONDAY - timedelta(days=29),
            outcome="done",
        )
        assert figure("mentored", leader)[0] == 1
        assert figure("mentored", leader, window_days=30)[0] == 1
        assert figure("mentored", leader, window_days=29)[0] == 0


class TestHosted:
    def night(self, host, day: date, kind="topic", **fields) -> Session:
        series = Series.objects.create(
            kind=kind, title="话题夜", title_en="Night", weekday=3, starts_at="20:00", minutes=45
        )
        starts = datetime(day.year, day.month, day.day, 20, tzinfo=SHANGHAI)
        return Session.objects.create(
            series=series,
            on=day,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=45),
            host=host,
            **fields,
        )

    def test_counts_topic_nights_that_are_over(self, leader):
        self.night(leader, date(2026, 3, 26))
        self.night(leader, date(2026, 3, 19), state="cancelled")
        self.night(leader, date(2026, 3, 12), kind="sales")
        self.night(leader, MONDAY + timedelta(days=3))
        self.night(None, date(2026, 3, 5))
        value, kind = figure("hosted", leader)
        assert value == 1
        assert [row.on for row in kind.rows(leader.pk)] == [date(2026, 3, 26)]
        assert kind.link() == "/timetable/"

    def test_only_in_the_window(self, leader):
        self.night(leader, MONDAY - timedelta(days=29))
        assert figure("hosted", leader, window_days=30)[0] == 1
        assert figure("hosted", leader, window_days=29)[0] == 0


def test_a_case_waits_until_it_is_closed(leader):
    assert figure("no_open_case", leader, None)[0] == 0
    case = Case.objects.create(
        leader=leader, kind="attitude", text="…", happened_on=MONDAY, opened_at=timezone.now()
    )
    value, kind = figure("no_open_case", leader, None)
    assert (value, kind.met(value), len(kind.rows(leader.pk))) == (1, False, 1)
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now())
    value, kind = figure("no_open_case", leader, None)
    assert (value, kind.met(value), kind.rows(leader.pk)) == (0, True, [])


class TestDaysInTier:
    @pytest.mark.parametrize(
        ("since", "days"),
        [
            (datetime(2026, 3, 29, 23, 59, tzinfo=SHANGHAI), 1),
            (datetime(2026, 3, 30, 0, 0, tzinfo=SHANGHAI), 0),
            (datetime(2026, 1, 29, 12, 0, tzinfo=SHANGHAI), 60),
        ],
    )
    @pytest.mark.parametrize("threshold", [0, 1, 60, 61])
    def test_in_shanghai_days(self, leader, tiers, since, days, threshold):
        Standing.objects.create(leader=leader, tier_id="ordinary", tier_since=since)
        value, kind = figure("days_in_tier", leader, threshold)
        assert (value, kind.met(value)) == (days, days >= threshold)

    def test_nobody_knows_before_the_first_move(self, leader):
        value, kind = figure("days_in_tier", leader)
        assert (value, kind.rows(leader.pk)) == (None, [])

    def test_the_move_is_the_source(self, leader, tiers):
        at = datetime(2026, 3, 1, 12, tzinfo=SHANGHAI)
        TierChange.objects.create(leader=leader, to_tier_id="ordinary", at=at)
        (row,) = figure("days_in_tier", leader)[1].rows(leader.pk)
        assert (row.what, row.on) == ("Ordinary", date(2026, 3, 1))


class TestSalesRows:
    def test_name_the_week_the_file_and_its_version(self, leader):
        sell(week(2), {leader: {"net": Decimal(1)}})
        sell(week(1), {leader: {"net": Decimal(5)}})
        sell(week(1), {leader: {"net": Decimal("7.5")}})
        sell(week(6), {leader: {"net": Decimal(9)}})
        _value, kind = figure("net_gmv", leader)
        assert [(row.on, row.figure, row.source) for row in kind.rows(leader.pk)] == [
            (week(1), "¥\u00a07.50", "sales.csv, version 2"),
            (week(2), "¥\u00a01", "sales.csv, version 1"),
        ]

    @pytest.mark.parametrize("kind", [one.code for one in registry.every() if one.reviewed])
    def test_every_sales_kind_has_them(self, leader, kind):
        sell(week(1), {leader: {"net": Decimal(1), "buyers": 2, "orders": 3}})
        (row,) = figure(kind, leader)[1].rows(leader.pk)
        assert row.on == week(1) and row.figure

    def test_a_lesson_is_what_to_do_next(self, quizzes, leader):
        assert figure("net_gmv", leader, lesson="C1")[1].link() == "/courses/c1/"
        quizzes["C1"].unpublish()
        assert figure("net_gmv", leader, lesson="C1")[1].link() == ""
