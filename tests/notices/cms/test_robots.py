"""Group robots in the office: addresses are secrets, and lead only where the school trusts."""

import pytest

from school.lib.refusal import Refusal
from school.notices.models import Robot
from school.notices.robots import check_address
from tests.notices.stub import Stub

pytestmark = pytest.mark.django_db
GOOD = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcd-9876"


def form(intake, **more) -> dict:
    fields = {"name": "Class 12", "intake": intake.pk, "region": "", "active": "on"}
    return fields | {"new_address": GOOD} | more


def test_it_is_kept_and_never_shown_in_full(intake, operations, client_of):
    client = client_of(operations)
    client.post("/cms/notices/robots/new/", form(intake))
    robot = Robot.objects.get()
    assert robot.address == GOOD
    for page in ("/cms/notices/robots/", f"/cms/notices/robots/{robot.pk}/"):
        text = client.get(page).text
        assert "abcd" not in text
        assert "9876" in text


def test_an_empty_address_keeps_the_one_it_has(intake, operations, client_of):
    robot = Robot.objects.create(name="Old", intake=intake, address=GOOD)
    client_of(operations).post(
        f"/cms/notices/robots/{robot.pk}/", form(intake, new_address="", name="New")
    )
    robot.refresh_from_db()
    assert (robot.name, robot.address) == ("New", GOOD)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k",
        "https://qyapi.weixin.qq.com.example/send",
        "https://qyapi.weixin.qq.com@10.0.0.1/send",
        "https://qyapi.weixin.qq.com:8443/send",
        "https://127.0.0.1/send",
        "https://[bad/send",
    ],
)
def test_only_where_the_school_trusts(address):
    with pytest.raises(Refusal) as refused:
        check_address(address)
    assert refused.value.code == "address-odd"


def test_a_robot_has_one_group(intake, region, operations, client_of):
    answer = client_of(operations).post("/cms/notices/robots/new/", form(intake, region=region.pk))
    assert answer.status_code == 422
    assert answer.text.count("Choose a class or a region.") == 1


def test_it_says_hello(intake, operations, client_of):
    with Stub() as stub:
        robot = Robot.objects.create(name="Class", intake=intake, address=stub.url)
        client = client_of(operations)
        page = client.post(f"/cms/notices/robots/{robot.pk}/try/", follow=True).text
        assert "It has said hello in its group." in page
        stub.answers = [(200, {"errcode": 93000})]
        page = client.post(f"/cms/notices/robots/{robot.pk}/try/", follow=True).text
    assert "doesn&#x27;t take it" in page or "doesn't take it" in page
    assert len(stub.posted) == 2


def test_managers_do_not_see_them(manager, client_of):
    assert client_of(manager).get("/cms/notices/robots/").status_code in (302, 403)
