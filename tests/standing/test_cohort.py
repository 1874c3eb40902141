"""Weekly placement: the algorithm's own example, its edges, and a naive reference to agree with."""

from dataclasses import asdict
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from school.people.models import Leader, Region, User
from school.standing.cohort import place_cohorts
from school.standing.models import (
    CohortLimits,
    CohortRun,
    HeldRow,
    Placement,
    SalesImport,
    SalesWeek,
    Standing,
)
from tests import cast
from tests.standing import reference
from tests.standing.conftest import MONDAY, ROOM, leaders, sell, sell_four_weeks, week

CHECK_LIST = [50, 20, 10, 6, 4, 3, 3, 2, 2, 0]
pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("tiers")]


def cohorts(group=None) -> list[str]:
    placements = Placement.objects.filter(run__current=True).order_by("-run__week", "leader_id")
    latest = CohortRun.objects.current().order_by("-week").first()
    of = dict(placements.filter(run=latest).values_list("leader", "cohort"))
    return [of[leader.pk] for leader in group] if group else [of[key] for key in sorted(of)]


def test_places_the_check_list_as_the_domain_says(region):
    group = leaders(10, region=region)
    sell_four_weeks(dict(zip(group, CHECK_LIST, strict=True)))

    placed = place_cohorts(on=MONDAY)

    assert cohorts(group) == ["head"] * 2 + ["middle"] * 5 + ["tail"] * 3
    assert (placed.population, placed.head, placed.middle, placed.tail) == (10, 2, 5, 3)
    assert (placed.new, placed.frozen, placed.moved) == (0, 0, [])


def test_keeps_rank_and_shares_of_the_check_list(region):
    group = leaders(10, region=region)
    sell_four_weeks(dict(zip(group, CHECK_LIST, strict=True)))
    place_cohorts(on=MONDAY)

    rows = Placement.objects.order_by("leader_id")
    assert [row.rank for row in rows] == [1, 2, 3, 4, 5, 6, 6, 8, 8, 10]
    assert [float(row.c) for row in rows] == [0, 0.5, 0.7, 0.8, 0.86, 0.9, 0.9, 0.96, 0.96, 1.0]
    assert {row.n for row in rows} == {10} and {row.unit for row in rows} == {region}


@pytest.mark.parametrize(
    ("sales", "second"),
    [
        ([80, 4, 3, 3, 2, 2, 2, 2, 1, 1], "middle"),  # exactly 80% are held before her
        ([79, 5, 3, 3, 2, 2, 2, 2, 1, 1], "head"),
        ([95, 2, 1, 1, 1, 0, 0, 0, 0, 0], "tail"),  # exactly 95%
        ([94, 3, 1, 1, 1, 0, 0, 0, 0, 0], "middle"),
        ([0.8, 0.1, 0.1, -5, -5, -5, -5, -5, -5, -5], "middle"),  # fen, and only what is positive
    ],
)
def test_shares_count_exactly_at_the_limit(region, sales, second):
    group = leaders(10, region=region)
    sell_four_weeks(dict(zip(group, sales, strict=True)))
    place_cohorts(on=MONDAY)
    assert cohorts([group[1]]) == [second]


def test_absent_from_a_complete_week_is_zero_and_from_an_incomplete_one_unknown(region):
    group = leaders(10, region=region)
    sold = dict(zip(group, CHECK_LIST, strict=True))
    absent = group[-1]
    del sold[absent]
    for ago in (4, 3, 2, 1):
        sell(week(ago), sold)
    assert place_cohorts(on=MONDAY).tail == 3

    sell(week(1), sold, complete=False)
    placed = place_cohorts(on=MONDAY)
    assert (placed.population, placed.new) == (9, 1)
    assert Placement.objects.get(run__current=True, leader=absent).why == "few-weeks"


def test_a_row_held_back_is_unknown_and_not_zero(region):
    group = leaders(10, region=region)
    sold = dict(zip(group, CHECK_LIST, strict=True))
    sell(week(5), sold)
    sell_four_weeks(sold)
    place_cohorts(on=MONDAY - timedelta(weeks=1))
    held = group[0]
    del sold[held]
    last = sell(week(1), sold)
    HeldRow.objects.create(sales_import=last, leader=held, row=2, why="effective-exceeds-total")

    place_cohorts(on=MONDAY)

    assert Placement.objects.get(run__current=True, run__week=MONDAY, leader=held).why == (
        "missing-week"
    )


def test_weeks_before_she_joined_do_not_count(region):
    early = cast.leader("Early", region=region, joined_on=week(4))
    late = cast.leader("Late", region=region, joined_on=week(3) + timedelta(days=1))
    for ago in (4, 3, 2, 1):
        sell(week(ago), {})

    place_cohorts(on=MONDAY)

    assert cohorts([early, late]) == ["tail", "new"]


@pytest.mark.parametrize(
    ("status", "cohort"),
    [("active", "tail"), ("probation", "tail"), ("onboarding", "new"), ("invited", "new")],
)
def test_ranks_only_those_who_sell(region, status, cohort):
    leader = cast.leader(region=region, status=status)
    for ago in (4, 3, 2, 1):
        sell(week(ago), {})
    place_cohorts(on=MONDAY)
    assert cohorts([leader]) == [cohort]


@pytest.mark.parametrize("status", ["applied", "left", "eliminated"])
def test_leaves_out_who_is_not_here(region, status):
    cast.leader(region=region, status=status)
    place_cohorts(on=MONDAY)
    assert not Placement.objects.exists()


def test_a_small_region_is_compared_within_its_parent():
    big, small = cast.region("Big"), cast.region("Small")
    many, few = leaders(10, region=big), [cast.leader(region=small) for _ in range(2)]
    sold = {leader: 100 - at for at, leader in enumerate(many)} | {few[0]: 1000, few[1]: 1}
    sell_four_weeks(sold)

    place_cohorts(on=MONDAY)

    first, last = Placement.objects.filter(leader__in=few).order_by("leader_id")
    assert (first.unit, first.n, first.rank) == (big.parent, 12, 1)
    assert (last.unit, last.n, last.rank) == (big.parent, 12, 12)
    assert {row.n for row in Placement.objects.filter(leader__in=many)} == {10}


def test_a_change_needs_the_same_result_two_weeks_running(region):
    group = leaders(10, region=region)
    sold = dict(zip(group, CHECK_LIST, strict=True))
    # Weeks differ only in what was sold in all four of them together.
    plan = [sold, sold | {group[4]: 60}, sold | {group[4]: 60}]
    seen = []
    for at, sales in enumerate(plan):
        monday = MONDAY + timedelta(weeks=at)
        sell_four_weeks(sales, monday)
        placed = place_cohorts(on=monday)
        seen.append(Placement.objects.get(run__week=monday, leader=group[4]))
    assert [row.cohort for row in seen] == ["middle", "middle", "head"]
    assert [row.why for row in seen] == ["first", "waiting", "twice"]
    move = next(move for move in placed.moved if move["leader"] == group[4].code)
    assert (move["from"], move["to"]) == ("middle", "head") and move["why"]


def test_a_result_that_is_interrupted_by_a_missed_run_is_not_two_weeks_running(region):
    group = leaders(10, region=region)
    sold = dict(zip(group, CHECK_LIST, strict=True))
    better = sold | {group[4]: 60}
    for at, sales in ((0, sold), (1, better), (3, better)):
        monday = MONDAY + timedelta(weeks=at)
        sell_four_weeks(sales, monday)
        place_cohorts(on=monday)
    assert cohorts([group[4]]) == ["middle"]


def test_no_sales_at_all_is_tail_at_once(region):
    group = leaders(10, region=region)
    sold = dict(zip(group, CHECK_LIST, strict=True))
    sell_four_weeks(sold)
    place_cohorts(on=MONDAY)
    following = MONDAY + timedelta(weeks=1)
    sell_four_weeks(sold | {group[0]: 0}, following)

    place_cohorts(on=following)

    first = Placement.objects.get(run__week=following, leader=group[0])
    assert (first.cohort, first.why, first.before) == ("tail", "no-sales", "head")


@pytest.mark.parametrize(("rank", "cohort"), [(5, "head"), (6, "middle")])
def test_a_head_leaves_only_beyond_a_quarter(region, rank, cohort):
    """20 leaders of nearly equal sales: rank 5 is p = 25%, rank 6 is 30%."""
    group = leaders(20, region=region)
    for at in range(3):
        monday = MONDAY + timedelta(weeks=at)
        sold = {leader: 1000 - 2 * place for place, leader in enumerate(group)}
        if at:
            sold[group[0]] = sold[group[rank - 1]] + 1 - 2
        sell_four_weeks(sold, monday)
        place_cohorts(on=monday)
    row = Placement.objects.get(run__week=monday, leader=group[0])
    assert (row.rank, row.cohort) == (rank, cohort)


@pytest.mark.parametrize(("rank", "cohort"), [(12, "tail"), (11, "middle")])
def test_a_tail_leaves_only_up_to_55_per_cent(region, rank, cohort):
    group = leaders(20, region=region)
    for at in range(3):
        monday = MONDAY + timedelta(weeks=at)
        sold = {leader: 1000 - 2 * place for place, leader in enumerate(group)}
        if at:
            sold[group[-1]] = sold[group[rank - 1]] + 1
        sell_four_weeks(sold, monday)
        place_cohorts(on=monday)
    row = Placement.objects.get(run__week=monday, leader=group[-1])
    assert (row.rank, row.raw, row.cohort) == (rank, "middle", cohort)


def test_on_leave_keeps_the_cohort_and_is_stale_and_not_ranked(region):
    group = leaders(11, region=region)
    sold = dict(zip(group, [*CHECK_LIST, 1], strict=True))
    sell_four_weeks(sold)
    place_cohorts(on=MONDAY)
    Leader.objects.filter(pk=group[0].pk).update(on_leave=True)
    following = MONDAY + timedelta(weeks=1)
    sell_four_weeks(sold, following)

    placed = place_cohorts(on=following)

    row = Placement.objects.get(run__week=following, leader=group[0])
    assert (row.state, row.cohort, row.rank, row.why) == ("frozen", "head", None, "on-leave")
    assert (placed.population, placed.frozen) == (10, 1)
    standing = Standing.objects.get(leader=group[0])
    assert (standing.cohort, standing.stale) == ("head", True)


def test_without_a_sales_week_everybody_is_frozen(region):
    group = leaders(10, region=region)
    sell_four_weeks(dict(zip(group, CHECK_LIST, strict=True)))
    place_cohorts(on=MONDAY)
    before = cohorts(group)

    placed = place_cohorts(on=MONDAY + timedelta(weeks=1))

    assert (placed.population, placed.frozen, placed.moved) == (0, 10, [])
    assert cohorts(group) == before
    assert set(Standing.objects.values_list("stale", flat=True)) == {True}


def test_placing_again_replaces_the_run_and_keeps_the_old_one(region):
    group = leaders(10, region=region)
    sell_four_weeks(dict(zip(group, CHECK_LIST, strict=True)))
    place_cohorts(on=MONDAY)
    place_cohorts(on=MONDAY + timedelta(days=3))
    assert list(CohortRun.objects.order_by("pk").values_list("week", "current")) == [
        (MONDAY, False),
        (MONDAY, True),
    ]
    assert Placement.objects.count() == 20


def test_a_dry_run_answers_the_same_and_leaves_nothing(region):
    group = leaders(10, region=region)
    sell_four_weeks(dict(zip(group, CHECK_LIST, strict=True)))
    tried = place_cohorts(on=MONDAY, dry_run=True)
    assert not CohortRun.objects.exists() and not Standing.objects.exists()
    assert tried == place_cohorts(on=MONDAY)


@pytest.mark.parametrize("number", [3, 30])
def test_takes_the_same_queries_for_any_number(region, number, django_assert_num_queries):
    sell_four_weeks(dict.fromkeys(leaders(number, region=region), 1))
    place_cohorts(on=MONDAY)
    following = MONDAY + timedelta(weeks=1)
    with django_assert_num_queries(10 + 3 * ROOM):
        place_cohorts(on=following)


amounts = st.integers(-3, 12)
weekly = st.lists(st.one_of(amounts, st.none()), min_size=4, max_size=4) | st.lists(
    amounts, min_size=4, max_size=4
)
people = st.builds(
    reference.Person,
    region=st.sampled_from([None, 0, 1, 2, 3]),
    weeks=weekly,
    earlier=st.integers(0, 4),
    on_leave=st.sampled_from([False, False, False, True]),
    active=st.sampled_from([True, True, True, False]),
    before=st.sampled_from(["", "new", "head", "middle", "tail"]),
    result_before=st.sampled_from(["", "head", "middle", "tail"]),
)
# Region 0 holds 1 and 2, and 2 holds 3.
PARENTS = {0: None, 1: 0, 2: 0, 3: 2}


per_cents = st.integers(0, 100)
limits = st.builds(
    lambda ranks, shares, smallest: reference.Limits(
        head_p=ranks[0],
        head_leaves=ranks[1],
        tail_leaves=ranks[2],
        tail_p=ranks[3],
        head_c=shares[0],
        tail_c=shares[1],
        smallest=smallest,
    ),
    st.lists(per_cents, min_size=4, max_size=4).map(sorted),
    st.lists(per_cents, min_size=2, max_size=2).map(sorted),
    st.integers(1, 12),
)


def check_list() -> list[reference.Person]:
    return [reference.Person(region=1, weeks=[0, 0, 0, sold]) for sold in CHECK_LIST]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    everybody=st.lists(people, min_size=1, max_size=40),
    limits=st.dictionaries(st.sampled_from([None, *PARENTS]), limits, max_size=3),
)
@example(everybody=check_list(), limits={})
@example(everybody=check_list(), limits={0: reference.Limits(head_p=10, tail_c=97)})
def test_comes_to_the_same_as_the_reference(everybody, limits):
    world = World(everybody, limits)
    place_cohorts(on=MONDAY)
    rows = {row.leader_id: row for row in Placement.objects.filter(run__week=MONDAY)}
    expected = reference.place(everybody, PARENTS, limits)
    for leader, wanted in zip(world.leaders, expected, strict=True):
        row = rows[leader.pk]
        assert (row.state, row.cohort, row.raw, row.result, row.rank) == (
            wanted.state,
            wanted.cohort,
            wanted.raw,
            wanted.result,
            wanted.rank,
        )
    world.forget()


class World:
    """The people of an example in the database: their regions, sales and last week's placement."""

    def __init__(self, everybody: list[reference.Person], limits: dict) -> None:
        self.regions = {}
        for number, parent in PARENTS.items():
            around = self.regions.get(parent)
            self.regions[number] = Region.objects.create(name=f"R{number}", parent=around)
        for number, numbers in limits.items():
            # An older row and one that isn't valid yet count for nothing.
            for day, row in (
                (week(3), reference.Limits()),
                (week(0), numbers),
                (week(-1), reference.Limits(head_p=0)),
            ):
                CohortLimits.objects.create(
                    region=self.regions.get(number), valid_from=day, **asdict(row)
                )
        self.leaders = self._people(everybody)
        self._sell(everybody)
        self._place_last_week(everybody)

    def _people(self, everybody: list[reference.Person]) -> list[Leader]:
        users = User.objects.bulk_create(User(phone=cast.phone()) for _person in everybody)
        return Leader.objects.bulk_create(
            Leader(
                user=user,
                region=self.regions.get(person.region),
                on_leave=person.on_leave,
                status=Leader.Status.ACTIVE if person.active else Leader.Status.ONBOARDING,
            )
            for user, person in zip(users, everybody, strict=True)
        )

    def _sell(self, everybody: list[reference.Person]) -> None:
        for ago in range(1, 9):
            sold = {}
            for leader, person in zip(self.leaders, everybody, strict=True):
                known = (
                    person.weeks[ago - 1]
                    if ago <= 4
                    else (0 if ago <= 4 + person.earlier else None)
                )
                if known is not None:
                    sold[leader] = known
            sell(week(ago), sold, complete=False)

    def _place_last_week(self, everybody: list[reference.Person]) -> None:
        last = CohortRun.objects.create(week=week(1), on=week(1))
        Placement.objects.bulk_create(
            Placement(
                run=last,
                leader=leader,
                sales=0,
                cohort=person.before,
                result=person.result_before,
                state="placed",
                why="same",
            )
            for leader, person in zip(self.leaders, everybody, strict=True)
            if person.before
        )
        for person in everybody:
            if not person.before:
                person.result_before = ""

    def forget(self) -> None:
        """Every example begins with an empty school."""
        for model in (
            Placement,
            CohortRun,
            CohortLimits,
            SalesWeek,
            SalesImport,
            Standing,
            Leader,
            User,
        ):
            rows = model.objects.all()
            rows._raw_delete(rows.db)
        for number in reversed(PARENTS):
            self.regions[number].delete()
