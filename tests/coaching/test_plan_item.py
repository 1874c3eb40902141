"""Things of a plan: ticked, settled by what the school sees, and coming again."""

from datetime import date

import pytest
from django.utils import timezone

from courses.models import Enrolment, Series, Session
from courses.signals import course_completed
from courses.trainings.attendance import mark
from school.coaching.models import Plan, PlanItem
from school.coaching.plan import follow
from school.coaching.plan_item import close, settle, tick
from school.lib.refusal import Refusal
from tests.coaching.conftest import days, place, template, today
from tests.courses.tree import course


def planned(leader, *parts, cohort="middle"):
    template(cohort, parts)
    follow(run=place({leader: cohort}, today()))
    return list(PlanItem.objects.order_by("pk"))


def code_of(refused) -> str:
    return refused.value.code


def test_she_ticks_her_own_thing_and_once_is_enough(leader):
    (item,) = planned(leader, ("task", 1, {}))
    tick(leader=leader, item_id=item.pk, on=today())
    tick(leader=leader, item_id=item.pk, on=today() + days(1))
    item.refresh_from_db()
    assert (item.state, item.done_on) == ("done", today())


def test_not_anothers_not_the_coachs_not_a_dropped_one(leader, other_leader):
    mine, coachs = planned(leader, ("task", 1, {}), ("visit", 1, {}))
    for who, item in ((other_leader, mine), (leader, coachs)):
        with pytest.raises(Refusal) as refused:
            tick(leader=who, item_id=item.pk, on=today())
        assert code_of(refused) == "item-unknown"
    PlanItem.objects.update(state="dropped")
    with pytest.raises(Refusal) as refused:
        tick(leader=leader, item_id=mine.pk, on=today())
    assert code_of(refused) == "item-unknown"


def test_a_course_is_not_ticked_but_done(leader):
    page = course("C6")
    (item,) = planned(leader, ("course", 7, {"refers_to": "C6"}))
    with pytest.raises(Refusal) as refused:
        tick(leader=leader, item_id=item.pk, on=today())
    assert code_of(refused) == "item-proved"
    assert settle(on=today()) == 0
    Enrolment.objects.create(
        leader=leader, course_key=page.translation_key, completed_at=timezone.now()
    )
    course_completed.send(None, leader=leader, course_key=page.translation_key, at=timezone.now())
    item.refresh_from_db()
    assert item.state == "done"


@pytest.mark.parametrize(
    ("kind", "present", "ago", "done"),
    [("sales", True, 0, True), ("sales", False, 0, False), ("group", True, 0, False),
     ("sales", True, 1, False)],
)  # fmt: skip
def test_a_training_counts_when_she_came_since_it_was_asked(
    leader, trainer, kind, present, ago, done
):
    (item,) = planned(leader, ("session", 7, {"refers_to": "sales"}))
    series = Series.objects.create(kind=kind, weekday=1, starts_at="13:30", title=kind)
    start = timezone.now() - days(ago)
    session = Session.objects.create(
        series=series, on=today() - days(ago), starts_at=start, ends_at=start + days(1)
    )
    mark(session=session, leader=leader, present=present, by=trainer)
    item.refresh_from_db()
    assert (item.state == "done") is done


def test_what_repeats_comes_again_counted_from_its_day(leader):
    (item,) = planned(leader, ("task", 3, {"every_days": 7}))
    tick(leader=leader, item_id=item.pk, on=today())
    again = PlanItem.objects.get(follows=item)
    assert (again.from_on, again.due_on) == (item.due_on + days(1), item.due_on + days(7))
    assert (again.plan, again.title, again.state) == (item.plan, item.title, "open")


def test_long_overdue_it_is_counted_from_today(leader):
    (item,) = planned(leader, ("task", 1, {"every_days": 7}))
    late = item.due_on + days(20)
    close([item], on=late)
    again = PlanItem.objects.get(follows=item)
    assert (again.from_on, again.due_on) == (late + days(1), late + days(7))


def test_settling_asks_the_same_for_few_and_many(leader, django_assert_num_queries):
    planned(leader, ("course", 7, {"refers_to": ""}))
    with django_assert_num_queries(3):
        settle(on=today())


def test_parts_say_whose_they_are(leader):
    items = planned(
        leader,
        ("session", 1, {}),
        ("session", 1, {"refers_to": "sales"}),
        ("visit", 1, {}),
        ("check-in", 1, {}),
        ("task", 1, {}),
    )
    assert [item.doer for item in items] == ["coach", "leader", "coach", "coach", "leader"]
    assert [part.by_coach for part in Plan.objects.get().template.items.all()] == [
        True,
        False,
        True,
        True,
        False,
    ]


def test_a_template_refuses_what_there_is_not(db):
    made = template("head", [("course", 1, {"refers_to": "C77"}), ("task", 1, {"decides": True})])
    wrong = []
    for part in made.items.all():
        with pytest.raises(Exception) as refused:
            part.clean()
        wrong += refused.value.message_dict
    assert wrong == ["refers_to", "decides"]


def test_one_after_the_other(leader):
    items = planned(leader, ("task", 2, {}), ("task", 5, {}), ("visit", 9, {}))
    began = date.fromordinal(today().toordinal())
    assert [(i.from_on - began).days for i in items] == [0, 2, 0]
