"""Limits of the cohorts: operations set them ahead; the nearest ones place a leader; and what
other limits would do is known before they are saved."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from school.lib import dates
from school.lib.refusal import Refusal
from school.people.models import Region
from school.standing import limits
from school.standing.cohort import first_limits, place_cohorts
from school.standing.models import CohortLimits, CohortRun, Placement, Standing
from school.standing.placement_words import words
from school.standing.what_if import movers, what_if
from tests import cast
from tests.standing.conftest import MONDAY, leaders, sell_four_weeks
from tests.standing.test_cohort import CHECK_LIST, cohorts

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("tiers")]
FIRST = first_limits()
NEXT = MONDAY + timedelta(weeks=1)


def save(by, region=None, valid_from=NEXT, **numbers):
    return limits.save(by=by, region=region, valid_from=valid_from, numbers=FIRST | numbers)


def code_of(call, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as refused:
        call(*args, **kwargs)
    return refused.value.code


@pytest.fixture
def placed(region):
    group = leaders(10, region=region)
    sell_four_weeks(dict(zip(group, CHECK_LIST, strict=True)))
    place_cohorts(on=MONDAY)
    return group


def test_the_limits_of_the_domain_are_the_first(placed):
    assert FIRST == {
        "head_p": 20,
        "head_c": 80,
        "tail_p": 60,
        "tail_c": 95,
        "head_leaves": 25,
        "tail_leaves": 55,
        "smallest": 10,
    }
    assert set(Placement.objects.values_list("limits", flat=True)) == {None}


def test_only_operations_save(placed, manager, operations, region):
    assert code_of(save, manager, region) == "not-allowed"
    assert save(operations, region, head_p=10).by == operations


def test_what_has_placed_somebody_stays(placed, operations, region):
    assert code_of(save, operations, valid_from=MONDAY) == "limits-used"
    planned = save(operations, head_p=10)
    save(operations, head_p=15)
    assert CohortLimits.objects.get() == planned and CohortLimits.objects.get().head_p == 15
    place_cohorts(on=NEXT)
    assert code_of(save, operations, head_p=10) == "limits-used"
    assert code_of(limits.take_back, by=operations, limits=planned) == "limits-used"
    save(operations, valid_from=NEXT + timedelta(weeks=1))
    assert CohortLimits.objects.count() == 2


def test_a_week_begins_on_monday_and_head_and_tail_do_not_meet(placed, operations):
    assert code_of(save, operations, valid_from=NEXT + timedelta(days=1)) == "week-not-monday"
    for crossed in ({"head_p": 30}, {"tail_leaves": 20}, {"tail_c": 70}, {"smallest": 0}):
        assert code_of(save, operations, **crossed) == "limits-crossed"


def test_the_database_refuses_limits_that_cross(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        CohortLimits.objects.create(valid_from=MONDAY, head_p=30)


def test_planned_limits_may_be_taken_back(placed, manager, operations):
    planned = save(operations)
    assert code_of(limits.take_back, by=manager, limits=planned) == "not-allowed"
    limits.take_back(by=operations, limits=planned)
    assert not CohortLimits.objects.exists()


def test_the_first_monday_that_is_free(db):
    this = dates.week_start(dates.today())
    assert limits.first_free_monday() == this
    CohortRun.objects.create(week=this, on=this)
    assert limits.first_free_monday() == this + timedelta(weeks=1)


def test_the_nearest_limits_and_of_these_the_latest_place_a_leader(operations, region):
    near, far = leaders(10, region=region), []
    elsewhere = cast.region("Elsewhere", city="Wuhan")
    far = [cast.leader(region=elsewhere, code=f"F{at}") for at in range(10)]
    sell_four_weeks(dict(zip(near + far, CHECK_LIST * 2, strict=True)))
    wide = {"head_p": 40, "head_leaves": 45, "head_c": 95}
    save(operations, None, MONDAY - timedelta(weeks=2), head_p=0, head_leaves=0)
    save(operations, region.parent, MONDAY - timedelta(weeks=1), head_p=10, head_leaves=10)
    ours = save(operations, region.parent, MONDAY, **wide)
    save(operations, region, MONDAY + timedelta(weeks=3), head_p=10)

    place_cohorts(on=MONDAY)

    assert cohorts(near)[:4] == ["head"] * 4 and cohorts(near)[4] == "middle"
    assert "head" not in cohorts(far)
    assert {row.limits for row in Placement.objects.filter(leader__in=near)} == {ours}
    assert CohortLimits.objects.nearest(region, MONDAY) == ours
    assert CohortLimits.objects.nearest(elsewhere, MONDAY).region is None
    assert CohortLimits.objects.nearest(region, MONDAY - timedelta(weeks=3)) is None


def test_says_what_would_change_and_writes_nothing(placed, region, django_assert_num_queries):
    before = list(Placement.objects.values().order_by("pk"))
    trial = CohortLimits(region=region, **FIRST | {"head_p": 10, "head_leaves": 10})
    with django_assert_num_queries(2):
        seen = what_if(limits=trial, week=MONDAY)

    assert (seen.moved, seen.at_once) == (1, 1)
    assert seen.moves["head", "middle"] == 1
    assert (seen.count("head", before=True), seen.count("head", before=False)) == (2, 1)
    (mover,) = movers(limits=trial, week=MONDAY, first=0, most=10)
    assert (mover.placement.leader_id, mover.was, mover.would) == (placed[1].pk, "head", "middle")
    assert "rank 2 of 10 (20%)" in words(mover.placement)
    assert list(Placement.objects.values().order_by("pk")) == before
    assert not CohortLimits.objects.exists() and CohortRun.objects.count() == 1


def test_a_trial_comes_to_what_two_placements_with_it_come_to(placed, operations, region):
    """Who is a head already leaves only after the second week, and the trial says so."""
    sold = dict(zip(placed, CHECK_LIST, strict=True))

    def place(weeks: int) -> None:
        sell_four_weeks(sold, MONDAY + timedelta(weeks=weeks))
        place_cohorts(on=MONDAY + timedelta(weeks=weeks))

    place(1)
    narrow = FIRST | {"head_p": 10, "head_leaves": 10}
    seen = what_if(limits=CohortLimits(region=None, **narrow), week=NEXT)
    assert (seen.moved, seen.at_once) == (1, 0)

    save(operations, None, MONDAY + timedelta(weeks=2), **narrow)
    place(2)
    assert Standing.objects.filter(cohort="head").count() == 2
    place(3)
    assert Standing.objects.filter(cohort="head").count() == seen.count("head", before=False) == 1


def test_a_trial_for_a_region_speaks_of_its_leaders_alone(placed, region):
    there = [cast.leader(region=cast.region("Elsewhere"), code=f"F{at}") for at in range(10)]
    sell_four_weeks(dict(zip([*placed, *there], CHECK_LIST * 2, strict=True)))
    place_cohorts(on=MONDAY)
    nobody = FIRST | {"head_p": 0, "head_leaves": 0}
    here = what_if(limits=CohortLimits(region=region, **nobody), week=MONDAY)
    assert (here.moved, sum(here.moves.values())) == (2, 10)
    around = Region.objects.get(pk=region.parent_id)
    assert what_if(limits=CohortLimits(region=around, **nobody), week=MONDAY).moved == 4
    assert what_if(limits=CohortLimits(**nobody), week=MONDAY).moved == 4


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"why": "few-weeks"}, "Fewer than four complete weeks"),
        (
            {"why": "same", "rank": 3, "n": 12, "c": "0.55", "raw": "middle", "cohort": "head"},
            "A head leaves only beyond 25%.",
        ),
        (
            {"why": "same", "rank": 7, "n": 12, "c": "0.9", "raw": "middle", "cohort": "tail"},
            "A tail leaves only up to 55%.",
        ),
        (
            {"why": "waiting", "rank": 1, "n": 12, "c": "0", "raw": "head", "cohort": "middle"},
            "Next week she moves to Head if it is the same again.",
        ),
        ({"why": "twice", "rank": 2005, "n": 10_000, "c": "0.5"}, "rank 2005 of 10000 (20.1%)"),
    ],
)
def test_says_why_in_words(fields, said):
    fields = {"raw": "head", "cohort": "head"} | fields
    assert said in words(Placement(result=fields["raw"], **fields))
