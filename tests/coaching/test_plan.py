"""Plans begin and end with the weekly placement."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck as Health
from hypothesis import given, settings
from hypothesis import strategies as st

from school.coaching import plan as plans
from school.coaching.letters import PLAN_BEGAN
from school.coaching.models import Plan, PlanItem
from school.coaching.plan import follow
from school.coaching.samples import ITEMS, install_sample_templates
from school.jobs.models import Job
from school.notices.models import Notice
from school.people.models import Leader
from school.standing.cohort import place_cohorts
from tests import cast
from tests.coaching.conftest import days, place, template

pytestmark = pytest.mark.database
MONDAY = date(2026, 3, 30)


def state_of(leader):
    plans = Plan.objects.filter(leader=leader).order_by("pk")
    return [(p.cohort, p.started_on, p.ended_on, p.ending) for p in plans]


def test_a_plan_begins_with_the_things_of_its_template(leader, restart):
    follow(run=place({leader: "tail"}, MONDAY))
    plan = Plan.objects.get()
    assert (plan.leader, plan.started_on, plan.ends_on) == (leader, MONDAY, date(2026, 4, 1))
    found = plan.items.order_by("due_on").values_list("doer", "from_on", "due_on", "state")
    assert list(found) == [
        ("leader", MONDAY, MONDAY, "open"),
        ("leader", MONDAY + days(1), MONDAY + days(1), "open"),
        ("coach", MONDAY, MONDAY + days(3), "open"),
    ]


def test_it_goes_on_while_she_stays(leader, small_group):
    follow(run=place({leader: "middle"}, MONDAY))
    follow(run=place({leader: "middle"}, MONDAY + days(7)))
    assert state_of(leader) == [("middle", MONDAY, None, "")]


def test_moving_ends_one_and_begins_another(leader, restart, small_group):
    follow(run=place({leader: "tail"}, MONDAY))
    follow(run=place({leader: "middle"}, MONDAY + days(7)))
    later = MONDAY + days(7)
    assert state_of(leader) == [("tail", MONDAY, later, "moved"), ("middle", later, None, "")]
    tail, middle = Plan.objects.order_by("pk")
    assert set(tail.items.values_list("state", flat=True)) == {"dropped"}
    assert set(middle.items.values_list("state", flat=True)) == {"open"}


def test_leaving_ends_it(leader, small_group):
    follow(run=place({leader: "middle"}, MONDAY))
    Leader.objects.filter(pk=leader.pk).update(status=Leader.Status.LEFT)
    follow(run=place({}, MONDAY + days(7)))
    assert state_of(leader) == [("middle", MONDAY, MONDAY + days(7), "left")]


def test_an_open_decision_holds_the_plan(leader, restart):
    follow(run=place({leader: "tail"}, MONDAY))
    follow(run=place({leader: "tail"}, MONDAY + days(7)))
    assert state_of(leader) == [("tail", MONDAY, None, "")]


def test_who_was_through_is_not_given_it_again(leader):
    template("tail", [("task", 1, {})], days=3)
    for week in (0, 7, 14):
        follow(run=place({leader: "tail"}, MONDAY + days(week)))
    assert state_of(leader) == [("tail", MONDAY, MONDAY + days(7), "finished")]


def test_who_was_elsewhere_in_between_is(leader):
    template("tail", [("task", 1, {})], days=3)
    for week, cohort in enumerate(["tail", "tail", "middle", "tail"]):
        follow(run=place({leader: cohort}, MONDAY + days(7 * week)))
    assert [one[1] for one in state_of(leader)] == [MONDAY, MONDAY + days(21)]


def test_no_template_in_use_no_plan(leader):
    template("middle", [("task", 1, {})], active=False)
    follow(run=place({leader: "middle"}, MONDAY))
    assert not Plan.objects.exists()


def test_twice_changes_nothing(leader, restart, small_group):
    run = place({leader: "tail"}, MONDAY)
    follow(run=run)
    before = (state_of(leader), PlanItem.objects.count(), Notice.objects.count())
    follow(run=run)
    assert (state_of(leader), PlanItem.objects.count(), Notice.objects.count()) == before


def test_a_week_placed_anew_ends_what_it_began_wrongly(leader, restart, small_group):
    follow(run=place({leader: "tail"}, MONDAY))
    follow(run=place({leader: "middle"}, MONDAY))
    assert state_of(leader) == [("tail", MONDAY, MONDAY, "moved"), ("middle", MONDAY, None, "")]


def test_she_is_told_once_in_her_language_and_not_her_cohort(leader, restart):
    chinese = cast.leader("王芳", language="zh-hans")
    follow(run=place({leader: "tail", chinese: "tail"}, MONDAY))
    told = Notice.objects.get(user=leader.user)
    assert (told.title, told.link) == ("Your plan this week", "/plan/")
    assert Notice.objects.filter(user=chinese.user).count() == 1
    for notice in Notice.objects.all():
        assert "tail" not in (notice.title + notice.body).lower()


def test_her_plan_is_told_in_the_language_that_she_reads_later(leader, restart, client_of):
    follow(run=place({leader: "tail"}, MONDAY))
    type(leader.user).objects.filter(pk=leader.user_id).update(language="zh-hans")
    page = client_of(leader).get(reverse("notices:inbox")).content.decode()
    with translation.override("zh-hans"):
        assert str(PLAN_BEGAN.title) in page and str(PLAN_BEGAN.body) in page
    assert Notice.objects.get(user=leader.user).title == "Your plan this week"


def test_same_queries_for_few_and_many(restart, small_group):
    def number(leaders, on):
        run = place(dict.fromkeys(leaders, "tail"), on)
        with CaptureQueriesContext(connection) as seen:
            follow(run=run)
        return len(seen)

    few = number([cast.leader("One")], MONDAY)
    lots = [cast.leader(f"Leader {at}") for at in range(40)]
    assert number(lots, MONDAY + days(7)) == few
    assert Plan.objects.running().filter(leader__in=lots).count() == 40


def test_the_placement_starts_it_by_itself(leader, django_capture_on_commit_callbacks, small_group):
    """Everybody without four weeks is new, and has no plan; but the work was done."""
    with django_capture_on_commit_callbacks(execute=True):
        place_cohorts(on=MONDAY)
    assert Job.objects.get(kind="coaching.plans").state == Job.State.DONE


def test_a_dry_run_starts_nothing(leader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        place_cohorts(on=MONDAY, dry_run=True)
    assert not Job.objects.exists()


def test_once_more_begins_anew(leader, restart):
    follow(run=place({leader: "tail"}, MONDAY))
    again = plans.begin_again(plan=Plan.objects.get(), on=MONDAY + days(4))
    assert [one[2:] for one in state_of(leader)] == [
        (MONDAY + days(4), "finished"),
        (None, ""),
    ]
    assert again.items.order_by("due_on").first().due_on == MONDAY + days(4)


def test_samples_are_installed_once(db):
    assert (install_sample_templates(), install_sample_templates()) == (3, 0)
    assert len(ITEMS["tail"]) == 16


COHORTS = st.sampled_from(["head", "middle", "tail", "new"])
WEEKS = st.lists(st.lists(COHORTS, min_size=3, max_size=3), min_size=1, max_size=6)


def reference(weeks):
    """From the words of `plan.py`, one leader: (cohort, began, ended, why) by week number.
    Templates: head and middle go on, tail has three days, none for new."""
    found, running = [], None
    for at, cohort in enumerate(weeks):
        if running and running[0] != cohort:
            found.append((running[0], running[1], at, "moved"))
            running = None
        if running and running[0] == "tail" and at > running[1]:
            found.append((running[0], running[1], at, "finished"))
            running = None
        if running is None and cohort != "new":
            through = [p for p in found if p[0] == cohort and p[3] == "finished"]
            elsewhere = {n for n, other in enumerate(weeks[: at + 1]) if other != cohort}
            if all(any(n > p[1] for n in elsewhere) for p in through):
                running = (cohort, at)
    return [*found, (*running, None, "")] if running else found


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[Health.function_scoped_fixture],
)
@given(weeks=WEEKS, again=st.booleans())
def test_all_at_once_is_one_by_one_is_the_words(db, weeks, again):
    Notice.objects.all().delete()
    PlanItem.objects.all().delete()
    Plan.objects.all().delete()
    for cohort, length in (("head", None), ("middle", None), ("tail", 3)):
        if not plans.PlanTemplate.objects.filter(cohort=cohort).exists():
            template(cohort, [("task", 1, {})], days=length)
    together = [cast.leader(f"T{at}") for at in range(3)]
    alone = [cast.leader(f"A{at}") for at in range(3)]
    for at, cohorts in enumerate(weeks):
        on = MONDAY + days(7 * at)
        placed = dict(zip(together, cohorts, strict=True)) | dict(zip(alone, cohorts, strict=True))
        run = place(placed, on)
        for one in alone:
            follow(run=run, only=one.pk)
        follow(run=run)
        if again:
            follow(run=run)
    for at in range(3):
        said = reference([cohorts[at] for cohorts in weeks])
        expected = sorted(
            (
                (cohort, MONDAY + days(7 * began), ended and MONDAY + days(7 * ended), why)
                for cohort, began, ended, why in said
            ),
            key=lambda one: one[1],
        )
        assert state_of(together[at]) == expected
        assert state_of(alone[at]) == expected
