"""The trainer's planning: series with their dates, one session, a term, holidays."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import Booking, Holiday, Series, Session
from courses.trainings import booking
from courses.trainings.session import generate_sessions
from school.lib import dates
from tests import cast
from tests.courses import tree
from tests.courses.trainings.test_series import fresh, monday

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(trainer, client_of):
    """The trainer's browser."""
    return client_of(trainer)


@pytest.fixture
def office(operations, client_of):
    return client_of(operations)


def form_of(**fields):
    return {
        "kind": "sales",
        "title": "销售培训",
        "weekdays": [2],
        "starts_at": "20:30",
        "minutes": 45,
        "starts_on": monday(),
        "active": "on",
    } | fields


def written(one, **fields):
    values = form_of(
        kind=one.kind, title=one.title, weekdays=[one.weekday], starts_on=one.starts_on
    )
    return values | {"starts_at": f"{one.starts_at:%H:%M}", "trainer": one.trainer_id} | fields


# --- Series ----------------------------------------------------------------------------


def test_simple_days_become_a_rule(desk, trainer):
    desk.post(reverse("series:add"), form_of(weekdays=[1, 3], every=2, trainer=trainer.pk))
    made = Series.objects.get()
    assert (made.rrule, made.weekday) == ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", 1)
    html = desk.get(reverse("series:index")).content.decode()
    assert "every 2 weeks: Tue, Thu" in html
    html = desk.get(reverse("series:edit", args=[made.pk])).content.decode()
    assert html.count(" checked") == 3


def test_one_day_a_week_needs_no_rule(desk):
    desk.post(reverse("series:add"), form_of())
    assert (Series.objects.get().rrule, Series.objects.get().weekday) == ("", 2)


def test_a_written_rule_counts_in_place_of_the_days(desk):
    desk.post(reverse("series:add"), form_of(weekdays=[], rrule="rrule:freq=monthly;byday=-1th"))
    made = Series.objects.get()
    assert (made.rrule, made.weekday) == ("FREQ=MONTHLY;BYDAY=-1TH", 3)
    assert made.rrule in desk.get(reverse("series:edit", args=[made.pk])).content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"weekdays": []}, "Choose at least one weekday."),
        ({"rrule": "FREQ=HOURLY"}, "A rule names days"),
        ({"rrule": "Tuesdays"}, "We can&#x27;t read this rule: TUESDAYS"),
        ({"ends_on": "2020-01-01"}, "The last day is before the first."),
    ],
)
def test_what_the_form_refuses(desk, fields, words):
    answer = desk.post(reverse("series:add"), form_of(**fields))
    assert answer.status_code == 200 and words in answer.content.decode()
    assert not Series.objects.exists()


def test_looking_at_the_dates_saves_nothing_and_warns(desk, trainer):
    other = tree.series(title_en="The other", weekday=2, starts_on=monday(), trainer=trainer)
    generate_sessions()
    Holiday.objects.create(on=monday() + timedelta(days=9), name="元旦", name_en="New Year")
    given = form_of(look="1", trainer=trainer.pk)
    part = desk.post(reverse("series:add"), given, headers={"X-Part": "dates"}).content.decode()
    page = desk.post(reverse("series:add"), given).content.decode()
    assert "<html" not in part and part.count("<li>") == 8
    assert "At the same time as The other: the same trainer, the same leaders" in part.replace(
        "\n", " "
    )
    assert "New Year" in part and "New Year" in page and "<html" in page
    assert list(Series.objects.all()) == [other]


def test_looking_takes_the_same_queries_for_few_and_for_many(desk, trainer):
    taken = []
    for count in (1, 6):
        for _number in range(count):
            tree.series(weekday=2, starts_on=monday(), trainer=trainer)
        generate_sessions()
        with CaptureQueriesContext(connection) as queries:
            desk.post(reverse("series:add"), form_of(look="1"), headers={"X-Part": "dates"})
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_a_changed_series_moves_its_sessions_and_says_so(desk, trainer, leader):
    made = tree.series(weekday=1, starts_on=monday(), trainer=trainer)
    generate_sessions()
    first = Session.objects.order_by("on").first()
    booking.book(session=first, leader=leader)
    answer = desk.post(
        reverse("series:edit", args=[made.pk]), written(made, weekdays=[3]), follow=True
    )
    assert dates.day_of(fresh(first).starts_at).weekday() == 3
    assert Booking.objects.get().session == first
    assert "Whoever is coming is told" in answer.content.decode()


def test_a_change_from_a_day_on_keeps_the_series_until_then(desk, trainer):
    made = tree.series(weekday=1, starts_on=monday(), trainer=trainer)
    generate_sessions()
    since = monday() + timedelta(days=14)
    given = written(made, starts_at="19:00", since=since)
    desk.post(reverse("series:edit", args=[made.pk]), given)
    old, new = Series.objects.order_by("pk")
    assert (old.ends_on, old.starts_at) == (since - timedelta(days=1), time(20, 30))
    assert (new.starts_on, new.starts_at) == (since, time(19, 0))
    assert Session.objects.filter(series=old).count() == 2


def test_a_trainer_changes_no_series_of_another(desk, office):
    others = tree.series(trainer=cast.trainer("Another"))
    address = reverse("series:edit", args=[others.pk])
    assert desk.get(address).status_code == 404
    assert desk.post(address, written(others, title="Mine")).status_code == 404
    assert fresh(others).title != "Mine"
    assert address not in desk.get(reverse("series:index")).content.decode()
    assert office.get(address).status_code == 200


def test_the_list_takes_the_same_queries_for_one_and_for_many(desk, trainer, region):
    taken = []
    for count in (1, 6):
        for _number in range(count):
            tree.series(trainer=trainer, region=region, rrule="FREQ=DAILY;INTERVAL=2")
        desk.get(reverse("series:index"))
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("series:index"))
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_managers_and_leaders_plan_nothing(manager, leader, client_of):
    for person in (manager, leader):
        answer = client_of(person).post(reverse("series:add"), form_of())
        assert answer.status_code in (302, 403)
        answer = client_of(person).get(reverse("courses_week:term"))
        assert answer.status_code in (302, 403)
    assert not Series.objects.exists()


# --- One session -----------------------------------------------------------------------


def move_form(days=1):
    day = dates.today() + timedelta(days=days)
    return {"day": day.isoformat(), "starts": "19:15", "minutes": 60}


def test_a_session_is_moved_called_off_and_restored(desk, trainer):
    one = tree.soon(trainer=trainer)
    page = reverse("sessions:edit", args=[one.pk])
    answer = desk.post(reverse("sessions:move", args=[one.pk]), move_form(), follow=True)
    assert fresh(one).minutes == 60 and "19:15" in answer.content.decode()
    assert answer.redirect_chain[-1][0] == page
    answer = desk.post(reverse("sessions:cancel", args=[one.pk]), {"reason": ""}, follow=True)
    assert "Please say why" in answer.content.decode() and not fresh(one).is_cancelled
    desk.post(reverse("sessions:cancel", args=[one.pk]), {"reason": "The hall is flooded."})
    assert fresh(one).is_cancelled
    html = desk.get(page).content.decode()
    assert "The hall is flooded." in html and reverse("sessions:move", args=[one.pk]) not in html
    desk.post(reverse("sessions:restore", args=[one.pk]))
    assert not fresh(one).is_cancelled and fresh(one).sequence == 3


@pytest.mark.parametrize("given", [{}, {"day": "x", "starts": "19:00", "minutes": 9}])
def test_half_a_move_is_none(desk, trainer, given):
    one = tree.soon(trainer=trainer)
    answer = desk.post(reverse("sessions:move", args=[one.pk]), given, follow=True)
    assert "Please give day, hour and length." in answer.content.decode()
    assert fresh(one).sequence == 0


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("move", move_form()),
        ("cancel", {"reason": "No"}),
        ("restore", {}),
        ("edit", {"title": "x"}),
    ],
)
def test_a_trainer_touches_no_session_of_another(desk, name, given):
    others = tree.soon(trainer=cast.trainer("Another"))
    if name == "restore":
        Session.objects.update(state=Session.State.CANCELLED)
    before = Session.objects.values().get()
    answer = desk.post(reverse(f"sessions:{name}", args=[others.pk]), given)
    assert answer.status_code == 404 and Session.objects.values().get() == before


@pytest.mark.parametrize("name", ["move", "cancel", "edit"])
def test_a_manager_looks_on_and_a_leader_stays_outside(manager, leader, client_of, name):
    one = tree.soon(of=tree.series(region=leader.region))
    given = move_form() | {"reason": "No", "title": "x"}
    address = reverse(f"sessions:{name}", args=[one.pk])
    client_of(manager).post(address, given)
    assert client_of(leader).post(address, given).status_code in (302, 403)
    assert (fresh(one).sequence, fresh(one).title) == (0, "")


def test_a_replay_and_more_places_are_written_down(desk, trainer, leader, other_leader):
    one = tree.session(timezone.now() + timedelta(days=2), trainer=trainer, capacity=1)
    booking.book(session=one, leader=leader)
    booking.book(session=one, leader=other_leader)
    page = reverse("sessions:edit", args=[one.pk])
    assert "1 waits for a place" in desk.get(page).content.decode()
    given = {"trainer": trainer.pk, "capacity": 2, "replay_url": "https://replay.example/1"}
    desk.post(page, given)
    assert (fresh(one).capacity, fresh(one).replay_url) == (2, "https://replay.example/1")
    assert Booking.objects.seated().count() == 2


# --- A term ----------------------------------------------------------------------------


def term_form(**fields):
    rows = {"group": 1, "sales": 2, "skills": 4, "topic": 3}
    given = {"starts_on": monday().isoformat(), "weeks": 3, "place": "Room 1"}
    for kind, weekday in rows.items():
        given |= {
            f"{kind}-wanted": "on",
            f"{kind}-title": f"{kind} 培训",
            f"{kind}-weekday": weekday,
            f"{kind}-starts_at": "13:30",
            f"{kind}-minutes": 45,
        }
    return given | fields


def test_one_form_makes_a_whole_term_for_an_intake(desk, trainer, intake, leader, other_leader):
    answer = desk.get(f"{reverse('courses_week:term')}?intake={intake.pk}")
    assert f'<option value="{intake.pk}" selected>' in answer.content.decode()
    given = term_form(intake=intake.pk, trainer=trainer.pk, capacity=40)
    answer = desk.post(reverse("courses_week:term"), given)
    assert answer.status_code == 302, answer.content.decode()
    made = Series.objects.all()
    assert {one.kind for one in made} == {"group", "sales", "skills", "topic"}
    assert {one.ends_on for one in made} == {monday() + timedelta(days=20)}
    assert {(one.place, one.capacity, one.trainer) for one in made} == {("Room 1", 40, trainer)}
    assert Session.objects.for_leader(leader.pk).count() == Session.objects.count() == 12
    assert not Session.objects.for_leader(other_leader.pk).exists()


def test_a_term_is_looked_at_before_it_is_made(desk, trainer):
    tree.series(title_en="In the way", weekday=1, starts_at=time(13, 30), starts_on=monday())
    generate_sessions()
    Holiday.objects.create(on=monday() + timedelta(days=8), name="元旦", name_en="New Year")
    html = desk.post(reverse("courses_week:term"), term_form(look="1")).content.decode()
    assert "In the way" in html and "New Year" in html and "2 times" in html
    assert Series.objects.count() == 1


def test_a_term_without_a_training_is_none(desk):
    given = {name: value for name, value in term_form().items() if not name.endswith("-wanted")}
    html = desk.post(reverse("courses_week:term"), given).content.decode()
    assert "Choose at least one training." in html and not Series.objects.exists()


# --- Holidays --------------------------------------------------------------------------


def test_several_days_off_are_one_form_and_sessions_follow(office, leader):
    tree.series(weekday=1, starts_on=monday())
    generate_sessions()
    given = {"name": "国庆节", "on": monday(), "until": monday() + timedelta(days=2)}
    answer = office.post(reverse("holidays:add"), given)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Holiday.objects.count() == 3
    first = Session.objects.order_by("on").first()
    assert first.is_cancelled and first.cancel_reason == "国庆节"
    row = Holiday.objects.get(on=first.on)
    office.post(reverse("holidays:edit", args=[row.pk]), {"name": "国庆节", "on": monday()
                - timedelta(days=1)})  # fmt: skip
    assert not fresh(first).is_cancelled
    office.post(reverse("holidays:edit", args=[row.pk]), {"name": "国庆节", "on": first.on})
    assert fresh(first).is_cancelled
    office.post(reverse("holidays:delete", args=[row.pk]))
    assert not fresh(first).is_cancelled and Holiday.objects.count() == 2


@pytest.mark.parametrize("until", [-1, 40])
def test_a_holiday_that_cannot_be(office, until):
    given = {"name": "x", "on": monday(), "until": monday() + timedelta(days=until)}
    assert office.post(reverse("holidays:add"), given).status_code == 200
    assert not Holiday.objects.exists()


def test_a_trainer_sees_holidays_and_makes_none(desk):
    assert desk.get(reverse("holidays:index")).status_code == 200
    assert desk.post(reverse("holidays:add"), {"name": "x", "on": monday()}).status_code == 302
    assert not Holiday.objects.exists()


def test_nothing_of_a_past_session_but_its_details_can_change(desk, trainer):
    one = tree.session(timezone.now() - timedelta(days=2), trainer=trainer)
    html = desk.get(reverse("sessions:edit", args=[one.pk])).content.decode()
    assert "It has begun" in html and reverse("sessions:cancel", args=[one.pk]) not in html
    desk.post(reverse("sessions:cancel", args=[one.pk]), {"reason": "Late"})
    assert not fresh(one).is_cancelled
