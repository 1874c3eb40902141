from datetime import timedelta

from django.urls import reverse

from school.standing.cohort import place_cohorts
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


def test_without_a_placement_names_the_commands(client_of, manager, leader):
    assert "place_cohorts" in client_of(manager).get(COHORTS).content.decode()


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
