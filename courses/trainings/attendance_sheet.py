"""The attendance sheet of a month: a class or a region, leader by leader and session by session,
as a PDF to print and sign or as a workbook.

A leader's rate on it is the one that counts for her tier (`courses.trainings.attendance`), over
the days of the month.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import AttendanceMark, Session
from courses.trainings.attendance import with_attendance_rate
from school.lib import dates
from school.lib.exports import write_xlsx
from school.lib.pdf import render_pdf
from school.lib.refusal import Refusal
from school.people.models import Intake, Leader, Region

KIND = "courses.attendance_sheet"
FORMS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
THERE, AWAY = "●", "○"
# So many sessions stand side by side on a sheet of paper before it turns to the next.
ACROSS = 20


@dataclass(frozen=True)
class Cell:
    """What is marked of one leader at one session; None says nothing is."""

    present: bool | None = None
    late: int = 0

    @property
    def sign(self) -> str:
        if self.present is None:
            return ""
        return (f"{THERE}{self.late}" if self.late else THERE) if self.present else AWAY

    @property
    def word(self) -> str:
        if self.present is None:
            return ""
        if self.present and self.late:
            return _("%(minutes)s min late") % {"minutes": self.late}
        return _("there") if self.present else _("not there")


@dataclass(frozen=True)
class Line:
    leader: Leader
    cells: list[Cell]
    attended: int
    marked: int
    rate: Decimal | None


@dataclass(frozen=True)
class Sheet:
    """`about` names the class or region; `first` is the month's first day."""

    about: str
    first: date
    sessions: list[Session]
    lines: list[Line]

    @property
    def month(self) -> str:
        return date_format(self.first, "YEAR_MONTH_FORMAT")

    @property
    def parts(self) -> list[tuple[list[Session], list[tuple[Line, list[Cell]]]]]:
        """The sheet in pieces that are as wide as the paper."""
        return [
            (
                self.sessions[at : at + ACROSS],
                [(line, line.cells[at : at + ACROSS]) for line in self.lines],
            )
            for at in range(0, max(len(self.sessions), 1), ACROSS)
        ]


def sheet_of(*, user, month: str, intake: str = "", region: str = "") -> Sheet:
    """The sheet of a month ("2026-11") for the leaders of a class or region whom this person
    sees. Refuses: month-invalid, nobody (there is no leader on it)."""
    first = read_month(month)
    days = monthrange(first.year, first.month)[1]
    leaders, about = _leaders(user, intake, region)
    rated = with_attendance_rate(leaders, window_days=days, on=first + timedelta(days=days - 1))
    rows = list(rated.select_related("user", "intake").order_by("user__name", "pk"))
    if not rows:
        raise Refusal("nobody", _("There is no leader on this sheet."))
    marks = _marks(rows, first, days)
    sessions = sorted({one.session for one in marks}, key=lambda one: (one.starts_at, one.pk))
    cells = {(m.leader_id, m.session_id): Cell(m.present, m.late_minutes) for m in marks}
    return Sheet(about, first, sessions, [_line(row, sessions, cells) for row in rows])


def read_month(text: str) -> date:
    """Refuses: month-invalid."""
    try:
        year, month = text.split("-")
        return date(int(year), int(month), 1)
    except ValueError as error:
        raise Refusal("month-invalid", gettext_lazy("Please choose a month.")) from error


def months(on: date | None = None) -> Iterator[tuple[str, str]]:
    """This month and those before it, as the form offers them."""
    first = (on or dates.today()).replace(day=1)
    for _at in range(12):
        yield f"{first:%Y-%m}", date_format(first, "YEAR_MONTH_FORMAT")
        first = (first - timedelta(days=1)).replace(day=1)


def pdf(sheet: Sheet) -> bytes:
    html = render_to_string("pdf/attendance.html", {"sheet": sheet})
    return render_pdf(html, settings.BASE_DIR / "static")


def xlsx(sheet: Sheet) -> bytes:
    days = [f"{dates.day_of(one.starts_at):%m-%d} {one.name}" for one in sheet.sessions]
    headers = [_("Leader ID"), _("Name"), _("Class"), *days]
    headers += [_("Trainings there"), _("Trainings marked"), _("Rate, %")]
    return write_xlsx(headers, map(_row, sheet.lines))


def file_name(month: str, form: str) -> str:
    return f"attendance-{month}.{form}"


def _row(line: Line) -> list[Any]:
    leader = line.leader
    about = [leader.code, leader.user.name, str(leader.intake or "")]
    return [*about, *(cell.word for cell in line.cells), line.attended, line.marked, line.rate]


def _leaders(user, intake: str, region: str) -> tuple[QuerySet[Leader], str]:
    seen = Leader.objects.visible_to(user).studying()
    try:
        if intake:
            found = Intake.objects.get(pk=intake)
            return seen.filter(intake=found), str(found)
        if region:
            place = Region.objects.get(pk=region)
            return seen.filter(region__in=Region.objects.within([place])), str(place)
    except (ObjectDoesNotExist, ValueError) as error:
        raise Refusal("nobody", _("There is no leader on this sheet.")) from error
    return seen, _("All leaders")


def _marks(rows: list[Leader], first: date, days: int) -> list[AttendanceMark]:
    """Their marks of the month at everything that took place, topic nights too."""
    marks = AttendanceMark.objects.current().in_days(first, first + timedelta(days=days))
    marks = marks.filter(session__state=Session.State.PLANNED)
    wanted = {row.pk for row in rows}
    found = marks.select_related("session__series").order_by()
    return [one for one in found.iterator(2000) if one.leader_id in wanted]


def _line(row: Leader, sessions: list[Session], cells: dict) -> Line:
    permille = row.attendance_permille
    return Line(
        row,
        [cells.get((row.pk, session.pk), Cell()) for session in sessions],
        row.trainings_attended or 0,
        row.trainings_marked or 0,
        None if permille is None else Decimal(permille) / 10,
    )
