"""How regularly she comes to the trainings; the formula is in `courses/trainings/attendance.py`."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import AttendanceMark
from courses.trainings.attendance import permille
from school.lib import dates
from school.standing.kinds.base import Kind, Percent, Section, SourceRow, days
from school.standing.kinds.details import window
from school.standing.kinds.registry import kind


@kind
class Attendance(Percent, Kind):
    """Trainings at which she was present, of those at which she was marked, in per cent."""

    code = "attendance"
    label = gettext_lazy("Attendance at trainings")
    section = Section.TRAININGS
    details = {"window_days": window()}

    @property
    def window_days(self) -> int:
        return self.detail("window_days")

    def expression(self) -> Subquery:
        return permille(window_days=self.window_days, on=self.on)

    def value(self, raw: int | None) -> Decimal | None:
        return None if raw is None else Decimal(raw) / 10

    def raw_threshold(self) -> Decimal:
        return self.threshold * 10

    def title(self) -> str:
        return _("At %(share)s of the trainings in %(days)s") % {
            "share": self.shown(self.threshold),
            "days": days(self.window_days),
        }

    def link(self) -> str:
        return reverse("courses:timetable")

    def source(self) -> str:
        return f"attendance {self.window_days}d ..{self.on:%Y-%m-%d}"

    def rows(self, leader_id: int) -> list[SourceRow]:
        first = self.on - timedelta(days=self.window_days - 1)
        marks = AttendanceMark.objects.current().at_trainings().filter(leader=leader_id)
        marks = marks.in_days(first, self.on + timedelta(days=1)).select_related("session__series")
        return [
            SourceRow(
                mark.session.name,
                dates.day_of(mark.session.starts_at),
                _("there") if mark.present else _("not there"),
                mark.get_proof_display(),
            )
            for mark in marks.order_by("-session__starts_at")
        ]
