"""The week at a glance: who has which trainings, what is missing, what clashes."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Holiday, Rhythm
from courses.trainings.week import read_week
from school.lib import dates
from school.lib.dates import SHANGHAI
from tests import cast
from tests.courses import tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(trainer, client_of):
    return client_of(trainer)


def held(kind, weekday=1, hour=13, **fields):
    """A session of this week, of a series for whoever `fields` say."""
    intakes = fields.pop("intakes", [])
    trainer = fields.pop("trainer", None)
    series = tree.series(kind, **fields)
    series.intakes.set(intakes)
    day = dates.week_start(dates.today()) + timedelta(days=weekday)
    moment = datetime.combine(day, time(hour), tzinfo=SHANGHAI)
    return tree.session(moment, of=series, trainer=trainer)


def lines(user, on=None):
    week = read_week(on=on or dates.today(), user=user)
    return {line.name: (line.held, line.missing) for line in (*week.intakes, *week.regions)}


def test_it_says_for_each_class_and_region_what_is_missing(leader, other_leader, trainer):
    held("group")
    held("sales", region=leader.region)
    held("skills", intakes=[leader.intake])
    held("topic")
    assert lines(trainer) == {
        "Intake 12": (["group", "sales", "skills"], []),
        "Changsha · Yuelu": (["group", "sales"], ["skills"]),
        "Changsha · Elsewhere": (["group"], ["sales", "skills"]),
    }


def test_what_is_only_for_some_counts_for_nobody_and_what_is_called_off_neither(leader, trainer):
    held("group", lowest_rank=2)
    held("sales", language="en")
    off = held("skills")
    off.state = off.State.CANCELLED
    off.save()
    assert lines(trainer)["Changsha · Yuelu"] == ([], ["group", "sales", "skills"])


def test_the_aim_is_a_setting(leader, trainer):
    held("group")
    Rhythm.objects.update_or_create(defaults={"trainings_a_week": 2})
    assert lines(trainer)["Changsha · Yuelu"] == (["group"], ["sales"])


def test_a_class_is_one_for_twelve_weeks(leader, trainer):
    assert "Intake 12" in lines(trainer)
    assert "Intake 12" not in lines(trainer, dates.today() - timedelta(days=14))
    assert "Intake 12" in lines(trainer, dates.today() + timedelta(days=7 * 11))
    assert "Intake 12" not in lines(trainer, dates.today() + timedelta(days=7 * 13))


def test_a_manager_sees_what_concerns_her_regions(manager, leader, other_leader):
    mine, everybodys = held("group", region=leader.region), held("sales")
    held("skills", region=other_leader.region)
    week = read_week(on=dates.today(), user=manager)
    assert {item.session for day in week.days for item in day.items} == {mine, everybodys}
    assert [line.name for line in week.regions] == ["Changsha · Yuelu"]


def test_the_screen_shows_sessions_clashes_and_what_to_add(desk, trainer, leader):
    mine = held("group", trainer=trainer)
    others = held("sales", trainer=cast.trainer("Another"))
    Holiday.objects.create(on=dates.today(), name="元旦", name_en="New Year")
    html = desk.get(reverse("courses_week:week")).content.decode()
    assert reverse("sessions:edit", args=[mine.pk]) in html
    assert reverse("sessions:edit", args=[others.pk]) not in html
    assert "2 sessions clash with each other" in html and "the same leaders" in html
    assert "New Year" in html and "2 of 3" in html
    add = f"{reverse('series:add')}?kind=skills&amp;starts_on="
    assert add in html and f"&amp;intakes={leader.intake_id}" in html


def test_a_link_of_the_week_fills_in_the_form(desk, leader):
    given = {"kind": "skills", "region": leader.region_id, "intakes": leader.intake_id}
    html = desk.get(reverse("series:add"), given).content.decode()
    assert '<option value="skills" selected>' in html
    assert f'<option value="{leader.region_id}" selected>' in html


def test_the_form_begins_with_the_school_s_own_hour_of_the_kind(desk):
    tree.series("skills", title="技能", weekday=5, starts_at=time(9, 15))
    html = desk.get(reverse("series:add"), {"kind": "skills"}).content.decode()
    assert 'value="09:15"' in html and 'value="技能"' in html


def test_what_a_holiday_called_off_says_so_in_the_reader_s_language(desk, trainer):
    session = held("group", trainer=trainer)
    day_off = Holiday.objects.create(on=dates.today(), name="元旦", name_en="New Year")
    type(session).objects.update(state="cancelled", holiday=day_off, cancel_reason="元旦")
    html = desk.get(reverse("courses_week:week")).content.decode()
    assert "</strong> · New Year" in html and "元旦" not in html


def test_the_week_before_and_after(desk):
    monday = dates.week_start(dates.today())
    html = desk.get(reverse("courses_week:week")).content.decode()
    assert (
        f"?on={monday - timedelta(days=7)}" in html and f"?on={monday + timedelta(days=7)}" in html
    )
    for odd in ("x", "0001-01-01", "9999-12-31"):
        assert desk.get(reverse("courses_week:week"), {"on": odd}).status_code == 200


def test_a_leader_stays_outside(client_of, leader):
    assert client_of(leader).get(reverse("courses_week:week")).status_code in (302, 403)


def test_the_week_takes_the_same_queries_however_full_it_is(desk, trainer):
    taken = []
    for count in (1, 5):
        for number in range(count):
            region = cast.region(f"R{count}{number}")
            intake = cast.intake(count * 10 + number, region=region)
            cast.leader(region=region, intake=intake)
            held("group", weekday=number, region=region, intakes=[intake], trainer=trainer)
        desk.get(reverse("courses_week:week"))
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("courses_week:week"))
        taken.append(len(queries))
    assert taken[0] == taken[1]
