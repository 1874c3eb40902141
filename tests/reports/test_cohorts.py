from datetime import timedelta

from django.urls import reverse

from school.standing.cohort import place_cohorts
from school.standing.models import Standing
from tests import cast
from tests.reports.conftest import LADDER, many, sell_and_place, this_monday
from tests.standing.conftest import sell, week

COHORTS = reverse("reports:cohorts")


def test_counts_shares_and_movement(client_of, manager, region):
    leaders = many(10, region)
    sell_and_place(dict(zip(leaders, LADDER, strict=True)))
    flow = client_of(manager).get(COHORTS).context["flow"]
    shown = [(line.cohort, line.count, line.change, line.share) for line in flow.rows]
    assert shown[0] == ("head", 2, "±0", "70%")
    assert shown[1][:2] == ("middle", 5)
    assert shown[2][:2] == ("tail", 3)
    before, steps = flow.matrix[0]
    assert (before, steps[0].number, steps[0].stayed) == ("head", 2, True)


def test_says_who_moved_and_why(client_of, manager, region):
    leaders = many(10, region)
    sell_and_place(dict(zip(leaders, LADDER, strict=True)))
    silent = leaders[2]
    monday = this_monday()
    for ago in range(4, 0, -1):
        sales = dict(zip(leaders, LADDER, strict=True)) | {silent: 0}
        sell(week(ago, monday), sales)
    place_cohorts(on=monday)
    page = client_of(manager).get(COHORTS).content.decode()
    assert silent.name in page
    assert "No sales in four weeks" in page
    assert silent.user.phone not in page


def test_one_region_alone(client_of, operations, region):
    here = many(10, region)
    there = many(10, cast.region("Elsewhere"))
    sell_and_place(dict(zip(here + there, LADDER + LADDER, strict=True)))
    client = client_of(operations)
    assert client.get(COHORTS).context["flow"].summary.total == 20
    assert client.get(COHORTS, {"region": region.pk}).context["flow"].summary.total == 10
    around = {"region": region.parent_id}
    assert client.get(COHORTS, around).context["flow"].summary.total == 20


def test_a_region_she_does_not_see_is_no_filter(client_of, manager, region):
    here = many(10, region)
    elsewhere = cast.region("Elsewhere")
    there = many(10, elsewhere)
    sell_and_place(dict(zip(here + there, LADDER + LADDER, strict=True)))
    response = client_of(manager).get(COHORTS, {"region": elsewhere.pk})
    assert response.context["flow"].summary.total == 10
    assert "Elsewhere" not in response.content.decode()


def test_without_a_placement_says_how_it_comes(client_of, manager, leader):
    assert "Cohorts need four weeks of sales." in client_of(manager).get(COHORTS).content.decode()


def test_same_queries_for_few_and_many_movers(client_of, manager, region, queries):
    leaders = many(40, region)
    sales = dict.fromkeys(leaders, 100)
    sell_and_place(sales)
    client = client_of(manager)
    monday = this_monday()

    def silence(some):
        for ago in range(4, 0, -1):
            sell(week(ago, monday), sales | dict.fromkeys(some, 0))
        place_cohorts(on=monday - timedelta(days=0))

    silence(leaders[:1])
    few = queries(client, COHORTS)
    silence(leaders[:20])
    assert queries(client, COHORTS) == few


def three_weeks(leaders, manager_sees=None) -> list:
    """Three placements: the first leader falls silent in the third week."""
    sales = dict(zip(leaders, LADDER, strict=True))
    mondays = [this_monday() - timedelta(weeks=ago) for ago in (2, 1, 0)]
    for ago in range(7, 0, -1):
        sell(week(ago, this_monday()), sales)
    for monday in mondays[:2]:
        place_cohorts(on=monday)
    for ago in range(4, 0, -1):
        sell(week(ago, this_monday()), sales | {leaders[0]: 0})
    place_cohorts(on=mondays[2])
    return mondays


def test_any_two_weeks_may_be_compared(client_of, manager, region):
    leaders = many(10, region)
    first, second, third = three_weeks(leaders)
    client = client_of(manager)

    flow = client.get(COHORTS, {"since": first, "week": third}).context["flow"]
    assert (flow.summary.last_week, flow.summary.week) == (first, third)
    assert flow.summary.moves["head", "tail"] == 1
    flow = client.get(COHORTS, {"since": first, "week": second}).context["flow"]
    assert flow.summary.moved == 0
    turned = client.get(COHORTS, {"since": third, "week": first}).context["asked"]
    assert (turned.since, turned.week) == (first, third)
    unknown = client.get(COHORTS, {"since": "2001-01-01", "week": "x"}).context["asked"]
    assert (unknown.since, unknown.week) == (second, third)


def test_a_cell_lists_its_leaders(client_of, manager, region, other_leader):
    leaders = many(10, region)
    first, _second, third = three_weeks(leaders)
    client = client_of(manager)
    asked = {"since": first, "week": third, "was": "head", "now": "tail"}
    response = client.get(COHORTS, asked)
    assert [row.leader for row in response.context["page"].object_list] == [leaders[0]]
    page = response.content.decode()
    assert "No sales in four weeks" in page
    assert f"since={first}&amp;region=" not in page and "was=head&amp;now=tail#moved" in page
    stayed = client.get(COHORTS, asked | {"now": "head"})
    assert [row.leader for row in stayed.context["page"].object_list] == [leaders[1]]
    unknown = client.get(COHORTS, asked | {"was": "nowhere"})
    assert unknown.context["asked"].cell is None


def test_a_cell_shows_her_own_leaders_only(client_of, operations, region):
    here, elsewhere = many(10, region), cast.region("Elsewhere", city="Wuhan")
    three_weeks(here)
    stranger = cast.manager("Manager Xu", regions=[elsewhere])
    response = client_of(stranger).get(COHORTS, {"was": "head", "now": "tail"})
    assert not response.context["page"].object_list


def test_a_kept_cohort_is_shown_as_stale(client_of, manager, region):
    leaders = many(11, region)
    sell_and_place(dict(zip(leaders, [*LADDER, 1], strict=True)))
    type(leaders[0]).objects.filter(pk=leaders[0].pk).update(on_leave=True)
    place_cohorts(on=this_monday())
    page = client_of(manager).get(COHORTS, {"was": "head", "now": "head"}).content.decode()
    assert "not up to date" in page and "On leave" in page


def test_tier_and_cohort_that_disagree_raise_an_alarm(client_of, manager, region):
    leaders = many(10, region)
    sell_and_place(dict(zip(leaders, LADDER, strict=True)))
    Standing.objects.filter(leader__in=leaders).update(tier="ordinary")
    Standing.objects.filter(leader=leaders[-1]).update(tier="core")
    Standing.objects.filter(leader=leaders[0]).update(tier="preparatory")
    client = client_of(manager)
    response = client.get(COHORTS)
    assert [row.leader for row in response.context["alarms"]] == [leaders[-1], leaders[0]]
    page = response.content.decode()
    assert "Call her" in page and "Fast track" in page
    monday = client.get(reverse("reports:monday")).content.decode()
    assert "1 leader of the core tier is in the tail" in monday
    assert "1 preparatory leader sells like a head" in monday
