"""Rows that match nobody: linked to a leader or to one who is made for them, then read again."""

import pytest

from school.lib.refusal import Refusal
from school.people.bringing import flow
from school.people.models import Leader
from school.standing.imports import links
from school.standing.models import SalesWeek, TradingId
from tests import cast
from tests.standing.imports.conftest import row

pytestmark = pytest.mark.django_db
MASKED = "138****0001"


def code_of(function, **kwargs) -> str:
    with pytest.raises(Refusal) as refused:
        function(**kwargs)
    assert "%(" not in str(refused.value)
    return refused.value.code


def net() -> dict[str, object]:
    return dict(SalesWeek.objects.current().values_list("leader__user__name", "net"))


@pytest.fixture
def strangers(li, bring, ask):
    """Looked at: Li Mei's own row, one with an unknown ID, and a masked phone."""
    rows = [row("1001", 100), row("77", 50, "Wang Fang"), row("", 20, "Zhao Min", MASKED)]
    return ask(flow.ask_look, bring(*rows))


def test_a_linked_row_counts_when_the_file_is_read_again(strangers, ask, operations):
    wang = cast.leader("Wang Fang")
    links.link(file=strangers, row=3, leader=wang, by=operations)
    assert ask(flow.ask_look, strangers).outcome["unmatched"] == 1
    strangers.refresh_from_db()
    ask(flow.ask_take, strangers)
    assert net() == {"Li Mei": 100, "Wang Fang": 50}


def test_rows_of_a_file_that_is_in_are_linked_and_it_is_brought_again(strangers, ask, operations):
    file = ask(flow.ask_take, strangers)
    links.link(file=file, row=4, leader=cast.leader("Zhao Min"), by=operations)
    file = ask(flow.ask_take, ask(flow.ask_look, file))
    assert net() == {"Li Mei": 100, "Zhao Min": 20}
    assert file.sales_import.version == 2


def test_the_id_of_a_linked_row_is_hers_from_then_on(strangers, operations, bring, ask):
    wang = cast.leader("Wang Fang")
    links.link(file=strangers, row=3, leader=wang, by=operations)
    wang.refresh_from_db()
    assert wang.code == "77" and not TradingId.objects.exists()
    assert ask(flow.ask_look, bring(row("77", 5))).outcome["accepted"] == 1


def test_a_second_id_is_kept_beside_the_first(strangers, operations, bring, ask, li):
    links.link(file=strangers, row=3, leader=li, by=operations)
    li.refresh_from_db()
    assert (li.code, TradingId.objects.get().code) == ("1001", "77")
    links.link(file=strangers, row=3, leader=li, by=operations)
    assert TradingId.objects.count() == 1
    assert ask(flow.ask_look, bring(row("77", 5))).outcome["accepted"] == 1


def test_an_id_belongs_to_one(strangers, operations, li):
    links.link(file=strangers, row=3, leader=li, by=operations)
    other = cast.leader("Wang Fang")
    assert (
        code_of(links.link, file=strangers, row=3, leader=other, by=operations) == "id-of-another"
    )
    other.refresh_from_db()
    assert other.code is None


def test_a_leader_is_made_for_a_row(strangers, operations, ask):
    given = {"name": "Wang Fang", "phone": "138 0000 0077"}
    made = links.create(file=strangers, row=3, by=operations, **given)
    made.refresh_from_db()
    assert (made.code, made.name, made.status) == ("77", "Wang Fang", Leader.Status.PROBATION)
    assert made.user.groups.get().name == "Leaders"
    assert ask(flow.ask_look, strangers).outcome["accepted"] == 2


def test_what_is_refused(strangers, operations, li):
    made = {"file": strangers, "by": operations, "name": "Wang Fang"}
    assert code_of(links.create, row=3, phone="12", **made) == "phone-invalid"
    assert code_of(links.create, row=2, phone="13800000077", **made) == "row-not-loose"
    assert code_of(links.create, row=3, phone=li.user.phone, **made) == "phone-taken"
    made["name"] = "Li Mei"
    assert code_of(links.create, row=4, phone=li.user.phone, **made) == "leader-known"
    assert Leader.objects.count() == 1


def test_leaders_of_the_name_are_offered_and_others_found(strangers):
    wang = cast.leader("Wang Fang")
    cast.leader("Wang Fang Fang")
    loose = links.loose_row(strangers, 3)
    assert links.candidates(loose) == [wang]
    assert links.candidates(loose, wang.user.phone[-4:]) == [wang]
    assert links.candidates(loose, "1001")[0].name == "Li Mei"
    assert links.candidates(links.Loose(9, "", "", "", ""), "") == []
