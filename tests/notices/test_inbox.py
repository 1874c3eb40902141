"""The inbox: told once, read by looking, seen by nobody else."""

from datetime import timedelta

import pytest

from school.notices.inbox import count_unread, mark_all_read, mark_read, notify, unmark
from school.notices.models import Notice
from school.notices.send import send

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


@pytest.mark.parametrize("many", [1, 20])
def test_the_inbox_reads_a_fixed_number_of_rows(leader, client_of, many, django_assert_num_queries):
    for at in range(many):
        notify(user=leader.user, kind="note", title=f"Number {at}")
    client = client_of(leader)
    with django_assert_num_queries(6):
        client.get("/inbox/")


@pytest.mark.parametrize("many", [1, 12])
def test_foreign_words_and_digests_take_two_more(
    leader, client_of, many, news, clock, django_assert_num_queries
):
    for at in range(many):
        send(user=leader.user, template="test.news", context={"what": at}, channels=["inbox"])
    Notice.objects.update(language="zh-hans", read_at=clock.now)
    top = notify(user=leader.user, kind="digest", title="Three")
    Notice.objects.filter(pk=top.pk).update(template="notices.digest", language="en")
    Notice.objects.exclude(pk=top.pk).filter(pk__gt=top.pk - 2).update(digest=top, gathered=True)
    client = client_of(leader)
    with django_assert_num_queries(8):
        assert "News: 0" in client.get("/inbox/").text


def test_it_is_read_in_the_language_that_she_has_now(leader, client_of, news):
    change = {"what": {"zh-hans": "茶", "en": "tea"}}
    send(user=leader.user, template="test.news", context=change, channels=["inbox"])
    notify(user=leader.user, kind="note", title="As it was written")
    client = client_of(leader)
    assert "News: tea" in client.get("/inbox/").text
    leader.user.language = "zh-hans"
    leader.user.save()
    page = client.get("/inbox/").text
    assert "News: 茶" in page
    assert "As it was written" in page


def test_an_important_one_is_read_by_opening_it(leader, client_of, news):
    what = {"user": leader.user, "template": "test.news", "context": {"what": "rice"}}
    notice = send(**what, link="/path/", important=True)
    client = client_of(leader)
    for _ in range(2):
        assert ">New<" in client.get("/inbox/").text
    answer = client.get(f"/inbox/{notice.pk}/")
    assert answer.headers["location"] == "/path/"
    assert ">New<" not in client.get("/inbox/").text


def test_nobody_opens_anothers(leader, other_leader, client_of):
    notice = notify(user=leader.user, kind="note", title="Hers")
    assert client_of(other_leader).get(f"/inbox/{notice.pk}/").status_code == 404
    assert Notice.objects.unread().count() == 1


def test_important_ones_can_be_looked_at_alone(leader, client_of, news):
    notify(user=leader.user, kind="note", title="Small talk")
    client = client_of(leader)
    assert "Nothing important" in client.get("/inbox/?show=important").text
    send(user=leader.user, template="test.news", context={"what": "rice"}, important=True)
    page = client.get("/inbox/?show=important").text
    assert "News: rice" in page
    assert "Small talk" not in page


def test_all_are_read_and_new_again(leader, other_leader, client_of, news):
    notify(user=other_leader.user, kind="note", title="Hers")
    old = notify(user=leader.user, kind="note", title="Read before")
    mark_read(user=leader.user, notice_ids=[old.pk])
    send(user=leader.user, template="test.news", context={"what": "rice"}, important=True)
    client = client_of(leader)
    page = client.post("/inbox/read/", follow=True)
    assert "All are read." in page.text
    assert count_unread(leader.user) == 0
    client.post("/inbox/unread/", {"marked": page.context["marked"]})
    assert (count_unread(leader.user), count_unread(other_leader.user)) == (1, 1)


def test_a_forged_moment_takes_nothing_back(leader, client_of):
    notify(user=leader.user, kind="note", title="One")
    _number, at = mark_all_read(leader.user)
    client = client_of(leader)
    assert client.post("/inbox/unread/", {"marked": at.isoformat()}).status_code == 404
    assert count_unread(leader.user) == 0


def test_taking_back_is_for_the_first_hour(leader, clock):
    notify(user=leader.user, kind="note", title="One")
    _number, at = mark_all_read(leader.user)
    clock.now += timedelta(hours=2)
    assert unmark(user=leader.user, at=at) == 0


def test_the_digest_shows_its_parts(leader, client_of, news):
    top = notify(user=leader.user, kind="digest", title="2 small things of today")
    Notice.objects.filter(pk=top.pk).update(template="notices.digest", language="en")
    part = notify(user=leader.user, kind="note", title="Tea is here", link="/path/")
    Notice.objects.filter(pk=part.pk).update(gathered=True, digest=top)
    page = client_of(leader).get("/inbox/").text
    assert "Tea is here" in page
    assert f'href="/inbox/{part.pk}/"' in page


def test_pages_go_on(leader, client_of):
    for at in range(21):
        notify(user=leader.user, kind="note", title=f"Number {at:02d}")
    client = client_of(leader)
    assert "Number 00" not in client.get("/inbox/").text
    assert "Number 00" in client.get("/inbox/?page=2").text


def test_the_count_is_one_query(leader, django_assert_num_queries):
    notify(user=leader.user, kind="note", title="One")
    with django_assert_num_queries(1):
        assert count_unread(leader.user) == 1
