"""The feed as two readers understand it that know nothing of each other: icalendar, which wrote it,
and ical."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil import tz as dateutil_tz
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from courses.models import CalendarFeed, Series, Session
from courses.trainings import calendar_feed
from courses.trainings.booking import book
from courses.trainings.series import change as change_series
from courses.trainings.session import cancel, generate_sessions, move, restore
from courses.trainings.zone import where_she_is
from school.lib.dates import SHANGHAI
from school.people.models import Leader
from tests import cast
from tests.courses import tree

database = pytest.mark.django_db


def soon(**fields) -> Session:
    starts = (timezone.now() + timedelta(days=2)).replace(microsecond=0)
    return tree.session(starts, title_en="Photos that sell", **fields)


def text_of(person) -> bytes:
    user = person.user if isinstance(person, Leader) else person
    return calendar_feed.written(calendar_feed.entries_of(user), "en")


def events(person) -> dict[str, dict]:
    """What both readers see, by UID; they have to agree."""
    content = text_of(person)
    ours = {str(event["uid"]): _by_icalendar(event) for event in Calendar.from_ical(content).events}
    theirs = IcsCalendarStream.calendar_from_ics(content.decode())
    assert ours == {event.uid: _by_ical(event) for event in theirs.events}
    return ours


def event_of(person, session: Session) -> dict:
    return events(person)[calendar_feed.uid_of(session)]


def _by_icalendar(event) -> dict:
    return {
        "starts": event.start,
        "ends": event.end,
        "zone": event["dtstart"].params["TZID"],
        "status": str(event["status"]),
        "sequence": int(event["sequence"]),
        "stamp": event["dtstamp"].dt,
        "modified": event["last-modified"].dt,
        "summary": str(event["summary"]),
        "alarms": [alarm["trigger"].dt for alarm in event.walk("VALARM")],
        "url": str(event["url"]),
    }


def _by_ical(event) -> dict:
    return {
        "starts": event.dtstart,
        "ends": event.dtend,
        "zone": event.dtstart.tzinfo.key,
        "status": event.status.value,
        "sequence": event.sequence,
        "stamp": event.dtstamp,
        "modified": event.last_modified,
        "summary": event.summary,
        "alarms": [alarm.trigger for alarm in event.alarm],
        "url": str(event.url),
    }


@database
class TestWhatStandsInIt:
    def test_a_session_as_it_is_held(self, leader):
        session = soon(place="Room 3")
        event = event_of(leader, session)
        assert (event["starts"], event["ends"]) == (session.starts_at, session.ends_at)
        assert event["zone"] == "Asia/Shanghai"
        assert event["summary"] == "Photos that sell"
        assert event["url"].endswith(f"/timetable/{session.pk}/")

    def test_what_she_said_is_its_status(self, leader):
        session = soon()
        assert event_of(leader, session)["status"] == "TENTATIVE"
        book(session=session, leader=leader)
        event = event_of(leader, session)
        assert (event["status"], event["alarms"]) == ("CONFIRMED", [timedelta(hours=-1)])
        book(session=session, leader=leader, coming=False)
        assert events(leader) == {}

    def test_who_waits_reads_that_she_waits(self, leader, other_leader):
        session = soon(capacity=1)
        book(session=session, leader=other_leader)
        book(session=session, leader=leader)
        event = event_of(leader, session)
        assert (event["status"], event["alarms"]) == ("TENTATIVE", [])
        assert event["summary"] == "Waiting for a seat: Photos that sell"

    def test_others_regions_are_not_in_it(self, leader, other_leader):
        soon(of=tree.series(region=other_leader.region))
        assert events(leader) == {}
        assert len(events(other_leader)) == 1

    def test_a_trainers_are_those_she_leads(self, trainer):
        session = soon(trainer=trainer)
        soon(kind="group")
        assert list(events(trainer)) == [calendar_feed.uid_of(session)]
        assert event_of(trainer, session)["status"] == "CONFIRMED"

    def test_nothing_personal_is_in_it(self, leader):
        book(session=soon(), leader=leader)
        content = text_of(leader).decode()
        for secret in (leader.name, leader.user.phone, leader.community, leader.region.name):
            assert secret not in content

    def test_it_speaks_her_language(self, leader):
        session = tree.soon(title="好照片", title_en="Good photos")
        entries = calendar_feed.entries_of(leader.user)
        assert "好照片" in calendar_feed.written(entries, "zh-hans").decode()
        assert "Good photos" in calendar_feed.written(entries, "en").decode()
        assert session.pk

    def test_one_query_for_any_number(self, leader, django_assert_num_queries):
        for kind in ("group", "sales", "skills"):
            soon(kind=kind)
        Leader.objects.get(pk=leader.pk)
        with django_assert_num_queries(1):
            assert len(calendar_feed.entries_of(leader.user)) == 3


@database
class TestChanges:
    """What RFC 5545 asks after a change: the same UID, a higher SEQUENCE, a later LAST-MODIFIED."""

    @pytest.fixture
    def session(self, leader):
        made = soon()
        book(session=made, leader=leader)
        return made

    @pytest.fixture
    def before(self, session, leader):
        return event_of(leader, session)

    def test_moving(self, session, leader, before):
        later = session.starts_at + timedelta(hours=3)
        move(session=session, starts_at=later, ends_at=later + timedelta(minutes=45))
        after = event_of(leader, session)
        assert after["starts"] == later
        assert after["sequence"] > before["sequence"]
        assert after["modified"] >= before["modified"]
        assert after["status"] == "CONFIRMED"

    def test_cancelling_keeps_it_as_cancelled(self, session, leader, before):
        cancel(session=session, reason="The trainer is ill.")
        after = event_of(leader, session)
        assert (after["status"], after["alarms"]) == ("CANCELLED", [])
        assert after["sequence"] > before["sequence"]
        assert after["summary"] == "Called off: Photos that sell"
        assert "The trainer is ill." in text_of(leader).decode()

    def test_restoring_raises_it_again(self, session, leader):
        cancel(session=session, reason="Rain.")
        cancelled = event_of(leader, session)
        restore(session=session)
        after = event_of(leader, session)
        assert after["status"] == "CONFIRMED"
        assert after["sequence"] > cancelled["sequence"]

    def test_a_cancelled_one_stays_four_weeks_and_then_goes(self, session, leader):
        cancel(session=session, reason="Rain.")
        starts = Session.objects.get(pk=session.pk).starts_at
        kept = calendar_feed.entries_of(leader.user, starts + timedelta(weeks=4))
        assert [entry.status for entry in kept] == ["CANCELLED"]
        gone = starts + timedelta(weeks=4, seconds=1)
        assert calendar_feed.entries_of(leader.user, gone) == []

    def test_her_own_word_is_no_change_of_the_session(self, session, leader, before):
        book(session=session, leader=leader, coming=False)
        book(session=session, leader=leader)
        after = event_of(leader, session)
        assert after["sequence"] == before["sequence"]
        assert after["modified"] >= before["modified"]

    def test_without_a_method_the_stamp_is_the_last_change(self, session, leader):
        event = event_of(leader, session)
        assert b"METHOD" not in text_of(leader)
        assert event["stamp"] == event["modified"]
        assert event["stamp"].tzinfo is not None

    def test_what_has_not_changed_is_written_the_same(self, session, leader):
        assert text_of(leader) == text_of(leader)


@database
def test_a_new_rule_cancels_the_old_days_and_plans_new_ones(leader):
    """From Wednesdays to Fridays: each session keeps its UID and goes to its new day."""
    series = tree.series(weekday=2)
    generate_sessions()
    booked = Session.objects.ahead().last()
    book(session=booked, leader=leader)
    before = events(leader)
    series.weekday = 4
    change_series(series=series)
    after = events(leader)
    held = after[calendar_feed.uid_of(booked)]
    assert set(before) <= set(after)
    assert (held["status"], held["starts"].weekday()) == ("CONFIRMED", 4)
    assert held["sequence"] > before[calendar_feed.uid_of(booked)]["sequence"]
    held = [one for one in after.values() if one["status"] != "CANCELLED"]
    assert all(one["starts"].weekday() == 4 for one in held)


@database
def test_days_that_the_new_rule_leaves_out_are_called_off(leader):
    series = tree.series(weekday=2)
    generate_sessions()
    booked = Session.objects.ahead().last()
    book(session=booked, leader=leader)
    series.active = False
    change_series(series=series)
    assert {one["status"] for one in events(leader).values()} == {"CANCELLED"}


@database
class TestTheText:
    """What RFC 5545 asks of the bytes."""

    def test_lines_end_with_crlf_and_are_folded_at_75_octets(self, leader):
        soon(place="很长的地方" * 20)
        content = text_of(leader)
        assert content.endswith(b"END:VCALENDAR\r\n")
        assert b"\n" not in content.replace(b"\r\n", b"")
        assert max(map(len, content.split(b"\r\n"))) <= 75

    def test_the_zone_that_is_named_is_defined(self, leader):
        soon()
        calendar = Calendar.from_ical(text_of(leader))
        [zone] = calendar.walk("VTIMEZONE")
        assert str(zone["tzid"]) == "Asia/Shanghai"
        assert soon_there(zone) == timedelta(hours=8)

    def test_what_a_calendar_must_have(self, leader):
        soon()
        calendar = Calendar.from_ical(text_of(leader))
        assert str(calendar["version"]) == "2.0"
        assert str(calendar["prodid"])
        [event] = calendar.events
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "LAST-MODIFIED"} <= set(event)

    def test_commas_and_new_lines_in_names_harm_nothing(self, leader):
        session = soon(place="Room 3, by the gate; up\nEND:VEVENT")
        event = event_of(leader, session)
        assert event["summary"] == "Photos that sell"


def soon_there(zone) -> timedelta:
    """What the written zone says of a summer day."""
    return datetime(2026, 7, 1, tzinfo=zone.to_tz()).utcoffset()


ZONES = sorted(zone for zone in available_timezones() if "/" in zone and "Etc" not in zone)
SECONDS = st.integers(1_704_067_200, 1_924_991_999)  # From 2024 to the end of 2030.


@given(seconds=SECONDS, name=st.sampled_from(ZONES))
def test_a_viewer_abroad_reads_the_hour_of_her_own_clock(seconds, name):
    """Summer time included: as dateutil reckons it, from the moment that the feed names."""
    theirs = dateutil_tz.gettz(name)
    moment = datetime.fromtimestamp(seconds // 60 * 60, UTC)
    series = Series(kind="sales", title="T")
    session = Session(pk=1, series=series, starts_at=moment, ends_at=moment + timedelta(minutes=45))
    session.changed_at = moment
    entry = calendar_feed._entry(session, coming=True)
    [event] = Calendar.from_ical(calendar_feed.written([entry], "en")).events
    there = event.start.astimezone(theirs)
    assert there == moment
    said = where_she_is(moment, ZoneInfo(name))
    if there.utcoffset() == moment.astimezone(SHANGHAI).utcoffset():
        assert said == ""
    else:
        assert said.endswith(f"{there:%H:%M}")


@database
class TestTheAddress:
    @pytest.fixture
    def address(self, leader):
        return reverse("courses:feed", args=[calendar_feed.feed_of(leader.user).token])

    def test_it_needs_no_log_in(self, client, leader, address):
        soon()
        answer = client.get(address)
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert len(Calendar.from_ical(answer.content).events) == 1
        assert "sessionid" not in answer.cookies

    def test_asked_again_it_says_that_nothing_changed(self, client, leader, address):
        session = soon()
        etag = client.get(address)["ETag"]
        again = client.get(address, HTTP_IF_NONE_MATCH=etag)
        assert (again.status_code, again.content) == (304, b"")
        book(session=session, leader=leader)
        assert client.get(address, HTTP_IF_NONE_MATCH=etag).status_code == 200

    def test_compressed_on_the_way_its_name_still_holds(self, client, address):
        soon()
        for number in range(6):
            tree.session(timezone.now() + timedelta(days=number), kind="group")
        etag = client.get(address, HTTP_ACCEPT_ENCODING="gzip")["ETag"]
        assert etag.startswith("W/")
        assert client.get(address, HTTP_IF_NONE_MATCH=etag).status_code == 304

    def test_two_queries(self, client, address, django_assert_num_queries):
        soon()
        with django_assert_num_queries(2):
            client.get(address)

    def test_a_new_address_makes_the_old_one_worthless(self, client, client_of, leader, address):
        client_of(leader).post(reverse("courses:renew_calendar"))
        assert client.get(address).status_code == 404
        new = reverse("courses:feed", args=[CalendarFeed.objects.get().token])
        assert client.get(new).status_code == 200

    def test_who_has_left_has_no_calendar(self, client, leader, address):
        Leader.objects.update(status=Leader.Status.LEFT)
        assert client.get(address).status_code == 404

    def test_a_switched_off_account_has_none(self, client, leader, address):
        leader.user.is_active = False
        leader.user.save()
        assert client.get(address).status_code == 404

    @pytest.mark.parametrize("token", ["x", "x" * 5000, "%00"])
    def test_a_guess_finds_nothing(self, client, token):
        assert client.get(f"/calendar/{token}.ics").status_code == 404

    def test_guessing_is_slowed_down(self, client, monkeypatch):
        monkeypatch.setattr("courses.views.calendar.WRONG_PER_ADDRESS", 3)
        codes = [client.get(f"/calendar/guess-{number}.ics").status_code for number in range(4)]
        assert codes == [404] * 3 + [429]

    def test_asking_all_the_time_is_slowed_down(self, client, address, monkeypatch):
        monkeypatch.setattr("courses.views.calendar.PER_FEED", 3)
        codes = [client.get(address).status_code for _time in range(4)]
        assert codes == [200] * 3 + [429]

    def test_nothing_but_reading(self, client, address):
        assert client.post(address).status_code == 405
        assert client.head(address).status_code == 200


@database
class TestThePages:
    def test_the_page_tells_the_address(self, client_of, leader):
        html = client_of(leader).get("/calendar/").content.decode()
        token = CalendarFeed.objects.get(user=leader.user).token
        assert f"/calendar/{token}.ics" in html and 'href="webcal://' in html

    def test_each_has_an_address_of_her_own(self, client_of, leader, other_leader):
        for person in (leader, other_leader):
            client_of(person).get("/calendar/")
            client_of(person).get("/calendar/")
        assert CalendarFeed.objects.values("token").distinct().count() == 2

    def test_renewing_is_a_post(self, client_of, leader):
        assert client_of(leader).get("/calendar/new-address/").status_code == 405

    def test_one_training_as_a_file(self, client_of, leader):
        session = soon()
        book(session=session, leader=leader)
        answer = client_of(leader).get(reverse("courses:session_ics", args=[session.pk]))
        assert f'filename="training-{session.pk}.ics"' in answer["Content-Disposition"]
        [event] = Calendar.from_ical(answer.content).events
        assert str(event["uid"]) == calendar_feed.uid_of(session)
        assert str(event["status"]) == "CONFIRMED"

    def test_not_another_regions(self, client_of, leader):
        session = soon(of=tree.series(region=cast.region("Elsewhere")))
        address = reverse("courses:session_ics", args=[session.pk])
        assert client_of(leader).get(address).status_code == 404

    def test_visitors_log_in_first(self, client):
        assert client.get("/calendar/")["Location"].startswith("/accounts/login/")
