"""Attendance in figures, and the sheet of a month on paper and in a workbook."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

import pypdfium2
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from courses.models import AttendanceSettings, Session
from courses.trainings.attendance import attendance_rate, mark
from courses.trainings.attendance_sheet import (
    ACROSS,
    Cell,
    months,
    pdf,
    read_month,
    sheet_of,
    xlsx,
)
from courses.trainings.attendance_statistics import statistics
from school.jobs.models import Job
from school.lib import dates
from school.lib.dates import SHANGHAI
from school.lib.refusal import Refusal
from school.people.models import Leader
from tests import cast
from tests.courses import tree

pytestmark = pytest.mark.django_db
# A month that is over, whatever today is.
MONTH = (dates.today().replace(day=1) - timedelta(days=1)).replace(day=1)


@pytest.fixture(autouse=True)
def work_at_once(monkeypatch):
    monkeypatch.setattr(transaction, "on_commit", lambda work, **_kwargs: work())


def on(day: date, **fields) -> Session:
    return tree.session(datetime.combine(day, time(9, 0), tzinfo=SHANGHAI), **fields)


def days_ago(days: int, **fields) -> Session:
    return on(dates.today() - timedelta(days=days), **fields)


def name(line):
    return line.name


# --- figures ------------------------------------------------------------------------------------


def test_a_series_beside_the_window_before(leader, other_leader, trainer):
    sales = tree.series()
    now, before = days_ago(3, of=sales), days_ago(30, of=sales)
    mark(session=now, leader=leader, present=True, by=trainer, late_minutes=12)
    mark(session=now, leader=other_leader, present=False, by=trainer)
    mark(session=before, leader=leader, present=True, by=trainer)
    (line,) = statistics(Session.objects.all()).series
    assert (line.name, line.sessions, line.there, line.marked) == ("Sales training", 1, 1, 2)
    assert (line.share, line.share_before, line.change) == (50, 100, -50)
    assert (line.late, line.late_share, line.minutes) == (1, 100, 12)


def test_the_window_is_a_setting(leader, trainer):
    session = days_ago(10)
    mark(session=session, leader=leader, present=True, by=trainer)
    assert statistics(Session.objects.all()).series
    AttendanceSettings.objects.update(window_days=7)
    assert not statistics(Session.objects.all()).series


def test_what_was_called_off_and_what_was_withdrawn_counts_for_nothing(leader, trainer):
    session = days_ago(3)
    mark(session=session, leader=leader, present=True, by=trainer)
    Session.objects.update(state=Session.State.CANCELLED)
    assert not statistics(Session.objects.all()).series
    assert attendance_rate(leader=leader, window_days=28) is None


def test_trainers_by_name_and_sessions_without_one_last(leader, trainer):
    mark(session=days_ago(3, trainer=trainer), leader=leader, present=True, by=trainer)
    mark(session=days_ago(4), leader=leader, present=True, by=trainer)
    assert [*map(name, statistics(Session.objects.all()).trainers)] == ["Teacher Lin", ""]


def test_figures_are_of_these_sessions_only(leader, trainer):
    mark(session=days_ago(3, trainer=trainer), leader=leader, present=True, by=trainer)
    another = cast.trainer("Another")
    assert not statistics(Session.objects.run_by(another)).series
    assert statistics(Session.objects.run_by(trainer)).series


def test_a_manager_reads_of_her_leaders_whoever_taught(client_of, leader, other_leader, trainer):
    session = days_ago(3, trainer=trainer)
    mark(session=session, leader=leader, present=True, by=trainer)
    mark(session=session, leader=other_leader, present=False, by=trainer)
    Leader.objects.filter(pk=other_leader.pk).update(region=cast.region("Elsewhere"))
    manager = cast.manager(regions=[leader.region])
    page = client_of(manager).get(reverse("courses_attendance:figures"))
    (line,) = page.context["statistics"].trainers
    assert (line.name, line.there, line.marked) == ("Teacher Lin", 1, 1)


def test_figures_take_the_same_queries_for_many(leader, trainer):
    AttendanceSettings.load()
    taken = []
    for count in (1, 4):
        for number in range(count):
            session = days_ago(2 + number + count, of=tree.series(title_en=f"S{count}{number}"))
            mark(session=session, leader=leader, present=True, by=trainer)
        with CaptureQueriesContext(connection) as queries:
            statistics(Session.objects.all())
        taken.append(len(queries))
    assert taken == [4, 4]


# --- the sheet ----------------------------------------------------------------------------------


@pytest.fixture
def sheet(leader, intake, trainer):
    friend = cast.leader("王芳", intake=intake, region=leader.region)
    first, second = on(MONTH), on(MONTH + timedelta(days=8), of=tree.series("group"))
    mark(session=first, leader=leader, present=True, by=trainer)
    mark(session=second, leader=leader, present=False, by=trainer)
    mark(session=second, leader=friend, present=True, by=trainer, late_minutes=9)
    return sheet_of(user=trainer, month=f"{MONTH:%Y-%m}", intake=str(intake.pk))


def test_a_sheet_has_a_line_for_each_and_a_column_for_each_session(sheet):
    assert sheet.about == "Intake 12"
    assert [one.on for one in sheet.sessions] == [MONTH, MONTH + timedelta(days=8)]
    lines = {line.leader.user.name: line for line in sheet.lines}
    assert lines["Li Mei"].cells == [Cell(True), Cell(False)]
    assert lines["王芳"].cells == [Cell(), Cell(True, 9)]
    assert [cell.sign for cell in lines["王芳"].cells] == ["", "●9"]


def test_its_rate_is_the_one_that_counts(sheet, leader):
    last = (MONTH + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    for line in sheet.lines:
        rate = attendance_rate(leader=line.leader, window_days=last.day, on=last)
        assert line.rate == rate
    assert {line.rate for line in sheet.lines} == {Decimal("50.0"), Decimal("100.0")}


def test_who_is_of_another_class_or_region_is_not_on_it(sheet, manager, operations, other_leader):
    month = f"{MONTH:%Y-%m}"
    assert other_leader not in [line.leader for line in sheet.lines]
    place = str(other_leader.region_id)
    only = sheet_of(user=operations, month=month, region=place)
    assert [line.leader for line in only.lines] == [other_leader]
    with pytest.raises(Refusal) as refusal:
        sheet_of(user=manager, month=month, region=place)
    assert refusal.value.code == "nobody"


def test_a_month_that_is_none(trainer):
    for text in ("", "2026", "2026-13", "x-y"):
        with pytest.raises(Refusal) as refusal:
            read_month(text)
        assert refusal.value.code == "month-invalid"


def test_a_year_of_months_backwards():
    listed = [value for value, _name in months(date(2026, 2, 28))]
    assert listed[:3] == ["2026-02", "2026-01", "2025-12"]
    assert len(listed) == 12


def test_on_paper_names_are_readable_and_wide_sheets_turn_the_page(sheet, leader, trainer):
    with override("zh-hans"):
        document = pypdfium2.PdfDocument(pdf(sheet))
        text = document[0].get_textpage().get_text_range()
    assert "王芳" in text and "●9" in text and "50%" in text
    assert len(document) == 1
    for number in range(ACROSS):
        session = on(MONTH + timedelta(days=number), of=tree.series("skills"))
        mark(session=session, leader=leader, present=True, by=trainer)
    wide = sheet_of(user=trainer, month=f"{MONTH:%Y-%m}")
    assert [len(sessions) for sessions, _lines in wide.parts] == [ACROSS, 2]
    assert len(pypdfium2.PdfDocument(pdf(wide))) == 2


def test_in_a_workbook_every_cell_is_a_word(sheet):
    rows = list(load_workbook(BytesIO(xlsx(sheet))).active.values)
    assert rows[0][:3] == ("Leader ID", "Name", "Class")
    lines = {row[1]: row for row in rows[1:]}
    assert lines["王芳"][3:] == (None, "9 min late", 1, 1, 100) or lines["王芳"][3:] == (
        "",
        "9 min late",
        1,
        1,
        100,
    )
    assert lines["Li Mei"][3:5] == ("there", "not there")


# --- the screens --------------------------------------------------------------------------------

FIGURES = "courses_attendance:figures"


def ask(client, **fields) -> str:
    return client.post(reverse(FIGURES), {"month": f"{MONTH:%Y-%m}", "form": "xlsx"} | fields).url


def test_a_trainer_reads_figures_and_takes_a_sheet_along(sheet, client_of, trainer, intake):
    desk = client_of(trainer)
    html = desk.get(reverse(FIGURES)).content.decode()
    assert "Intake 12" in html and "The sheet of a month" in html
    page = ask(desk, about=f"intake:{intake.pk}")
    assert "2 leaders." in desk.get(page).content.decode()
    answer = desk.get(f"{page}file/")
    assert f"attendance-{MONTH:%Y-%m}.xlsx" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_a_sheet_of_nobody_says_so(client_of, trainer, other_leader):
    desk = client_of(trainer)
    page = ask(desk, about=f"region:{other_leader.region_id}")
    assert "There is no leader on this sheet." in desk.get(page).content.decode()
    assert desk.get(f"{page}file/").status_code == 404
    assert ask(desk, month="never") == reverse(FIGURES)


def test_a_sheet_is_its_owners(sheet, client_of, trainer, manager):
    page = ask(client_of(trainer))
    assert Job.objects.filter(owner=trainer).exists()
    assert client_of(manager).get(page).status_code == 404
    assert client_of(manager).get(f"{page}file/").status_code == 404


def test_coaches_and_leaders_stay_outside(client_of, coach, leader):
    for person in (coach, leader):
        assert client_of(person).get(reverse(FIGURES)).status_code in (302, 403)
