"""Deliveries: claimed before they leave, tried again only after a clear no, never sent twice."""

from datetime import time, timedelta

import pytest
import requests
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from school.lib.dates import SHANGHAI
from school.lib.refusal import Refusal
from school.notices.channels.problems import NoAnswer, NotNow, NotTaken
from school.notices.delivery import claim, deliver, settle_lost, try_again, work_off
from school.notices.models import Choice, Delivery, Hours, Notice, SmsMessage
from school.notices.send import send
from school.notices.waking import wake_if_due
from tests import cast

pytestmark = pytest.mark.django_db


class Phones:
    """A gateway whose answers a test writes down beforehand."""

    answers: list = []
    sent: list[int] = []

    def deliver(self, message: SmsMessage) -> None:
        answer = type(self).answers.pop(0) if type(self).answers else None
        # What it may have accepted counts as sent, whatever it answered.
        if not isinstance(answer, NotNow | NotTaken):
            type(self).sent.append(message.pk)
        if answer:
            raise answer


@pytest.fixture(autouse=True)
def phones(settings, clock, news):
    settings.SMS_BACKEND = f"{__name__}.Phones"
    Phones.answers, Phones.sent = [], []
    return Phones


def tell(leader, what="tea", **more) -> Delivery:
    notice = send(
        user=leader.user, template="test.news", context={"what": what}, channels=["sms"], **more
    )
    return Delivery.objects.get(notice=notice)


def test_what_is_sent_is_noted(leader, phones):
    delivery = tell(leader)
    assert work_off() == {"interrupted": 0, "sent": 1}
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.problem) == ("sent", 1, "")
    assert delivery.sms.text == "SMS: tea"
    assert work_off() == {"interrupted": 0}


def test_a_clear_no_is_tried_again_later_with_the_same_message(leader, phones, clock):
    phones.answers[:] = [NotNow("busy"), NotNow("unreachable")]
    delivery = tell(leader)
    pauses = []
    for _ in range(3):
        work_off()
        delivery.refresh_from_db()
        pauses.append(delivery.next_try_at - clock.now)
        clock.now = max(clock.now, delivery.next_try_at)
    assert pauses[:2] == [timedelta(minutes=1), timedelta(minutes=5)]
    assert (delivery.state, delivery.attempts) == ("sent", 3)
    assert SmsMessage.objects.count() == len(phones.sent) == 1


def test_after_five_noes_a_person_decides(leader, phones, clock):
    phones.answers[:] = [NotNow("busy")] * 9
    delivery = tell(leader)
    for _ in range(9):
        work_off()
        clock.now += timedelta(hours=2, minutes=1)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.problem, delivery.attempts) == ("failed", "busy", 5)
    phones.answers.clear()
    clock.now = clock.now.replace(hour=12)
    try_again(delivery=delivery)
    work_off()
    delivery.refresh_from_db()
    assert (delivery.state, len(phones.sent)) == ("sent", 1)


@pytest.mark.parametrize("answer", [NoAnswer("no-answer"), NotTaken("refused"), ValueError("odd")])
def test_where_it_may_have_arrived_or_never_will_nobody_tries_again(leader, phones, clock, answer):
    phones.answers[:] = [answer]
    delivery = tell(leader)
    for _ in range(3):
        work_off()
        clock.now += timedelta(hours=1)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("failed", 1)
    assert phones.answers == [] and len(phones.sent) <= 1


def test_of_two_workers_one_has_it(leader, clock):
    delivery = tell(leader)
    assert claim(delivery.pk, clock.now).pk == delivery.pk
    assert claim(delivery.pk, clock.now) is None
    assert deliver(delivery.pk) == ""


def test_what_a_dead_worker_held_is_not_sent_again(leader, phones, clock):
    delivery = tell(leader)
    claim(delivery.pk, clock.now)
    clock.now += timedelta(minutes=1)
    assert settle_lost(clock.now) == 0
    clock.now += timedelta(minutes=5)
    work_off()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.problem) == ("failed", "interrupted")
    assert phones.sent == []


def test_what_is_sent_is_not_tried_again_by_hand(leader, phones):
    delivery = tell(leader)
    work_off()
    with pytest.raises(Refusal) as refused:
        try_again(delivery=delivery)
    assert refused.value.code == "delivery-not-ended"


def test_work_that_was_late_still_keeps_the_quiet_hours(leader, phones, clock):
    delivery = tell(leader)
    clock.now = clock.now.replace(hour=22)
    work_off()
    delivery.refresh_from_db()
    assert (delivery.state, phones.sent) == ("waiting", [])
    clock.now = delivery.next_try_at
    assert clock.now.astimezone(SHANGHAI).time() == time(7, 30)
    work_off()
    assert len(phones.sent) == 1


def test_who_has_left_gets_no_message(leader, phones):
    delivery = tell(leader)
    leader.user.is_active = False
    leader.user.save()
    work_off()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.problem) == ("skipped", "no-phone")


def test_the_days_small_ones_come_in_one_text_message(leader, phones, clock):
    Choice.objects.create(user=leader.user, topic="news", channel="sms", how="daily")
    for what in ("tea", "rice", "eggs"):
        tell(leader, what)
    work_off()
    assert phones.sent == []
    clock.now += timedelta(days=1)
    work_off()
    work_off()
    message = SmsMessage.objects.get()
    assert message.text.startswith("Business School: News: tea · News: rice · News: eggs.")
    assert phones.sent == [message.pk]
    assert set(Delivery.objects.values_list("state", "sms")) == {("sent", message.pk)}


def test_the_days_small_ones_stand_in_the_inbox_as_one(leader, clock):
    Choice.objects.create(user=leader.user, topic="news", channel="inbox", how="daily")
    for what in ("tea", "rice"):
        send(user=leader.user, template="test.news", context={"what": what}, channels=["inbox"])
    assert not Notice.objects.unread().exists()
    clock.now += timedelta(days=1)
    work_off()
    work_off()
    digest = Notice.objects.unread().get()
    assert (digest.title, digest.body) == ("2 small things of today", "· News: tea\n· News: rice")
    assert digest.parts.count() == 2


def test_the_schedule_asks_for_work_only_when_there_is_some(leader, phones, clock):
    assert wake_if_due() is False
    Hours.objects.create(user=leader.user, quiet_from=time(12), quiet_until=time(13))
    tell(leader)
    assert wake_if_due() is False
    clock.now = clock.now.replace(hour=13)
    assert wake_if_due() is True


ANSWERS = st.sampled_from(
    [None, NotNow("busy"), NoAnswer("no-answer"), NotTaken("refused"), RuntimeError("odd")]
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    answers=st.lists(ANSWERS, max_size=8),
    rounds=st.lists(st.sampled_from(["work", "tell", "die", "wait"]), min_size=4, max_size=16),
)
def test_however_runs_are_repeated_nothing_arrives_twice(phones, clock, answers, rounds):
    """Each notice is accepted by the gateway at most once, whatever it answers, whoever dies and
    however often the same is told."""
    savepoint = transaction.savepoint()
    leader = cast.leader("Li Mei")
    phones.answers, phones.sent = list(answers), []
    for step in rounds:
        if step == "tell":
            for key in ("one", "two"):
                context = {"what": key}
                send(user=leader.user, template="test.news", context=context, key=key)
        elif step == "die":
            for pk in Delivery.objects.due(clock.now).values_list("pk", flat=True)[:1]:
                claim(pk, clock.now)
        elif step == "wait":
            clock.now += timedelta(minutes=7)
        else:
            work_off()
    assert len(phones.sent) == len(set(phones.sent)) <= 2
    assert Delivery.objects.filter(channel="sms").count() <= 2
    transaction.savepoint_rollback(savepoint)


def test_the_gateways_answers_are_read_for_acceptance(monkeypatch):
    from school.notices.channels.http import post_json

    def answers(result):
        def post(*_args, **_kwargs):
            if isinstance(result, Exception):
                raise result
            answer = requests.Response()
            answer.status_code = result
            return answer

        monkeypatch.setattr(requests, "post", post)
        with pytest.raises(OSError) as raised:
            post_json("https://gateway", {})
        return type(raised.value)

    assert [answers(status) for status in (429, 503)] == [NotNow, NotNow]
    assert [answers(status) for status in (302, 400, 404)] == [NotTaken] * 3
    assert [answers(status) for status in (500, 502, 504)] == [NoAnswer] * 3
    assert answers(requests.ReadTimeout()) is NoAnswer
    assert answers(requests.ConnectTimeout()) is NotNow
    assert answers(requests.ConnectionError("Connection aborted.")) is NoAnswer
