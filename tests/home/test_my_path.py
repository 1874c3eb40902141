"""My path: one next step, where she stands, what comes up; quick, however much there is."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from assessments import certificate
from courses.models import Booking
from courses.progress import complete_step
from school.home.ladder import Ladder
from school.home.my_path import greeting
from school.lib import dates
from school.lib.dates import SHANGHAI
from school.notices.inbox import notify
from school.people.models import Leader
from school.standing.models import Requirement, Standing
from school.standing.samples import install_sample_rules
from tests import cast
from tests.assessments import cast as bank
from tests.assessments import reviewing
from tests.courses import tree
from tests.standing.conftest import sell

pytestmark = pytest.mark.django_db
LAST_WEEK = dates.week_start(dates.today()) - timedelta(days=7)
BUDGET = 15


@pytest.fixture
def shown(client_of, leader):
    """The page of the leader, as text."""
    return lambda: client_of(leader).get("/path/").text


def at_tier(leader: Leader, code: str) -> Leader:
    Standing.objects.update_or_create(leader=leader, defaults={"tier_id": code})
    return Leader.objects.select_related("standing").get(pk=leader.pk)


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (5, "Good morning, Li Mei"),
        (10, "Good morning, Li Mei"),
        (11, "Hello, Li Mei"),
        (13, "Good afternoon, Li Mei"),
        (18, "Good evening, Li Mei"),
        (23, "Hello, Li Mei"),
        (4, "Hello, Li Mei"),
    ],
)
def test_the_greeting_goes_by_the_clock(hour, said):
    with translation.override("en"):
        assert greeting("Li Mei", datetime(2026, 3, 9, hour, 30, tzinfo=SHANGHAI)) == said


def test_the_head_says_where_she_belongs(shown):
    assert "Sunshine Garden · Intake 12" in shown()


# --- the one next step ------------------------------------------------------------------


def test_a_newcomer_is_led_to_her_first_step(shown):
    tree.course("first", required=True)
    text = shown()
    assert "First step · 4 minutes" in text
    assert '<a class="btn btn--white btn--wide" href="/courses/first/step-1/">Begin</a>' in text


def test_who_has_begun_carries_on(shown, leader):
    course = tree.course("first", lessons=3, required=True)
    complete_step(leader=leader, step=course.get_children().first().specific)
    text = shown()
    assert "Next step · 4 minutes" in text
    assert 'href="/courses/first/step-2/">Carry on</a>' in text
    assert 'value="1" max="3" aria-label="1 of 3 steps done"' in text


def test_there_is_one_filled_thing_to_do(shown):
    install_sample_rules()
    for slug in ("one", "two"):
        tree.course(slug, required=True)
    tree.soon()
    text = shown()
    assert text.count('class="next"') == 1
    filled = [part for part in text.split('class="btn')[1:] if part.split('"')[0].strip() == ""]
    assert filled == []


def test_when_all_is_done_it_says_so_and_offers_the_catalog(shown, leader):
    course = tree.course("first", lessons=1, required=True)
    complete_step(leader=leader, step=course.get_children().first().specific)
    text = shown()
    assert "All your courses are done" in text
    assert 'href="/courses/"' in text


def test_a_school_without_courses_says_that_they_come(shown):
    assert "Your first course is on its way" in shown()


def test_only_her_own_and_required_courses_are_listed(shown, leader):
    tree.course("needed", required=True)
    tree.course("extra")
    taken = tree.course("taken")
    complete_step(leader=leader, step=taken.get_children().first().specific)
    text = shown()
    assert 'class="course" href="/courses/needed/"' in text
    assert 'class="course" href="/courses/taken/"' in text
    assert "/courses/extra/" not in text


def test_who_has_left_is_not_called_to_learn(shown, leader):
    tree.course("first", required=True)
    tree.soon()
    install_sample_rules()
    Leader.objects.update(status=Leader.Status.LEFT)
    text = shown()
    assert "You have left the school" in text
    assert "I'm coming" not in text
    assert 'class="ladder"' not in text
    assert 'class="next"' not in text


# --- the ladder -------------------------------------------------------------------------


def test_without_rules_there_is_no_ladder(shown):
    assert 'class="ladder"' not in shown()


def test_what_is_missing_is_counted_and_led_to(shown):
    install_sample_rules()
    text = shown()
    assert "4 things to go to Ordinary" in text
    assert 'class="rung rung--here" aria-current="step"' in text
    assert text.count("rung--next") == 3
    assert text.count("(to do)") == 4
    assert '<a href="/courses/">' in text


def test_no_exam_words_and_no_cohort_reach_a_leader(shown, leader):
    install_sample_rules()
    at_tier(leader, "ordinary")
    Standing.objects.update(cohort="tail")
    text = shown().lower()
    for word in ("tail", "fail", "尾部"):
        assert word not in text


def test_who_meets_everything_reads_who_looks_at_it(shown, leader):
    rules = install_sample_rules()
    Requirement.objects.filter(rule_set=rules).exclude(kind="group_size").delete()
    text = shown()
    assert "Everything for Ordinary is done" in text
    assert "Your manager looks at it next" in text


def test_long_figures_stand_under_what_is_asked(leader):
    rules = install_sample_rules()
    with translation.override("en"):
        lines = {line["label"]: line for line in Ladder.of(leader).lines}
        assert lines["A group of 100 people"]["value"] == ""
        assert lines["A group of 100 people"]["note"] == "120 people"
        assert lines["10 orders in 30 days"]["note"] == "0 orders · 10 orders to go"
        Requirement.objects.filter(rule_set=rules).exclude(kind="effective_orders").delete()
        caches["pages"].clear()
        assert [(line["value"], line["note"]) for line in Ladder.of(leader).lines] == [
            ("0 orders", "10 orders to go")
        ]


def test_one_thing_is_one_thing(shown, leader):
    rules = install_sample_rules()
    Requirement.objects.filter(rule_set=rules).exclude(kind="opened").delete()
    assert "1 thing to go to Ordinary" in shown()


def test_the_highest_rung_has_none_above(shown, leader):
    install_sample_rules()
    at_tier(leader, "core")
    text = shown()
    assert "You are on the highest rung" in text
    assert text.count("rung--done") == 3


def test_tiers_are_named_in_the_readers_language(shown, leader):
    install_sample_rules()
    leader.user.language = "zh-hans"
    leader.user.save()
    text = shown()
    assert "预备" in text
    assert "Preparatory" not in text


def test_the_estimate_shows_its_arithmetic(shown, leader):
    install_sample_rules()
    for ago, net in enumerate(("1000", "2000", "3000.50", "-500")):
        sell(LAST_WEEK - timedelta(weeks=ago), {leader: Decimal(net)})
    text = shown()
    # 5,500.50 × 12 % = 660.06
    for said in ("¥\u00a05,500.50", "12%", "¥\u00a0660.06", "an estimate, not a promise"):
        assert said in text


def test_the_estimate_compares_with_the_rate_of_today(leader):
    install_sample_rules()
    leader = at_tier(leader, "ordinary")
    sell(LAST_WEEK, {leader: 10_000})
    with translation.override("en"):
        worth = Ladder.of(leader).worth
        assert [(line["label"], line["value"]) for line in worth.lines] == [
            ("Your net sales, 4 weeks", "¥\u00a010,000"),
            ("Commission at Advanced", "14%"),
            ("Makes about", "¥\u00a01,400"),
            ("At your 12% of today", "¥\u00a01,200"),
        ]
        assert "figures of 1 of the 4 weeks" in worth.note


def test_on_the_highest_rung_the_estimate_is_at_her_own_rate(leader):
    install_sample_rules()
    leader = at_tier(leader, "core")
    sell(LAST_WEEK, {leader: 1000})
    worth = Ladder.of(leader).worth
    assert (worth.is_above, worth.amount) == (False, "¥\u00a0160")


@pytest.mark.parametrize("net", [None, 0, -300])
def test_without_sales_there_is_no_estimate(leader, net):
    install_sample_rules()
    if net is not None:
        sell(LAST_WEEK, {leader: net})
    assert Ladder.of(leader).worth is None


# --- what comes up ----------------------------------------------------------------------


def test_she_says_that_she_comes(shown, leader, client_of):
    session = tree.soon()
    assert f'action="/timetable/{session.pk}/coming/"' in shown()
    client_of(leader).post(f"/timetable/{session.pk}/coming/", {"next": "/path/"})
    assert Booking.objects.get(leader=leader).coming
    text = shown()
    assert "You said you come" in text
    assert f'action="/timetable/{session.pk}/coming/"' not in text


def test_what_runs_now_is_shown_and_can_no_longer_be_booked(shown):
    session = tree.session(timezone.now() - timedelta(minutes=10))
    text = shown()
    assert "Sales training" in text
    assert f'action="/timetable/{session.pk}/coming/"' not in text


def test_certificates_are_hers_and_genuine(shown, leader, other_leader, operations):
    titles = {"en": "Copy that sells"}
    mine = certificate.issue(leader=leader, kind="course", key="a", title=titles)
    withdrawn = certificate.issue(leader=leader, kind="course", key="b", title={"en": "Gone"})
    certificate.revoke(certificate=withdrawn, by=operations, reason="A mistake")
    foreign = certificate.issue(leader=other_leader, kind="course", key="a", title=titles)
    text = shown()
    assert f"/certificates/{mine.code}.pdf" in text
    assert withdrawn.code not in text
    assert foreign.code not in text


def test_five_minutes_of_review_only_while_something_waits(shown, leader):
    assert "5 minutes of review" not in shown()
    reviewing.miss(leader, [bank.single()])
    assert "5 minutes of review" in shown()
    reviewing.answer(leader, reviewing.deck(leader)[0])
    assert "5 minutes of review" not in shown()


def test_who_has_left_is_not_called_to_review(shown, leader):
    reviewing.miss(leader, [bank.single()])
    Leader.objects.update(status=Leader.Status.LEFT)
    assert "5 minutes of review" not in shown()


def test_new_notices_are_pointed_to(shown, leader, other_leader):
    notify(user=other_leader.user, kind="note", title="Not for her")
    assert 'href="/inbox/"' not in shown()
    for _ in range(2):
        notify(user=leader.user, kind="note", title="Hello")
    assert "There are 2 new notices for you." in shown()


# --- the budget -------------------------------------------------------------------------


def queries(client) -> int:
    client.get("/path/")
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/path/").status_code == 200
    return len(seen)


@pytest.mark.parametrize("tier", ["preparatory", "ordinary", "advanced", "core"])
def test_the_page_keeps_its_budget_however_much_there_is(client_of, leader, tier):
    install_sample_rules()
    at_tier(leader, tier)
    client = client_of(leader)
    fill(leader, 1)
    few = queries(client)
    fill(leader, 5)
    assert queries(client) == few
    assert few <= BUDGET


def fill(leader: Leader, many: int) -> None:
    """So many more of everything that the page shows, and of other people's."""
    for at in range(many):
        course = tree.course(f"course-{many}-{at}", required=True)
        complete_step(leader=leader, step=course.get_children().first().specific)
        tree.soon()
        certificate.issue(leader=leader, kind="course", key=f"{many}-{at}", title={"en": "T"})
        notify(user=leader.user, kind="note", title="Hello")
        reviewing.miss(leader, [bank.single()])
        other = cast.leader(region=leader.region)
        complete_step(leader=other, step=course.get_children().first().specific)
        sell(LAST_WEEK - timedelta(weeks=at % 4), {leader: 100, other: 50})
