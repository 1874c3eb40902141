"""What she has learnt: courses finished and certificates held. Counted as it stands."""

from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.db.models import Count, Expression, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from assessments.models import Certificate
from courses.models import Enrolment
from school.lib import dates
from school.standing.kinds.base import Kind, SourceRow, YesNo, days, plain
from school.standing.kinds.details import Courses, Days, OneCourse
from school.standing.kinds.registry import kind


def counted(rows, what: str, among: list[UUID]) -> Expression:
    """How many of the keys `among` stand as `what` in a leader's rows."""
    if not among:
        return Value(0, output_field=IntegerField())
    rows = rows.filter(**{f"{what}__in": among}, leader=OuterRef("pk"))
    groups = rows.order_by().values("leader").annotate(figure=Count(what, distinct=True))
    return Coalesce(Subquery(groups.values("figure"), output_field=IntegerField()), Value(0))


@kind
class CoursesDone(Kind):
    """How many of these courses she has finished; without a threshold, all are asked for."""

    code = "courses_done"
    label = gettext_lazy("Courses finished")
    unit = pgettext_lazy("unit", "courses")
    help = gettext_lazy("Empty: all that you choose.")
    details = {"courses": Courses(gettext_lazy("Courses"))}
    counts_all = True

    @property
    def threshold(self) -> Decimal:
        asked = self.requirement.threshold
        return Decimal(len(self.params["courses"])) if asked is None else asked

    @cached_property
    def keys(self) -> list[UUID]:
        found = [self.references.course(code) for code in self.params["courses"]]
        return [course.key for course in found if course]

    def expression(self) -> Expression:
        return counted(Enrolment.objects.finished(), "course_key", self.keys)

    def title(self) -> str:
        return _("The required courses done")

    def shown(self, value: Decimal) -> str:
        return ngettext("%(number)s course", "%(number)s courses", int(value)) % {
            "number": plain(value)
        }

    def have(self, value: Decimal | None) -> str:
        return _("%(done)s of %(all)s done") % {
            "done": plain(value or Decimal(0)),
            "all": plain(self.threshold),
        }

    def link(self) -> str:
        return reverse("courses:catalog")

    def source(self) -> str:
        return f"enrolments {' '.join(self.params['courses'])}"

    def rows(self, leader_id: int) -> list[SourceRow]:
        found = Enrolment.objects.finished().filter(leader=leader_id, course_key__in=self.keys)
        titles = {course.key: course.title for course in self.references.courses()}
        return [
            SourceRow(titles[row.course_key], dates.day_of(row.completed_at), _("done"), "courses")
            for row in found.order_by("-completed_at")
        ]


@kind
class CertificateHeld(YesNo, Kind):
    """Whether she holds the certificate of a course: not withdrawn, and not too old."""

    code = "certificate"
    label = gettext_lazy("Certificate held")
    details = {
        "course": OneCourse(gettext_lazy("Course")),
        "valid_days": Days(
            gettext_lazy("For how many days it counts"),
            help=gettext_lazy("From the date on it. Empty: for ever."),
            required=False,
        ),
    }

    @cached_property
    def _course(self):
        return self.references.course(self.params["course"])

    def _held(self):
        key = str(self._course.key) if self._course else ""
        held = Certificate.objects.genuine().filter(kind=Certificate.Kind.COURSE, key=key)
        held = held.filter(issued_on__lte=self.on)
        if window := self.detail("valid_days"):
            held = held.filter(issued_on__gt=self.on - timedelta(days=window))
        return held

    def expression(self) -> Expression:
        hers = self._held().filter(leader=OuterRef("pk")).order_by().values("leader")
        one = Subquery(hers.values(one=Value(1))[:1], output_field=IntegerField())
        return Coalesce(one, Value(0))

    def title(self) -> str:
        name = self._course.title if self._course else self.params["course"]
        return _("The certificate of “%(course)s”") % {"course": name}

    def gap(self, value: Decimal | None) -> str:
        if self.met(value):
            return ""
        window = self.detail("valid_days")
        if window is None:
            return _("Finish the course and its quiz.")
        return _("Finish its quiz; the certificate counts for %(days)s.") % {"days": days(window)}

    def link(self) -> str:
        return self.references.course_link(self.params["course"])

    def source(self) -> str:
        return f"certificates {self.params['course']}"

    def rows(self, leader_id: int) -> list[SourceRow]:
        return [
            SourceRow(sheet.title_now, sheet.issued_on, _("valid"), sheet.code)
            for sheet in self._held().filter(leader=leader_id)
        ]
