from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from courses.models import Enrolment, Series, Session
from courses.trainings.attendance import mark
from school.coaching.flag import raise_flags
from school.lib import dates
from school.people.models import Leader
from school.reports.completion import Cell
from school.reports.monday import came, figures
from school.standing.cohort import place_cohorts
from school.standing.models import Proposal, Question
from school.standing.summary import cohort_summary
from tests import cast
from tests.courses.tree import course, lesson
from tests.reports.conftest import LADDER, many, propose, sell_and_place, this_monday
from tests.standing.conftest import sell, week

MONDAY = reverse("reports:monday")


def five(user):
    seen = Leader.objects.visible_to(user)
    return figures(user, seen, cohort_summary(on=dates.today(), user=user))


def attend(leader, by, *, days_ago: int, present: bool, kind: str = "group") -> None:
    series, _made = Series.objects.get_or_create(
        kind=kind, weekday=1, starts_at="13:30", defaults={"title": kind}
    )
    start = timezone.now() - timedelta(days=days_ago)
    session = Session.objects.create(
        series=series, on=start.date(), starts_at=start, ends_at=start + timedelta(minutes=45)
    )
    mark(session=session, leader=leader, present=present, by=by)


def test_empty_school_says_what_to_do(client_of, manager):
    page = client_of(manager).get(MONDAY).content.decode()
    assert "Operations bring one in under “Roster”." in page


def test_without_sales_says_where_they_come_in(client_of, manager, leader):
    page = client_of(manager).get(MONDAY).content.decode()
    last = dates.last_complete_week(dates.today()).monday
    assert f"The sales of the week from {date_format(last, 'DATE_FORMAT')} have not come." in page
    assert "Operations bring the missing one in under “Sales”." in page
    assert "everybody is placed on Monday morning" in page
    assert "after the nightly evaluation" in page


def test_full_page(client_of, manager, region, school_with_rules):
    leaders = many(10, region)
    sell_and_place(dict(zip(leaders, LADDER, strict=True)))
    propose(leaders[3], school_with_rules)
    page = client_of(manager).get(MONDAY).content.decode()
    assert "data:image/svg+xml;base64," in page
    assert "Leaders by cohort: Head 2, Middle 5, Tail 3, New 0" in page
    assert "1 of 1 met" in page
    assert "have not come" not in page


def test_counts_what_waits_and_how_long(manager, region, school_with_rules):
    old, _new = (propose(leader, school_with_rules) for leader in many(2, region))
    before = this_monday() - timedelta(days=9)
    Proposal.objects.filter(pk=old.pk).update(created_at=timezone.now() - (dates.today() - before))
    waiting = five(manager)[0]
    assert (waiting.number, waiting.change) == ("2", 1)
    days = (dates.today() - before).days
    assert waiting.meaning == f"The oldest has waited {days} days."


def test_a_decision_of_this_week_brings_the_number_down(manager, region, school_with_rules):
    proposal = propose(many(1, region)[0], school_with_rules)
    Proposal.objects.filter(pk=proposal.pk).update(
        created_at=timezone.now() - timedelta(days=20),
        state=Proposal.State.REJECTED,
        decided_at=timezone.now(),
    )
    waiting = five(manager)[0]
    assert (waiting.number, waiting.change, waiting.moved) == ("0", -1, "down")


def test_at_risk_beside_a_week_ago(manager, region, other_leader):
    leaders = many(2, region)
    sell_and_place(dict.fromkeys([*leaders, other_leader], 100))
    sell(week(1, this_monday()), {leaders[0]: 10, leaders[1]: 100}, effective_orders=5)
    raise_flags(on=dates.today())
    risk = five(manager)[2]
    assert (risk.number, risk.change, risk.mood) == ("2", 2, "bad")
    assert risk.meaning == "0 have not opened, 1 sold far less than their usual."


def test_heads_share_of_sales(manager, region):
    leaders = many(10, region)
    sell_and_place(dict(zip(leaders, LADDER, strict=True)))
    head = five(manager)[4]
    assert (head.number, head.change) == ("70%", 0)


def test_heads_share_beside_last_week(manager, region):
    leaders = many(10, region)
    sell_and_place(dict(zip(leaders, LADDER, strict=True)))
    sell(week(1, this_monday()), dict(zip(leaders, [250, *LADDER[1:]], strict=True)))
    place_cohorts(on=this_monday())
    head = five(manager)[4]
    assert (head.number, head.change) == ("80%", 10)


@pytest.mark.parametrize(
    ("percent", "depth"), [(0, 0), (1, 1), (39, 1), (40, 2), (99, 4), (100, 5)]
)
def test_only_all_is_the_darkest_green(percent, depth):
    assert Cell(percent).depth == depth


def test_counts_each_training_once(manager, leader, trainer):
    attend(leader, trainer, days_ago=2, present=False)
    attend(leader, trainer, days_ago=1, present=True)
    attend(leader, trainer, days_ago=3, present=False, kind="sales")
    attend(leader, trainer, days_ago=3, present=True, kind="topic")
    with translation.override("en"):
        figure = came(Leader.objects.visible_to(manager), dates.today())
    assert figure.number == "50%"
    assert figure.meaning == "Group training 100 · Sales training 0"


def test_attendance_beside_the_week_before(manager, leader, trainer):
    attend(leader, trainer, days_ago=10, present=False)
    attend(leader, trainer, days_ago=3, present=True)
    figure = came(Leader.objects.visible_to(manager), dates.today())
    assert (figure.change, figure.mood) == (100, "good")


def test_only_her_regions_count(manager, region, other_leader):
    mine = many(10, region)
    sales = dict(zip(mine, LADDER, strict=True)) | {other_leader: 9999}
    sell_and_place(sales)
    summary = cohort_summary(on=dates.today(), user=manager)
    assert summary.total == 10


def test_courses_finished_by_intake(client_of, manager, leader, intake):
    page = course("C1", required=True)
    lesson(page, "One")
    mate = cast.leader("Mate", region=leader.region, intake=intake)
    Enrolment.objects.create(
        leader=leader, course_key=page.translation_key, completed_at=timezone.now()
    )
    Enrolment.objects.create(leader=mate, course_key=page.translation_key)
    heat = client_of(manager).get(MONDAY).context["heat"]
    ((row_intake, size, cells),) = heat.rows
    assert (row_intake, size) == (intake, 2)
    assert [(cell.percent, cell.depth) for cell in cells] == [(50, 2)]


def test_same_queries_for_few_and_many(client_of, manager, region, school_with_rules, queries):
    few = many(3, region)
    sell_and_place(dict.fromkeys(few, 50))
    propose(few[0], school_with_rules)
    client = client_of(manager)
    number = queries(client, MONDAY)
    lots = many(60, region)
    sell(week(1, this_monday()), dict.fromkeys(lots + few, 50))
    for leader in lots:
        propose(leader, school_with_rules)
    assert queries(client, MONDAY) == number


@pytest.mark.parametrize("screen", ["monday", "cohorts", "leaders", "promotions"])
def test_nothing_inline(client_of, manager, region, school_with_rules, screen):
    """The styles of our own screens stand in a file."""
    leaders = many(10, region)
    sell_and_place(dict(zip(leaders, LADDER, strict=True)))
    page = client_of(manager).get(reverse(f"reports:{screen}")).content.decode()
    assert " style=" not in page
    assert "onclick" not in page


def test_counts_the_questions_of_her_leaders_that_wait(manager, leader, operations):
    assert (five(manager)[1].number, five(manager)[1].meaning) == (
        "0",
        "Every question has its answer.",
    )
    due = {"about": Question.About.NET, "text": "More", "asked_at": timezone.now()}
    soon, late = timezone.now() + timedelta(days=1), timezone.now() - timedelta(days=1)
    Question.objects.create(leader=leader, ref="2026-11-02", due_at=soon, **due)
    assert five(manager)[1].meaning == "None is past its day."
    Question.objects.create(leader=leader, ref="2026-11-09", due_at=late, **due)
    elsewhere = cast.leader("Wang Fang", region=cast.region("Tianxin"))
    Question.objects.create(leader=elsewhere, ref="2026-11-09", due_at=late, **due)
    assert (five(manager)[1].number, five(manager)[1].meaning) == ("2", "1 is past its day.")
    assert five(operations)[1].number == "3"
