"""The inbox: told once, read by looking, seen by nobody else."""

import pytest

from school.notices.inbox import mark_read, notify
from school.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_a_notice_with_a_key_is_told_once(leader, other_leader):
    first = notify(user=leader.user, kind="tier", title="Promoted", key="tier:1")
    assert notify(user=leader.user, kind="tier", title="Again", key="tier:1") is None
    assert notify(user=other_leader.user, kind="tier", title="Promoted", key="tier:1")
    assert list(leader.user.notices.all()) == [first]


def test_without_a_key_each_is_told(leader):
    for _ in range(2):
        assert notify(user=leader.user, kind="note", title="Hello")
    assert leader.user.notices.count() == 2


def test_nobody_reads_for_another(leader, other_leader):
    notice = notify(user=leader.user, kind="note", title="Hello")
    assert mark_read(user=other_leader.user, notice_ids=[notice.pk]) == 0
    assert mark_read(user=leader.user, notice_ids=[notice.pk]) == 1
    assert mark_read(user=leader.user, notice_ids=[notice.pk]) == 0


def test_looking_is_reading(leader, other_leader, client_of):
    notify(user=leader.user, kind="task", title="Your photo is fine", body="Well done.")
    notify(user=other_leader.user, kind="task", title="Not for her")
    client = client_of(leader)
    first = client.get("/inbox/").text
    assert "Your photo is fine" in first
    assert "Not for her" not in first
    assert ">New<" in first
    assert ">New<" not in client.get("/inbox/").text
    assert Notice.objects.unread().count() == 1


def test_an_empty_inbox_says_what_will_be_in_it(leader, client_of):
    assert "Nothing new" in client_of(leader).get("/inbox/").text


def test_visitors_log_in_first(client):
    assert client.get("/inbox/").headers["location"] == "/accounts/login/?next=/inbox/"


@pytest.mark.parametrize("many", [1, 30])
def test_the_inbox_reads_a_fixed_number_of_rows(
    leader, client_of, many, django_assert_max_num_queries
):
    for at in range(many):
        notify(user=leader.user, kind="note", title=f"Number {at}")
    client = client_of(leader)
    with django_assert_max_num_queries(4):
        client.get("/inbox/")
