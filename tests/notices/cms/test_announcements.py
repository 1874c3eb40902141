"""Announcements: seen before they go, sent as a job, to one's own leaders only, once."""

import pytest

from school.lib.refusal import Refusal
from school.notices import audience
from school.notices.announcing import announce, carry_out
from school.notices.models import Announcement, Delivery, GroupMessage, Notice, Robot
from tests import cast

pytestmark = pytest.mark.django_db
QUERIES = 8
NEW = "/cms/notices/announcements/new/"
SAID = {"title": "明天停电", "body": "培训改到周四。"}


@pytest.fixture(autouse=True)
def _noon(clock):
    pass


def test_she_sees_to_how_many_it_goes_before_it_goes(
    leader, other_leader, manager, client_of, django_capture_on_commit_callbacks
):
    client = client_of(manager)
    looked = client.post(NEW, SAID | {"to": "all:", "important": "on", "step": "look"})
    assert "It goes to 1 leader" in looked.text
    assert "Li Mei" in looked.text
    assert not Announcement.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(NEW, SAID | {"to": "all:", "important": "on", "step": "send"})
    notice = Notice.objects.get()
    assert (notice.user, notice.title, notice.important) == (leader.user, "明天停电", True)
    assert notice.body == f"培训改到周四。\n\n{manager.name}"
    page = client.get("/cms/notices/announcements/").text
    assert "明天停电" in page


def test_each_reads_her_language(leader, region, manager):
    chinese = cast.leader("Wang", language="zh-hans", region=region)
    made = announce(by=manager, to="all:", title_en="No power tomorrow", **SAID)
    carry_out(made)
    titles = dict(Notice.objects.values_list("user", "title"))
    assert titles == {leader.user_id: "No power tomorrow", chinese.user_id: "明天停电"}


def test_carried_out_twice_everybody_reads_it_once(leader, manager):
    made = announce(by=manager, to="all:", by_sms=True, **SAID)
    assert carry_out(made) == carry_out(made) == 1
    assert Notice.objects.count() == Delivery.objects.count() == 1


def test_a_second_tap_sends_nothing(leader, manager):
    announce(by=manager, to="all:", **SAID)
    with pytest.raises(Refusal) as refused:
        announce(by=manager, to="all:", **SAID)
    assert refused.value.code == "announced-already"


def test_it_goes_into_the_groups_of_its_audience(leader, intake, region, manager):
    Robot.objects.create(name="Class", intake=intake, address="https://robot/1")
    Robot.objects.create(name="Region", region=region, address="https://robot/2")
    carry_out(announce(by=manager, to=f"region:{region.pk}", to_group=True, **SAID))
    assert [message.robot.name for message in GroupMessage.objects.all()] == ["Region"]


@pytest.mark.parametrize("to", ["all:", "region:", "tier:preparatory", "intake:1", "pigeon:", ""])
def test_nobody_reaches_anothers_leaders(other_leader, manager, to):
    """There is only a leader of another region."""
    if to == "region:":
        to += str(other_leader.region_id)
    with pytest.raises(Refusal) as refused:
        announce(by=manager, to=to, **SAID)
    assert refused.value.code in ("nobody-reached", "audience-unknown")


def test_a_trainer_reaches_her_class(leader, trainer, intake):
    assert audience.reached(trainer, "intake", str(intake.pk)).get() == leader


def test_coaches_do_not_announce(leader, coach, client_of):
    assert client_of(coach).get(NEW).status_code in (302, 403)
    with pytest.raises(Refusal) as refused:
        announce(by=coach, to="all:", **SAID)
    assert refused.value.code == "not-allowed"


@pytest.mark.parametrize("many", [1, 12])
def test_the_list_takes_a_fixed_number_of_queries(
    leader, manager, many, client_of, django_assert_num_queries
):
    for number in range(many):
        announce(by=manager, to="all:", title=f"T{number}", body="B")
    client = client_of(manager)
    client.get("/cms/notices/announcements/")
    with django_assert_num_queries(QUERIES):
        client.get("/cms/notices/announcements/")
