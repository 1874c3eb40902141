"""For whom a session is meant: region, intakes, tier and language; the same from both sides."""

from itertools import product

import pytest

from courses.meant import Meant, is_for_all_of, leaders_of, meant_by, share_leaders
from courses.models import Session
from courses.trainings import timetable
from school.people.models import Leader
from school.standing.models import Standing, Tier
from tests import cast
from tests.courses import tree

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def tiers(db):
    for rank, code in enumerate(["preparatory", "ordinary", "advanced", "core"], 1):
        Tier.objects.get_or_create(code=code, defaults={"rank": rank, "name": code})


def test_the_rule_is_the_same_asked_from_both_sides(leader, other_leader):
    """Every audience there is, against leaders of every kind."""
    regions = [None, leader.region.parent, leader.region, other_leader.region]
    intakes = [cast.intake(number) for number in (1, 2)]
    for at, (region, intake) in enumerate(product(regions[1:], [None, *intakes])):
        one = cast.leader(language=["en", "zh-hans"][at % 2], region=region, intake=intake)
        if at % 3:
            tier = ["ordinary", "core"][at % 3 - 1]
            Standing.objects.update_or_create(leader=one, defaults={"tier_id": tier})
    audiences = product(regions, [[], intakes[:1], intakes], [None, 2], ["", "en"])
    sessions = []
    for region, chosen, lowest, language in audiences:
        series = tree.series(region=region, lowest_rank=lowest, language=language)
        series.intakes.set(chosen)
        sessions.append(tree.soon(of=series))
    seen = {one.pk: set() for one in sessions}
    for one in Leader.objects.all():
        for session in Session.objects.for_leader(one.pk):
            seen[session.pk].add(one.pk)
    meant = {one.pk: {her.pk for her in leaders_of(one.series)} for one in sessions}
    assert seen == meant
    assert len({frozenset(people) for people in meant.values()}) > 9


def test_the_next_session_is_one_query_whatever_the_audience(
    leader, intake, django_assert_num_queries
):
    mine = tree.series()
    mine.intakes.set([leader.intake])
    other = tree.series(lowest_rank=4)
    first, second = tree.soon(of=other), tree.soon(of=mine)
    timetable.next_up(leader)
    with django_assert_num_queries(1):
        assert timetable.next_up(leader).session == second
    Standing.objects.update_or_create(leader=leader, defaults={"tier_id": "core"})
    assert timetable.next_up(leader).session == first


def test_who_could_meet_whom(leader, other_leader):
    city, hers, elsewhere = leader.region.parent, leader.region, other_leader.region
    assert share_leaders(Meant(), Meant(region=hers))
    assert share_leaders(Meant(region=city), Meant(region=hers))
    assert not share_leaders(Meant(region=hers), Meant(region=elsewhere))
    assert not share_leaders(Meant(language="en"), Meant(language="zh-hans"))
    assert share_leaders(Meant(intakes=frozenset({1})), Meant())
    assert share_leaders(Meant(intakes=frozenset({1, 2})), Meant(intakes=frozenset({2})))
    assert not share_leaders(Meant(intakes=frozenset({1})), Meant(intakes=frozenset({2})))


@pytest.mark.parametrize(
    ("fields", "everybody"),
    [({}, True), ({"lowest_rank": 1}, True), ({"lowest_rank": 2}, False), ({"language": "en"}, 0)],
)
def test_what_counts_for_all_of_a_region(leader, fields, everybody):
    series = tree.series(region=leader.region.parent, **fields)
    assert is_for_all_of(meant_by(series), region=leader.region) == everybody
    assert not is_for_all_of(meant_by(series), region=None)
    mine = cast.intake(1, region=leader.region)
    series.intakes.set([mine])
    assert not is_for_all_of(meant_by(series), region=leader.region)
    assert is_for_all_of(meant_by(series), region=mine.region, intake=mine) == everybody
