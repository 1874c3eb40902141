"""How regularly she comes to the trainings."""

from datetime import timedelta

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import AttendanceMark
from school.standing.kinds.base import Kind, Percent, days
from school.standing.kinds.registry import kind
from school.standing.weeks import FOUR_WEEKS


def attended(on, window_days: int) -> Subquery:
    """Of the trainings of the days up to `on` at which she was marked, the share at which she was
    present, in hundredths of a per cent; null where she was never marked."""
    after = on - timedelta(days=window_days)
    marks = AttendanceMark.objects.current().at_trainings()
    marks = marks.in_days(after, on + timedelta(days=1)).filter(leader=OuterRef("pk")).order_by()
    there, all_marks = Count("pk", filter=Q(present=True)), Count("pk")
    # Whole numbers divide alike on both databases; half the divisor more rounds half up.
    share = (there * Value(20000) + all_marks) / (all_marks * Value(2))
    return Subquery(
        marks.values("leader").annotate(share=share).values("share"), output_field=IntegerField()
    )


@kind
class Attendance(Percent, Kind):
    """Sessions at which she was present, of the trainings at which somebody marked her."""

    code = "attendance"
    label = gettext_lazy("Attendance at trainings")
    details = {"window_days": int}
    optional = frozenset({"window_days"})

    @property
    def window_days(self) -> int:
        return self.params.get("window_days", FOUR_WEEKS)

    def expression(self) -> Subquery:
        return attended(self.on, self.window_days)

    def title(self) -> str:
        return _("At %(share)s of the trainings in %(days)s") % {
            "share": self.shown(self.threshold),
            "days": days(self.window_days),
        }

    def link(self) -> str:
        return reverse("courses:timetable")

    def source(self) -> str:
        return f"attendance {self.window_days}d ..{self.on:%Y-%m-%d}"
