"""Sending: once, in her language, by the ways that she chose, at an hour that isn't quiet."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils.translation import gettext_lazy

from school.lib.dates import SHANGHAI
from school.notices import templates
from school.notices.delivery import work_off
from school.notices.models import Choice, Delivery, GroupMessage, Hours, Notice, Robot, SmsMessage
from school.notices.send import Letter, send, send_all
from school.notices.templates import register
from school.people.models import User
from tests import cast
from tests.notices.conftest import NOON

pytestmark = pytest.mark.django_db
# Known ones, choices, hours, settings, words, rows, deliveries, groups, the job, savepoints.
QUERIES = 15


@pytest.fixture(autouse=True)
def moved(monkeypatch, clock):
    """A notice that only these tests know."""
    monkeypatch.setattr(templates, "_templates", dict(templates._templates))
    return register(
        "test.moved",
        gettext_lazy("You have moved up: %(tier)s"),
        "%(why)s\n\n%(day)s\n\nSee you at 100%%.",
        "Moved: %(tier)s %(link)s",
        "Everybody: %(tier)s",
        topic="training",
        kind="moved",
        sample={"tier": "Core", "why": "", "day": date(2026, 11, 25)},
    )


def tell(leader, key="k", **more) -> Notice | None:
    context = {"tier": {"zh-hans": "核心", "en": "Core"}, "why": "", "day": date(2026, 11, 26)}
    return send(user=leader.user, template="test.moved", context=context, key=key, **more)


def test_it_is_written_in_her_language_without_gaps(leader):
    notice = tell(leader)
    assert notice.title == "You have moved up: Core"
    assert notice.body == "November 26\n\nSee you at 100%."
    assert (notice.kind, notice.template, notice.language) == ("moved", "test.moved", "en")
    chinese = cast.leader("Wang", language="zh-hans")
    assert "核心" in tell(chinese).title


def test_a_key_is_told_once_by_all_channels(leader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert tell(leader)
        assert tell(leader) is None
    assert Notice.objects.count() == Delivery.objects.count() == SmsMessage.objects.count() == 1


def test_without_a_key_each_is_told(leader):
    assert tell(leader, key="").pk != tell(leader, key="").pk


def test_a_text_message_goes_out_after_the_commit(leader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell(leader, link="/path/")
        assert not SmsMessage.objects.exists()
    message = SmsMessage.objects.get()
    assert message.text == "Moved: Core http://localhost:8000/path/"
    assert (message.phone, message.state) == (leader.user.phone, "sent")
    assert Delivery.objects.get().state == "sent"


def test_at_night_the_phone_stays_still_until_morning(leader, clock):
    clock.now = NOON.replace(hour=22)
    assert tell(leader) in Notice.objects.unread()
    assert Delivery.objects.get().next_try_at == datetime(2026, 11, 26, 7, 30, tzinfo=SHANGHAI)


def test_her_own_quiet_hours_decide(leader, clock):
    Hours.objects.create(user=leader.user, quiet_from=time(12), quiet_until=time(14))
    tell(leader)
    assert Delivery.objects.get().next_try_at == NOON.replace(hour=14, minute=0)


def test_an_urgent_one_does_not_wait(leader, clock):
    register("test.urgent", "Now", "", "Now!", urgent=True)
    clock.now = NOON.replace(hour=23)
    send(user=leader.user, template="test.urgent")
    assert Delivery.objects.get().next_try_at == clock.now


@pytest.mark.parametrize(("how", "deliveries"), [("now", 1), ("daily", 1), ("off", 0)])
def test_she_chooses_how_text_messages_come(leader, how, deliveries):
    Choice.objects.create(user=leader.user, topic="training", channel="sms", how=how)
    tell(leader)
    assert Delivery.objects.count() == deliveries
    assert Delivery.objects.filter(gathered=True).count() == (how == "daily")


def test_what_she_switched_off_is_not_in_her_inbox_but_what_is_important_is(leader):
    Choice.objects.create(user=leader.user, topic="training", channel="inbox", how="off")
    tell(leader, key="small")
    assert not Notice.objects.listed().exists()
    tell(leader, key="large", important=True)
    assert [notice.key for notice in Notice.objects.unread()] == ["large"]


def test_it_can_go_by_the_inbox_alone(leader):
    tell(leader, channels=["inbox"])
    assert not Delivery.objects.exists()


def test_a_group_is_told_once_for_all_its_members(intake, region):
    Robot.objects.create(name="Class", intake=intake, address="https://robot/1")
    Robot.objects.create(name="Region", region=region, address="https://robot/2")
    people = [cast.leader(f"L{n}", intake=intake, region=region) for n in range(3)]
    people.append(cast.leader("Elsewhere", region=region))
    for leader in people:
        tell(leader, key="session-1", channels=["robot"])
    names = sorted(message.robot.name for message in GroupMessage.objects.all())
    assert names == ["Class", "Region"]
    assert Delivery.objects.filter(channel="robot").count() == 2


def test_a_value_that_is_missing_is_an_error_of_the_sender(leader):
    with pytest.raises(KeyError):
        send(user=leader.user, template="test.moved", context={"tier": "Core"})
    assert not Notice.objects.exists()


@pytest.mark.parametrize("many", [1, 40])
def test_many_letters_take_as_many_queries_as_one(many, django_assert_num_queries, intake):
    people = User.objects.bulk_create(
        [User(phone=f"+8613800{n:06d}", name=f"P{n}", language="en") for n in range(many)]
    )
    context = {"tier": "Core", "why": "", "day": date(2026, 11, 26)}
    letters = [Letter(user, "test.moved", context, "", f"all-{user.pk}") for user in people]
    send_all(letters[:0])
    with django_assert_num_queries(QUERIES):
        assert len(send_all(letters)) == many
    assert send_all(letters) == []


def test_a_reminder_that_waited_too_long_is_left_out(leader, clock):
    tell(leader, until=NOON + timedelta(hours=1))
    clock.now = NOON + timedelta(hours=2)
    work_off()
    assert (Delivery.objects.get().state, Delivery.objects.get().problem) == ("skipped", "too-late")
