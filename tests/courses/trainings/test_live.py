"""The trainer's live screen and list: the code, who is there, one tap each and back."""

import re
from base64 import b64decode
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from courses.models import AttendanceMark, Booking, CheckIn, Prompt, Session
from courses.trainings.attendance import current_mark, mark
from courses.trainings.check_in import check_in
from courses.trainings.check_in_code import Proof, digits_of, read_token, slot_of, token_of
from courses.trainings.live import live
from school.lib.qr import qr_data_uri
from tests import cast
from tests.courses import tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(trainer, client_of):
    return client_of(trainer)


@pytest.fixture
def session(trainer) -> Session:
    return tree.session(timezone.now() - timedelta(minutes=1), trainer=trainer)


def address(session, name: str = "screen") -> str:
    return reverse(f"courses_live:{name}", args=[session.pk])


def scan(session, leader, device: str = "") -> None:
    now = timezone.now()
    check_in(leader=leader, proof=Proof(session.pk, slot_of(now), "qr", now), device=device)


def test_who_is_here_who_is_missing_and_who_came_unbooked(leader, other_leader, session):
    missing, waiting = cast.leader("Missing"), cast.leader("Waiting")
    Booking.objects.create(session=session, leader=missing)
    Booking.objects.create(session=session, leader=waiting, waiting_since=timezone.now())
    Booking.objects.create(session=session, leader=leader)
    Booking.objects.create(session=session, leader=cast.leader("Excused"), coming=False)
    scan(session, leader)
    mark(session=session, leader=other_leader, present=True, by=session.trainer)
    seen = live(session)
    assert [one.leader for one in seen.here] == [other_leader, leader]
    assert [one.leader for one in seen.expected] == [missing]
    assert [one.leader for one in seen.unbooked] == [other_leader]


def test_the_screen_takes_the_same_queries_for_many(desk, leader, session):
    taken = []
    for count in (1, 5):
        for _number in range(count):
            scan(session, cast.leader(region=leader.region, intake=leader.intake), device="phone")
        desk.get(address(session, "people"))
        with CaptureQueriesContext(connection) as queries:
            desk.get(address(session, "people"))
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_the_screen_shows_the_code_and_the_people(desk, leader, session):
    scan(session, leader)
    html = desk.get(address(session)).content.decode()
    assert "<svg" in html and "Li Mei" in html and "unbooked" in html
    assert "testserver/here/" in html


def test_the_code_on_the_screen_is_the_one_that_counts(desk, session):
    html = desk.get(address(session, "code")).content.decode()
    digits = re.search(r"<span>(\d{3})</span> <span>(\d{3})</span>", html)
    now = timezone.now()
    good = {digits_of(session.pk, slot_of(now) - ago) for ago in (0, 1)}
    assert "".join(digits.groups()) in good
    assert 0 < int(re.search(r'data-stays="(\d+)"', html)[1]) <= 15_050


def test_a_camera_reads_the_code(session):
    """By a reader that shares nothing with the writer."""
    zxingcpp = pytest.importorskip("zxingcpp")
    now = timezone.now()
    path = reverse("courses:scanned", args=[token_of(session.pk, slot_of(now))])
    picture = b64decode(qr_data_uri(f"http://testserver{path}").split(",")[1])
    text = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))[0].text
    assert read_token(text.rstrip("/").rpartition("/")[2], at=now).session_id == session.pk


def test_before_and_after_there_is_no_code(desk, trainer):
    soon = tree.soon(trainer=trainer)
    assert "appears shortly before" in desk.get(address(soon, "code")).content.decode()
    over = tree.session(
        timezone.now() - timedelta(hours=3), trainer=trainer, of=tree.series("skills")
    )
    assert "Checking in is over" in desk.get(address(over, "code")).content.decode()
    off = tree.session(trainer=trainer, of=tree.series("group"), state="cancelled")
    assert "called off" in desk.get(address(off, "code")).content.decode()


@pytest.mark.parametrize("name", ["screen", "code", "people"])
def test_another_trainers_screen_is_not_there(desk, name):
    session = tree.session(trainer=cast.trainer("Another"))
    assert desk.get(address(session, name)).status_code == 404


@pytest.mark.parametrize("name", ["screen", "code", "people"])
def test_a_leader_never_sees_the_code_there(client_of, leader, session, name):
    assert client_of(leader).get(address(session, name)).status_code in (302, 403)


def test_one_tap_and_back(desk, leader, session):
    desk.post(address(session), {"here": leader.pk})
    assert current_mark(session=session, leader=leader).present
    desk.post(address(session), {"undo": leader.pk})
    assert current_mark(session=session, leader=leader) is None
    assert AttendanceMark.objects.count() == 1


def test_minutes_late_on_the_list(desk, leader, session):
    page = reverse("sessions:attendance", args=[session.pk])
    desk.post(page, {"here": leader.pk, f"late-{leader.pk}": "12"})
    assert current_mark(session=session, leader=leader).late_minutes == 12
    desk.post(page, {"here": leader.pk, f"late-{leader.pk}": "0"})
    assert current_mark(session=session, leader=leader).late_minutes == 0
    assert "minutes late" not in desk.get(address(session, "people")).content.decode()


def test_the_rest_was_not_there(desk, leader, session):
    away = cast.leader("Away", intake=leader.intake)
    scan(session, leader)
    desk.post(reverse("sessions:attendance", args=[session.pk]), {"rest": "1"})
    marks = AttendanceMark.objects.current()
    assert dict(marks.values_list("leader", "present")) == {leader.pk: True, away.pk: False}


def test_a_hint_is_shown_and_looked_at(desk, leader, intake, session):
    friend = cast.leader("Friend", intake=intake, region=leader.region)
    for one in (leader, friend):
        scan(session, one, device="phone")
    html = desk.get(address(session, "people")).content.decode()
    assert "The same phone checked in Friend." in html and "<details>" in html
    desk.post(address(session), {"looked": leader.pk})
    assert CheckIn.objects.exclude(cleared_by=None).get().leader == leader
    html = desk.get(address(session, "people")).content.decode()
    assert "The same phone checked in Friend." not in html


def test_the_list_begins_with_what_is_worth_a_look(desk, leader, intake, session):
    for name in ("Aa", "Zz"):
        scan(session, cast.leader(name, intake=intake, region=leader.region), device=name)
    CheckIn.objects.filter(leader__user__name="Zz").update(age=31)
    people = desk.get(reverse("sessions:attendance", args=[session.pk])).context["people"]
    assert [one.leader.name for one in people] == ["Zz", "Aa", "Li Mei"]


def test_the_trainer_asks_in_between(desk, session):
    desk.post(address(session), {"ask": "now"})
    prompt = Prompt.objects.get()
    assert prompt.opens_at <= timezone.now()
    html = desk.get(address(session, "people")).content.decode()
    assert "0 answered, open until" in html
    desk.post(address(session), {"ask": "later"})
    assert Prompt.objects.count() == 1
