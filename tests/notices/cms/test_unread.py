"""The call list: whose important notice wasn't read, and her number; each sees her own leaders."""

from datetime import timedelta

import pytest

from school.lib.refusal import Refusal
from school.notices.calling import note_call, to_call
from school.notices.inbox import mark_read
from school.notices.models import Notice
from school.notices.send import send
from tests import cast

pytestmark = pytest.mark.django_db
QUERIES = 8
LIST = "/cms/notices/unread/"


@pytest.fixture(autouse=True)
def _world(clock, news):
    pass


def tell(leader, what="rice", important=True) -> Notice:
    return send(user=leader.user, template="test.news", context={"what": what}, important=important)


def test_after_a_day_she_stands_there_with_her_number(leader, manager, client_of, clock):
    tell(leader)
    tell(leader, "small talk", important=False)
    client = client_of(manager)
    assert "Nobody to call" in client.get(LIST).text
    clock.now += timedelta(hours=25)
    page = client.get(LIST).text
    assert "News: rice" in page
    assert f"tel:{leader.user.phone}" in page
    assert "small talk" not in page
    assert "Nobody to call" in client.get(f"{LIST}?hours=48").text


def test_who_has_read_it_is_not_called(leader, manager, clock):
    notice = tell(leader)
    clock.now += timedelta(hours=25)
    assert list(to_call(manager)) == [notice]
    mark_read(user=leader.user, notice_ids=[notice.pk])
    assert not to_call(manager).exists()


def test_one_call_is_enough(leader, manager, coach, client_of, clock):
    notice = tell(leader)
    clock.now += timedelta(hours=25)
    client_of(coach).post(f"{LIST}{notice.pk}/called/")
    notice.refresh_from_db()
    assert notice.called_by == coach
    assert not to_call(manager).exists()
    with pytest.raises(Refusal) as refused:
        note_call(notice=notice, by=manager)
    assert refused.value.code == "not-on-the-list"


def test_each_sees_her_own_leaders(leader, other_leader, manager, coach, clock, client_of):
    tell(leader)
    hers = tell(other_leader)
    clock.now += timedelta(hours=25)
    for user in (manager, coach):
        assert [notice.user for notice in to_call(user)] == [leader.user]
    assert client_of(manager).post(f"{LIST}{hers.pk}/called/").status_code == 404
    hers.refresh_from_db()
    assert hers.called_at is None


def test_leaders_do_not_come_in(leader, client_of):
    assert client_of(leader).get(LIST).status_code in (302, 403)


@pytest.mark.parametrize("many", [1, 12])
def test_the_list_takes_a_fixed_number_of_queries(
    manager, region, coach, many, clock, client_of, django_assert_num_queries
):
    for number in range(many):
        tell(cast.leader(f"L{number}", region=region, coach=coach))
    clock.now += timedelta(hours=25)
    client = client_of(manager)
    client.get(LIST)
    with django_assert_num_queries(QUERIES):
        client.get(LIST)
