"""Robots: told once a group, twenty a minute, with WeCom's answers understood."""

from datetime import time, timedelta

import pytest

from school.lib.dates import SHANGHAI
from school.notices.delivery import work_off
from school.notices.group import tell_group
from school.notices.models import Delivery, GroupMessage, Robot
from tests.notices.stub import Stub

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world(clock, news):
    pass


@pytest.fixture
def stub():
    with Stub() as made:
        yield made


@pytest.fixture
def robot(stub, intake):
    return Robot.objects.create(name="Class 12", intake=intake, address=stub.url)


def say(robot, key="one", what="tea", **more):
    return tell_group(robot=robot, template="test.news", context={"what": what}, key=key, **more)


def test_it_posts_markdown_once(robot, stub):
    assert say(robot) == say(robot)
    work_off()
    work_off()
    assert stub.posted == [{"msgtype": "markdown", "markdown": {"content": "Group: tea"}}]
    assert Delivery.objects.get().state == "sent"


def test_a_value_brings_no_link_into_the_group(robot, stub):
    say(robot, what="[win](http://x) <@all>")
    work_off()
    assert stub.posted[0]["markdown"]["content"] == "Group: 【win】(http://x) ＜@all＞"


def test_no_more_than_twenty_a_minute(robot, stub, clock):
    for number in range(25):
        say(robot, key=f"k{number}")
    work_off()
    assert len(stub.posted) == 20
    work_off()
    assert len(stub.posted) == 20
    clock.now += timedelta(minutes=1)
    work_off()
    assert len(stub.posted) == 25


def test_another_robot_has_a_minute_of_its_own(robot, region, stub):
    other = Robot.objects.create(name="Region", region=region, address=stub.url)
    for number in range(20):
        say(robot, key=f"k{number}")
    say(other)
    work_off()
    assert len(stub.posted) == 21


@pytest.mark.parametrize(
    ("answer", "state", "problem"),
    [
        ((200, {"errcode": 0}), "sent", ""),
        ((200, {"errcode": 45009, "errmsg": "api freq out of limit"}), "waiting", "busy"),
        ((200, {"errcode": -1, "errmsg": "system busy"}), "waiting", "busy"),
        ((200, {"errcode": 93000, "errmsg": "invalid webhook url"}), "failed", "refused"),
        ((200, "?"), "failed", "no-answer"),
        ((502, {}), "failed", "no-answer"),
        ((429, {}), "waiting", "busy"),
        ((404, {}), "failed", "refused"),
    ],
)
def test_what_it_answers_decides(robot, stub, answer, state, problem):
    stub.answers = [answer]
    say(robot)
    work_off()
    assert Delivery.objects.values_list("state", "problem").get() == (state, problem)


def test_nobody_there_is_a_clear_no(intake, clock):
    robot = Robot.objects.create(name="R", intake=intake, address="http://127.0.0.1:9/send?key=k")
    say(robot)
    work_off()
    assert Delivery.objects.values_list("state", "problem").get() == ("waiting", "unreachable")


def test_one_that_is_switched_off_says_nothing(robot, stub):
    say(robot)
    Robot.objects.update(active=False)
    work_off()
    assert stub.posted == []
    assert Delivery.objects.get().problem == "robot-off"


def test_it_is_quiet_at_night(robot, stub, clock):
    clock.now = clock.now.replace(hour=23)
    say(robot)
    work_off()
    assert stub.posted == []
    at = GroupMessage.objects.get().deliveries.get().next_try_at
    assert at.astimezone(SHANGHAI).time() == time(7, 30)


def test_its_address_is_shown_without_the_key(robot):
    assert robot.masked == "127.0.0.1 ····1234"
