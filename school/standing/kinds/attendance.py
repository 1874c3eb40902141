"""How regularly she comes to the trainings; the formula is in `courses/attendance.py`."""

from decimal import Decimal

from django.db.models import IntegerField, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.attendance import with_attendance_rate
from school.people.models import Leader
from school.standing.kinds.base import Kind, Percent, days
from school.standing.kinds.registry import kind
from school.standing.weeks import FOUR_WEEKS


@kind
class Attendance(Percent, Kind):
    """Trainings at which she was present, of those at which she was marked, in per cent."""

    code = "attendance"
    label = gettext_lazy("Attendance at trainings")
    details = {"window_days": int}
    optional = frozenset({"window_days"})

    @property
    def window_days(self) -> int:
        return self.params.get("window_days", FOUR_WEEKS)

    def expression(self) -> Subquery:
        her = Leader.objects.filter(pk=OuterRef("pk")).order_by()
        rate = with_attendance_rate(her, window_days=self.window_days, on=self.on)
        return Subquery(rate.values("attendance_permille"), output_field=IntegerField())

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
