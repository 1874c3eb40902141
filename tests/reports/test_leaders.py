import pytest
from django.urls import reverse

from school.lib.phones import mask_phone
from school.people.models import Leader, User
from school.reports.leaders import masked
from school.standing.models import Standing
from tests import cast
from tests.reports.conftest import many, sell_and_place

LIST = reverse("reports:leaders")


def names(client, query: str = "") -> list[str]:
    page = client.get(f"{LIST}?{query}").context["page"]
    return [row.name for row in page.object_list]


def test_row_tells_name_tier_cohort_and_masked_phone(client_of, manager, leader, region):
    others = many(9, region)
    sell_and_place({leader: 5000} | dict.fromkeys(others, 100))
    page = client_of(manager).get(LIST).content.decode()
    assert "Li Mei" in page
    assert "Preparatory" in page
    assert "Head" in page
    assert "¥\u00a020,000" in page
    assert leader.user.phone not in page
    assert leader.user.local_phone not in page
    assert f"138****{leader.user.phone[-4:]}" in page


def test_what_people_write_is_text(client_of, manager, leader):
    evil = '<script>alert("&")</script>'
    User.objects.filter(pk=leader.user_id).update(name=evil)
    Leader.objects.filter(pk=leader.pk).update(community=evil, code="<b>'")
    page = client_of(manager).get(f"{LIST}?q=%22%3E%3Cscript%3Ealert").content.decode()
    assert "<script>alert" not in page
    page = client_of(manager).get(LIST).content.decode()
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert page.count("&lt;script&gt;alert(&quot;&amp;&quot;)") == 2


def test_masks_every_form_of_number():
    assert masked("+8613800000001") == "138****0001"
    assert masked("+85291234567") == mask_phone("+85291234567")
    assert masked("") == ""


@pytest.mark.parametrize(
    "query", ["q=Li+M", "q=Sunshine", "q=L-77", "q=li+mei", "region={region}", "intake={intake}"]
)
def test_finds_by_words_and_filters(client_of, operations, leader, other_leader, query):
    Leader.objects.filter(pk=leader.pk).update(code="L-77")
    Leader.objects.filter(pk=other_leader.pk).update(community="Peach Lane")
    query = query.format(region=leader.region_id, intake=leader.intake_id)
    assert names(client_of(operations), query) == ["Li Mei"]


def test_finds_by_the_last_digits_of_the_phone(client_of, operations, leader, other_leader):
    client = client_of(operations)
    assert names(client, f"q={leader.user.phone[-4:]}") == ["Li Mei"]
    assert names(client, f"q={leader.user.phone[-4:-1]}") == []


def test_filters_by_tier_with_and_without_a_standing(client_of, operations, leader, other_leader):
    Standing.objects.create(leader=leader, tier_id="ordinary", cohort="head")
    client = client_of(operations)
    assert names(client, "tier=ordinary") == ["Li Mei"]
    assert names(client, "tier=preparatory") == ["Zhou Lan"]
    assert names(client, "cohort=head") == ["Li Mei"]
    assert names(client, "cohort=new") == ["Zhou Lan"]


def test_filters_by_status_and_coach(client_of, operations, leader, other_leader):
    Leader.objects.filter(pk=other_leader.pk).update(status=Leader.Status.LEFT)
    client = client_of(operations)
    assert names(client, "status=left") == ["Zhou Lan"]
    assert names(client, f"coach={leader.coach_id}") == ["Li Mei"]


def test_a_filter_offers_only_what_she_sees(client_of, manager, leader, other_leader):
    page = client_of(manager).get(f"{LIST}?filters=1").content.decode()
    assert "Changsha · Yuelu" in page
    assert "Elsewhere" not in page


def test_a_filter_she_may_not_use_finds_nobody_new(client_of, manager, leader, other_leader):
    found = names(client_of(manager), f"region={other_leader.region_id}")
    assert "Zhou Lan" not in found


def test_sorts_both_ways_and_ignores_what_it_does_not_know(client_of, operations, region):
    cast.leader("Bai", region=region), cast.leader("An", region=region)
    client = client_of(operations)
    assert names(client, "ordering=name") == ["An", "Bai"]
    assert names(client, "ordering=-name") == ["Bai", "An"]
    assert names(client, "ordering=user__password") == ["Bai", "An"]


def test_largest_sales_first_and_unknown_ones_last(client_of, operations, region):
    one, two, *rest = many(10, region)
    sell_and_place({one: 10, two: 900} | dict.fromkeys(rest, 5))
    newcomer = cast.leader("Newcomer", region=region)
    found = names(client_of(operations))
    assert found[:2] == [two.name, one.name]
    assert found[-1] == newcomer.name


def test_pages_keep_the_search(client_of, operations, region):
    many(23, region)
    client = client_of(operations)
    first = client.get(f"{LIST}?q=Leader&ordering=code")
    assert len(first.context["page"].object_list) == 20
    assert "q=Leader&amp;ordering=code&amp;p=2" in first.content.decode()
    assert len(names(client, "q=Leader&ordering=code&p=2")) == 3


def test_same_queries_for_three_and_two_hundred(client_of, manager, region, queries):
    many(3, region)
    client = client_of(manager)
    few = queries(client, LIST)
    filtered = queries(client, f"{LIST}?tier=preparatory")
    many(197, region)
    assert queries(client, LIST) == few
    assert queries(client, f"{LIST}?tier=preparatory") == filtered
    assert few <= 15


def test_says_what_to_do_when_there_is_nobody(client_of, manager):
    client = client_of(manager)
    empty = "No leaders yet."
    assert empty in client.get(LIST).content.decode()
    page = client.get(f"{LIST}?q=nobody").content.decode()
    assert empty not in page
    assert "Show everybody" in page


def test_tier_in_the_readers_language(client_of, leader):
    chinese = cast.user("何经理", "Operations", language="zh-hans")
    Standing.objects.create(leader=leader, tier_id="advanced")
    assert "进阶" in client_of(chinese).get(LIST).content.decode()
