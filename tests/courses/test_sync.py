"""What a phone sends when the network is back: once, in order, at its time; and who tries it on."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courses.enrolment import begin
from courses.models import (
    CheckAnswer,
    Enrolment,
    Note,
    Place,
    Puzzle,
    Receipt,
    StepCompletion,
)
from courses.receipt import MOST
from tests.courses import tree

pytestmark = pytest.mark.django_db
CLIENT = "phone-0001"
MINUTE = 60_000
CLOCK = 1_790_000_000_000  # What the phone believes, in milliseconds; it may be years off.


@pytest.fixture
def course(leader):
    made = tree.course("first", lessons=3)
    enrolled = begin(leader=leader, course_key=made.translation_key, source="self")
    Enrolment.objects.filter(pk=enrolled.pk).update(enrolled_at=timezone.now() - timedelta(days=60))
    return made


@pytest.fixture
def steps(course):
    return [str(page.translation_key) for page in course.get_children().order_by("path")]


@pytest.fixture
def send(client_of, leader):
    """Post items as this leader's phone does; the answer."""
    own = client_of(leader)

    def post(*items, browser=own, **changes):
        body = {"person": leader.user_id, "client": CLIENT, "clock": CLOCK, "items": list(items)}
        return browser.post("/sync/", json.dumps(body | changes), content_type="application/json")

    return post


def item(seq, kind, step=None, *, minutes_ago=0, **fields):
    return {"seq": seq, "kind": kind, "step": step, "at": CLOCK - minutes_ago * MINUTE, **fields}


def codes(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [verdict["code"] for verdict in answer.json()["verdicts"]]


# --- as meant -----------------------------------------------------------------------------


def test_steps_done_on_the_road_arrive_in_order_with_their_times(send, leader, steps):
    answer = send(
        item(3, "done", steps[2], minutes_ago=10),
        item(1, "done", steps[0], minutes_ago=90),
        item(2, "done", steps[1], minutes_ago=50),
    )
    assert codes(answer) == ["taken", "taken", "taken"]
    rows = StepCompletion.objects.filter(leader=leader).order_by("pk")
    assert [str(row.step_key) for row in rows] == steps
    ages = [(timezone.now() - row.completed_at) // timedelta(minutes=1) for row in rows]
    assert ages == [90, 50, 10]
    assert Enrolment.objects.get(leader=leader).completed_at == rows.last().completed_at


def test_sending_twice_is_sending_once(send, steps):
    first = send(item(1, "done", steps[0], minutes_ago=5), item(2, "puzzle", steps[0], card=1))
    again = send(item(1, "done", steps[0]), item(2, "puzzle", steps[0], card=1))
    assert codes(first) == ["taken", "taken"]
    assert codes(again) == ["again", "again"]
    assert (StepCompletion.objects.count(), Puzzle.objects.count()) == (1, 1)
    assert Receipt.objects.count() == 2


def test_two_phones_count_for_themselves(send, steps):
    send(item(1, "puzzle", steps[0], card=1))
    other = send(item(1, "puzzle", steps[0], card=2), client="phone-0002")
    assert codes(other) == ["taken"]
    assert sorted(Puzzle.objects.values_list("card", flat=True)) == [1, 2]


def test_all_kinds_are_taken_in(send, leader, steps):
    answer = send(
        item(1, "place", steps[0], card=2),
        item(2, "check", steps[0], choice=1),
        item(3, "note", steps[0], text="Taste first", base=0),
        item(4, "mark", steps[0], card=1, on=True),
        item(5, "puzzle", steps[0], card=1, text="Why?", heading="Then write"),
        item(6, "size", size=150),
    )
    assert codes(answer) == ["taken"] * 6
    note = Note.objects.get(leader=leader)
    assert (note.text, note.cards, note.version) == ("Taste first", [1], 1)
    assert Place.objects.get(leader=leader).card == 2
    assert CheckAnswer.objects.get(leader=leader).right is True
    assert Puzzle.objects.get(leader=leader).heading == "Then write"
    leader.user.refresh_from_db()
    assert leader.user.text_size == 150


def test_a_page_that_was_kept_asks_whose_session_this_is(client_of, leader):
    answer = client_of(leader).get("/sync/")
    assert answer.json() == {"person": leader.user_id}
    assert "csrftoken" in answer.cookies
    assert Client().get("/sync/").json() == {"person": 0}


# --- time is the school's -----------------------------------------------------------------


def test_nothing_is_done_in_the_future(send, steps):
    send(item(1, "done", steps[0], minutes_ago=-600))
    assert StepCompletion.objects.get().completed_at <= timezone.now()


def test_nothing_waits_longer_than_thirty_days(send, steps):
    send(item(1, "done", steps[0], minutes_ago=50 * 24 * 60))
    age = timezone.now() - StepCompletion.objects.get().completed_at
    assert age // timedelta(minutes=1) == 30 * 24 * 60


def test_nothing_is_done_before_she_began_the_course(send, leader, steps):
    began = timezone.now() - timedelta(days=2)
    Enrolment.objects.filter(leader=leader).update(enrolled_at=began)
    send(item(1, "done", steps[0], minutes_ago=5 * 24 * 60))
    assert StepCompletion.objects.get().completed_at == began


def test_a_time_that_is_none_is_now(send, steps):
    odd = [None, "yesterday", 1.5, True, -1, 10**30]
    items = [item(n, "puzzle", steps[0], card=n) | {"at": at} for n, at in enumerate(odd, 1)]
    assert codes(send(*items)) == ["taken"] * len(odd)
    oldest = timezone.now() - timedelta(days=30, minutes=1)
    assert all(oldest <= row.asked_at <= timezone.now() for row in Puzzle.objects.all())


# --- the same rules as with a network -------------------------------------------------------


def test_a_locked_course_stays_locked_and_nothing_is_kept_of_it(send, leader, course):
    behind = tree.course("second", lessons=1)
    behind.prerequisites.add(course)
    behind.save()
    step = str(behind.get_children().get().translation_key)
    answer = send(item(1, "done", step), item(2, "note", step, text="x", base=0))
    assert codes(answer) == ["course-locked", "course-locked"]
    assert "First finish" in answer.json()["verdicts"][0]["message"]
    assert not StepCompletion.objects.exists()
    assert not Receipt.objects.exists()


def test_a_refused_item_may_come_again(send, leader, course):
    behind = tree.course("second", lessons=1)
    behind.prerequisites.add(course)
    behind.save()
    step = str(behind.get_children().get().translation_key)
    send(item(1, "done", step))
    Enrolment.objects.filter(leader=leader).update(completed_at=timezone.now())
    assert codes(send(item(1, "done", step))) == ["taken"]


def test_a_step_that_needs_a_trainer_is_not_hers_to_complete(send, course):
    live = tree.session_step(course)
    answer = send(item(1, "done", str(live.translation_key)))
    assert codes(answer) == ["step-not-hers-to-complete"]


def test_one_bad_item_holds_up_no_other(send, steps):
    answer = send(
        item(1, "done", "00000000-0000-0000-0000-000000000000"), item(2, "done", steps[0])
    )
    assert codes(answer) == ["step-unknown", "taken"]


# --- who tries it on ------------------------------------------------------------------------


def test_another_persons_queue_is_refused_whole(send, client_of, other_leader, leader, steps):
    answer = send(item(1, "done", steps[0]), browser=client_of(other_leader))
    assert (answer.status_code, answer.json()) == (409, {"code": "another-person"})
    assert not Receipt.objects.exists()


def test_the_count_of_one_person_tells_nothing_about_another(send, client_of, other_leader, steps):
    send(item(1, "puzzle", steps[0], card=1))
    hers = {"browser": client_of(other_leader), "person": other_leader.user_id}
    answer = send(item(1, "puzzle", steps[0], card=2), **hers)
    assert codes(answer) == ["taken"]


def test_a_visitor_logs_in_first(send, steps):
    assert send(item(1, "done", steps[0]), browser=Client()).status_code == 401


def test_staff_have_no_queue(client_of, trainer):
    body = json.dumps({"person": trainer.pk, "client": CLIENT, "clock": CLOCK, "items": []})
    answer = client_of(trainer).post("/sync/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "no-leader")


def test_without_its_token_nothing_is_taken(leader, steps):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(leader.user, backend="school.people.backends.PersonBackend")
    body = {"person": leader.user_id, "client": CLIENT, "clock": CLOCK}
    body["items"] = [item(1, "done", steps[0])]
    refused = strict.post("/sync/", json.dumps(body), content_type="application/json")
    token = strict.get("/sync/").cookies["csrftoken"].value
    taken = strict.post(
        "/sync/", json.dumps(body), content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert (refused.status_code, codes(taken)) == (403, ["taken"])


def test_a_body_that_is_none_is_refused(client_of, leader):
    client = client_of(leader)
    for body in [b"", b"not json", b"[]", b"null", b'{"a": ', b"\xff\xfe", b"[" * 100_000]:
        answer = client.post("/sync/", body, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (400, "queue-unreadable"), body


def test_a_queue_that_is_none_is_refused(send):
    many = [{}] * (MOST + 1)
    for changes in [{"items": None}, {"items": {}}, {"items": many}] + [
        {"client": name} for name in ["", "a" * 37, 7, "no spaces here"]
    ]:
        answer = send(**changes)
        assert (answer.status_code, answer.json()["code"]) == (400, "queue-unreadable"), changes


def test_a_flood_is_refused_before_it_is_read(client_of, leader):
    body = b'{"items": "' + b"x" * 300_000 + b'"}'
    answer = client_of(leader).post("/sync/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


NO_ITEMS = [
    7,
    None,
    "text",
    [],
    {},
    {"seq": 0, "kind": "done"},
    {"seq": -1, "kind": "done"},
    {"seq": 2**53, "kind": "done"},
    {"seq": "1", "kind": "done"},
    {"seq": True, "kind": "done"},
    {"seq": 1, "kind": "admin"},
    {"seq": 1, "kind": ["done"]},
    {"seq": 1, "kind": "size", "size": 9},
    {"seq": 1, "kind": "size", "size": "150"},
]
BAD_FIELDS = [
    ("place", {"card": -1}, "item-unreadable"),
    ("place", {"card": 10**9}, "item-unreadable"),
    ("place", {"card": "2"}, "item-unreadable"),
    ("check", {"choice": 2}, "choice-unknown"),
    ("check", {"choice": None}, "item-unreadable"),
    ("note", {"text": ["x"], "base": 0}, "item-unreadable"),
    ("note", {"text": "x\x00", "base": 0}, "item-unreadable"),
    ("note", {"text": "x" * 4001, "base": 0}, "note-too-long"),
    ("note", {"text": "x" * 20_001, "base": 0}, "item-unreadable"),
    ("puzzle", {"card": 0, "text": "x" * 1001}, "words-too-long"),
    ("mark", {"card": None, "on": True}, "item-unreadable"),
]


def test_an_item_that_is_none_gets_its_verdict(send):
    assert codes(send(*NO_ITEMS)) == ["item-unreadable"] * len(NO_ITEMS)
    assert not Receipt.objects.exists()


def test_fields_are_checked(send, steps):
    for kind, fields, code in BAD_FIELDS:
        assert codes(send(item(1, kind, steps[0], **fields))) == [code], fields
    assert not Receipt.objects.exists()


def test_a_step_that_is_none_is_unknown(send, course):
    for step in [None, 7, "x", "' OR 1=1", ["a"]]:
        assert codes(send(item(1, "done", step))) == ["step-unknown"], step


@pytest.mark.parametrize("count", [1, 5])
def test_the_queries_of_a_queue_grow_with_its_items_only(
    send, leader, steps, count, django_assert_max_num_queries
):
    send(item(99, "place", steps[0], card=1))
    items = [item(number, "place", steps[0], card=1) for number in range(1, count + 1)]
    with django_assert_max_num_queries(8 + 8 * count):
        assert codes(send(*items)) == ["taken"] * count
