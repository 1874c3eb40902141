"""Cases about leaders: opened, closed with what came of them, a red line verified by another."""

from datetime import timedelta

import pytest

from school.lib import dates
from school.lib.refusal import Refusal
from school.standing.case import close, open_case, verify
from school.standing.models import Case
from tests import cast

pytestmark = pytest.mark.django_db


def refused(code: str, do, **arguments) -> None:
    with pytest.raises(Refusal) as refusal:
        do(**arguments)
    assert refusal.value.code == code


@pytest.fixture
def case(leader, coach):
    return open_case(leader=leader, kind="food_safety", text="Old eggs", by=coach)


def test_is_open_until_somebody_writes_what_came_of_it(case, manager):
    assert list(Case.objects.open()) == [case] and case.happened_on == dates.today()
    refused("reason-missing", close, case=case, by=manager, outcome="settled", findings="")
    closed = close(case=case, by=manager, outcome="cleared", findings="They were fresh.")
    assert not closed.is_open and not Case.objects.open().exists()
    refused("case-closed", close, case=case, by=manager, outcome="cleared", findings="x")


def test_a_red_line_is_verified_by_somebody_else(case, manager, coach, operations, leader):
    refused("same-person", verify, case=case, by=coach, findings="Seen")
    refused("outcome-unknown", close, case=case, by=manager, outcome="verified", findings="x")
    done = verify(case=case, by=manager, findings="Photos of the dates.")
    assert (done.verified_by, done.outcome) == (manager, "verified") and done.closed_at
    assert list(Case.objects.red_lines()) == [case]
    tone = open_case(leader=leader, kind="attitude", text="Rude", by=coach)
    refused("no-red-line", verify, case=tone, by=operations, findings="x")


def test_who_may_open_and_close(case, leader, coach, trainer, other_leader):
    refused("not-allowed", close, case=case, by=coach, outcome="settled", findings="x")
    about = {"kind": "service", "text": "Late"}
    refused("not-allowed", open_case, leader=leader, by=trainer, **about)
    refused("not-allowed", open_case, leader=leader, by=leader.user, **about)
    refused("not-allowed", open_case, leader=other_leader, by=coach, **about)
    assert list(Case.objects.visible_to(coach)) == [case]
    assert not Case.objects.visible_to(cast.manager()).exists()


def test_what_is_reported_is_said_and_has_happened(leader, manager):
    about = {"leader": leader, "kind": "service", "by": manager}
    refused("reason-missing", open_case, text=" ", **about)
    tomorrow = dates.today() + timedelta(days=1)
    refused("date-future", open_case, text="Late", happened_on=tomorrow, **about)
