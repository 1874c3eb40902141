from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from courses.access import attendees
from courses.enrolment import enrol
from courses.models import AttendanceMark, Session, StepCompletion
from courses.trainings.attendance import (
    attendance_rate,
    mark,
    mark_list,
    tally,
    with_attendance_rate,
)
from courses.trainings.booking import book
from school.lib import dates
from school.lib.dates import SHANGHAI
from school.lib.refusal import Refusal
from school.people.models import Leader
from tests import cast
from tests.courses import tree
from tests.courses.test_progress import heard

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MONDAY = dates.week_start(dates.today()) - timedelta(days=21)


def on_day(day, **fields):
    return tree.session(datetime.combine(day, time(9, 0), tzinfo=SHANGHAI), **fields)


def refused(**call) -> str:
    with pytest.raises(Refusal) as refusal:
        mark(**call)
    assert not AttendanceMark.objects.exists()
    return refusal.value.code


def test_the_same_mark_again_is_one_mark(leader, trainer):
    from courses.signals import attendance_recorded

    session = tree.session()
    with heard(attendance_recorded) as said:
        first = mark(session=session, leader=leader, present=True, by=trainer)
        assert mark(session=session, leader=leader, present=True, by=trainer) == first
    assert [(one["leader"], one["present"]) for one in said] == [(leader, True)]


def test_a_correction_is_added_and_the_old_row_stays(leader, trainer):
    session = tree.session()
    mark(session=session, leader=leader, present=True, by=trainer)
    mark(session=session, leader=leader, present=False, by=trainer)
    rows = AttendanceMark.objects.values_list("present", "current")
    assert list(rows) == [(True, False), (False, True)]


def test_there_is_one_current_mark_at_most(leader, trainer):
    session = tree.session()
    mark(session=session, leader=leader, present=True, by=trainer)
    with pytest.raises(IntegrityError), transaction.atomic():
        AttendanceMark.objects.create(session=session, leader=leader, present=False, by=trainer)


def test_a_session_that_has_not_begun_cannot_be_marked(leader, trainer):
    call = {"session": tree.soon(), "leader": leader, "present": True, "by": trainer}
    assert refused(**call) == "session-in-future"


def test_a_cancelled_session_cannot_be_marked(leader, trainer):
    session = tree.session(state=Session.State.CANCELLED)
    assert refused(session=session, leader=leader, present=True, by=trainer) == "session-cancelled"


def test_who_was_there_is_through_with_the_step(leader, trainer):
    course = tree.course(lessons=1)
    step = tree.session_step(course, kind="sales")
    enrol(leader=leader, course=course)
    mark(session=tree.session(kind="group"), leader=leader, present=True, by=trainer)
    mark(session=tree.session(kind="sales"), leader=leader, present=False, by=trainer)
    assert not StepCompletion.objects.exists()
    mark(session=tree.session(kind="sales"), leader=leader, present=True, by=trainer)
    completion = StepCompletion.objects.get()
    assert (completion.step_key, completion.source) == (step.translation_key, "attendance")


def test_a_training_before_the_course_counts_when_she_takes_it(leader, trainer):
    course = tree.course(lessons=1)
    tree.session_step(course, kind="sales")
    mark(session=tree.session(kind="sales"), leader=leader, present=True, by=trainer)
    assert not StepCompletion.objects.exists()
    enrol(leader=leader, course=course)
    assert StepCompletion.objects.get().source == "attendance"


def test_a_corrected_mark_takes_no_step_away(leader, trainer):
    course = tree.course(lessons=1)
    tree.session_step(course, kind="sales")
    enrol(leader=leader, course=course)
    session = tree.session(kind="sales")
    mark(session=session, leader=leader, present=True, by=trainer)
    mark(session=session, leader=leader, present=False, by=trainer)
    assert StepCompletion.objects.exists()


def test_a_list_marks_everybody_on_it(leader, other_leader, trainer):
    session = tree.session()
    both = [leader, other_leader]
    assert mark_list(session=session, leaders=both, present={leader.pk}, by=trainer) == 2
    assert mark_list(session=session, leaders=both, present={leader.pk}, by=trainer) == 0
    assert mark_list(session=session, leaders=both, present=set(), by=trainer) == 1
    assert not AttendanceMark.objects.current().filter(present=True).exists()


def test_the_rate_is_none_without_a_mark(leader):
    assert attendance_rate(leader=leader, window_days=28) is None


def test_the_rate_rounds_down(leader, trainer):
    for day in range(3):
        session = on_day(MONDAY + timedelta(days=7 * day))
        mark(session=session, leader=leader, present=day < 2, by=trainer)
    on = MONDAY + timedelta(days=20)
    assert attendance_rate(leader=leader, window_days=28, on=on) == Decimal("66.6")


def test_a_repeat_in_the_same_week_is_the_same_training(leader, trainer):
    missed = on_day(MONDAY + timedelta(days=1), kind="group")
    repeat = on_day(MONDAY + timedelta(days=5), kind="group")
    other = on_day(MONDAY + timedelta(days=2), kind="sales")
    mark(session=missed, leader=leader, present=False, by=trainer)
    mark(session=repeat, leader=leader, present=True, by=trainer)
    mark(session=other, leader=leader, present=False, by=trainer)
    counted = tally(leader=leader, window_days=28, on=MONDAY + timedelta(days=6))
    assert (counted.attended, counted.marked) == (1, 2)


def test_sunday_and_monday_are_two_weeks_in_shanghai(leader, trainer):
    sunday = datetime.combine(MONDAY - timedelta(days=1), time(23, 30), tzinfo=SHANGHAI)
    monday = datetime.combine(MONDAY, time(0, 30), tzinfo=SHANGHAI)
    for moment in (sunday, monday):
        mark(session=tree.session(moment), leader=leader, present=True, by=trainer)
    assert tally(leader=leader, window_days=28, on=MONDAY).marked == 2


def test_a_topic_night_counts_for_nothing(leader, trainer):
    mark(session=tree.session(kind="topic"), leader=leader, present=True, by=trainer)
    assert attendance_rate(leader=leader, window_days=28) is None


def test_the_window_ends_with_its_day_and_has_that_many_days(leader, trainer):
    for day in (0, 1, 7, 8):
        session = on_day(MONDAY + timedelta(days=day), kind="sales" if day % 2 else "group")
        mark(session=session, leader=leader, present=True, by=trainer)
    last = MONDAY + timedelta(days=7)
    assert tally(leader=leader, window_days=7, on=last).marked == 2
    assert tally(leader=leader, window_days=8, on=last).marked == 3


@pytest.mark.parametrize("count", [1, 5])
def test_the_rate_of_all_is_one_query_and_agrees_with_the_rate_of_each(
    count, trainer, region, django_assert_num_queries
):
    leaders = [cast.leader(f"Leader {number}", region=region) for number in range(count)]
    for number, one in enumerate(leaders):
        for week in range(3):
            session = on_day(MONDAY + timedelta(days=7 * week))
            mark(session=session, leader=one, present=week <= number, by=trainer)
    on = MONDAY + timedelta(days=20)
    with django_assert_num_queries(1):
        rows = list(with_attendance_rate(Leader.objects.all(), window_days=28, on=on))
    for row in rows:
        each = attendance_rate(leader=row, window_days=28, on=on)
        assert each == Decimal(row.attendance_permille) / 10


def test_a_trainer_marks_her_classes_and_whoever_booked(leader, other_leader, trainer):
    session = tree.soon(trainer=trainer)
    assert list(attendees(session, trainer)) == [leader]
    book(session=session, leader=other_leader)
    assert set(attendees(session, trainer)) == {leader, other_leader}


def test_a_regions_session_lists_the_region_only(leader, trainer, intake):
    away = cast.leader("Away", region=cast.region("Elsewhere"), intake=intake)
    session = tree.soon(of=tree.series(region=leader.region), trainer=trainer)
    assert list(attendees(session, trainer)) == [leader]
    assert away in Leader.objects.visible_to(trainer)


def test_who_has_left_is_not_on_the_list(leader, trainer):
    leader.status = Leader.Status.LEFT
    leader.save()
    assert not attendees(tree.soon(trainer=trainer), trainer).exists()
