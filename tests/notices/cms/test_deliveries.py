"""The delivery record: what came of each, within one's own regions, without texts and numbers."""

import pytest

from school.notices.models import Delivery, Robot
from school.notices.send import send
from tests import cast

pytestmark = pytest.mark.django_db
QUERIES = 7
LIST = "/cms/notices/deliveries/"


@pytest.fixture(autouse=True)
def _world(clock, news):
    pass


def tell(leader, what="rice", **more) -> Delivery:
    notice = send(user=leader.user, template="test.news", context={"what": what}, **more)
    return Delivery.objects.get(notice=notice)


def test_it_says_what_came_of_each_and_no_more_than_needed(leader, manager, client_of):
    delivery = tell(leader)
    Delivery.objects.filter(pk=delivery.pk).update(state="failed", problem="no-answer")
    page = client_of(manager).get(LIST).text
    assert "No answer: it may have arrived" in page
    assert leader.name in page
    assert leader.user.phone not in page
    assert leader.user.local_phone not in page
    assert "rice" not in page


def test_it_can_be_filtered(leader, intake, manager, client_of):
    Robot.objects.create(name="Robot of the class", intake=intake, address="https://robot/1")
    tell(leader, key="k")
    client = client_of(manager)
    assert "Robot of the class" not in client.get(f"{LIST}?channel=sms").text
    assert "Nothing here" in client.get(f"{LIST}?state=failed").text


def test_what_was_not_sent_is_tried_again(leader, manager, client_of):
    delivery = tell(leader)
    Delivery.objects.filter(pk=delivery.pk).update(state="failed", problem="busy", attempts=5)
    back = f"{LIST}?state=failed"
    answer = client_of(manager).post(f"{LIST}{delivery.pk}/again/", {"next": back})
    assert answer.headers["location"] == back
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.problem) == ("waiting", 0, "")


def test_what_was_sent_stays_sent(leader, manager, client_of):
    delivery = tell(leader)
    Delivery.objects.filter(pk=delivery.pk).update(state="sent")
    client_of(manager).post(f"{LIST}{delivery.pk}/again/", {"next": "https://elsewhere.example/"})
    delivery.refresh_from_db()
    assert delivery.state == "sent"


def test_nobody_sees_or_tries_anothers(other_leader, manager, client_of):
    delivery = tell(other_leader)
    Delivery.objects.update(state="failed")
    client = client_of(manager)
    assert other_leader.name not in client.get(LIST).text
    assert client.post(f"{LIST}{delivery.pk}/again/").status_code == 404


@pytest.mark.parametrize("role", ["coach", "trainer"])
def test_others_do_not_come_in(request, role, client_of):
    assert client_of(request.getfixturevalue(role)).get(LIST).status_code in (302, 403)


@pytest.mark.parametrize("many", [1, 12])
def test_the_list_takes_a_fixed_number_of_queries(
    manager, region, many, client_of, django_assert_num_queries
):
    for number in range(many):
        tell(cast.leader(f"L{number}", region=region))
    client = client_of(manager)
    client.get(LIST)
    with django_assert_num_queries(QUERIES):
        client.get(LIST)
