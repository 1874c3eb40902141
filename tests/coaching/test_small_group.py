"""The weekly small group: held for many, written down once."""

import pytest
from django.urls import reverse

from school.coaching import small_group
from school.coaching.models import Contact, Flag, PlanItem
from school.coaching.plan import follow
from school.lib.refusal import Refusal
from tests import cast
from tests.coaching.conftest import days, place, today

PAGE = reverse("coach:group")


@pytest.fixture
def group(coach, region, small_group):
    leaders = [cast.leader(f"G{at}", coach=coach, region=region) for at in range(3)]
    follow(run=place(dict.fromkeys(leaders, "middle"), today()))
    return list(PlanItem.objects.order_by("leader"))


def hold(by, items, **more):
    pks = [item.pk for item in items]
    return small_group.hold(by=by, item_ids=pks, on=today(), **more)


def test_a_contact_each_and_the_next_meeting(coach, group):
    held = hold(coach, group[:2], words=" One number ")
    assert [(one.outcome, one.words) for one in held] == [("group", "One number")] * 2
    assert {item.contact for item in PlanItem.objects.filter(state="done")} == set(held)
    ahead = PlanItem.objects.group().filter(follows__in=group[:2])
    assert set(ahead.values_list("due_on", flat=True)) == {group[0].due_on + days(7)}
    assert small_group.due(coach, today()).get() == group[2]


def test_a_group_is_no_talk(coach, group):
    leader = group[0].leader
    Contact.objects.create(leader=leader, by=coach, outcome="reached", next_on=today() + days(3))
    flag = Flag.objects.create(leader=leader, rule="idle", since=today(), raised_on=today())
    hold(coach, group[:1])
    flag.refresh_from_db()
    latest = Contact.objects.filter(leader=leader).first()
    assert (flag.answer, latest.next_on) == (None, today() + days(3))


def test_held_twice_adds_nothing(coach, group):
    hold(coach, group)
    with pytest.raises(Refusal) as refused:
        hold(coach, group)
    assert refused.value.code == "nobody-came"
    assert Contact.objects.count() == 3


def test_not_with_anothers_leaders(group, trainer):
    for who, code in ((cast.coach("Other"), "nobody-came"), (trainer, "leader-not-yours")):
        with pytest.raises(Refusal) as refused:
            hold(who, group)
        assert refused.value.code == code


def test_the_screen(client_of, coach, group):
    client = client_of(coach)
    assert "due this week with 3 leaders" in client.get(reverse("coach:queue")).content.decode()
    assert client.post(PAGE, {"words": "-"}).status_code == 422
    client.post(PAGE, {"item": [item.pk for item in group], "words": "-"})
    assert "No small group is due" in client.get(PAGE).content.decode()


def test_same_queries_for_few_and_many(client_of, coach, region, group, queries):
    client = client_of(coach)
    number = queries(client, PAGE)
    more = [cast.leader(f"M{at}", coach=coach, region=region) for at in range(9)]
    follow(run=place(dict.fromkeys(more, "middle"), today()))
    assert queries(client, PAGE) == number
