"""What she does for others, and what is open against her."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, Expression, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from courses.models import Series, Session
from courses.models.trainings.session import midnight
from school.lib import dates
from school.standing.kinds.base import Kind, Section, SourceRow, days, plain
from school.standing.kinds.details import Days
from school.standing.kinds.registry import kind
from school.standing.models import Case, Mentorship


def number_of(rows: QuerySet, leader: str, what: str = "pk") -> Coalesce:
    """How many different `what` there are in the rows whose field `leader` is a leader."""
    groups = rows.filter(**{leader: OuterRef("pk")}).order_by().values(leader)
    counts = groups.annotate(figure=Count(what, distinct=True)).values("figure")
    return Coalesce(Subquery(counts, output_field=IntegerField()), Value(0))


def window_if_any() -> Days:
    return Days(
        gettext_lazy("Over how many days"), help=gettext_lazy("Empty: ever."), required=False
    )


class DeedKind(Kind):
    """Something that counts whenever it was, or only within a window."""

    section = Section.GROUP
    details = {"window_days": window_if_any()}

    @property
    def _after(self):
        """The last day that is too early; None where every day counts."""
        window = self.detail("window_days")
        return self.on - timedelta(days=window) if window else None

    def _with_window(self, words: str) -> str:
        window = self.detail("window_days")
        if window is None:
            return words
        return _("%(what)s in %(days)s") % {"what": words, "days": days(window)}


@kind
class Mentored(DeedKind):
    """Newcomers whom she has mentored to a good end."""

    code = "mentored"
    label = gettext_lazy("Newcomers mentored")
    unit = pgettext_lazy("unit", "newcomers")

    def _done(self) -> QuerySet:
        done = Mentorship.objects.done_by(self.on)
        return done.filter(ended_on__gt=self._after) if self._after else done

    def expression(self) -> Expression:
        return number_of(self._done(), "mentor", "newcomer")

    def title(self) -> str:
        return self._with_window(_("Mentored: %(number)s") % {"number": self.shown(self.threshold)})

    def shown(self, value: Decimal) -> str:
        return ngettext("%(number)s newcomer", "%(number)s newcomers", int(value)) % {
            "number": plain(value)
        }

    def source(self) -> str:
        return f"mentorships ..{self.on:%Y-%m-%d}"

    def rows(self, leader_id: int) -> list[SourceRow]:
        found = self._done().filter(mentor=leader_id).select_related("newcomer__user")
        return [
            SourceRow(row.newcomer.name, row.ended_on, row.get_outcome_display(), _("mentorships"))
            for row in found.order_by("-ended_on")
        ]


@kind
class TopicNightsHosted(DeedKind):
    """Topic nights that she has hosted and that are over."""

    code = "hosted"
    label = gettext_lazy("Topic nights hosted")
    unit = pgettext_lazy("unit", "topic nights")

    def _held(self) -> QuerySet:
        held = Session.objects.planned().of_kind(Series.Kind.TOPIC)
        held = held.filter(ends_at__lt=midnight(self.on + timedelta(days=1)))
        if after := self._after:
            held = held.filter(starts_at__gte=midnight(after + timedelta(days=1)))
        return held

    def expression(self) -> Expression:
        return number_of(self._held(), "host")

    def title(self) -> str:
        return self._with_window(_("Hosted: %(number)s") % {"number": self.shown(self.threshold)})

    def shown(self, value: Decimal) -> str:
        return ngettext("%(number)s topic night", "%(number)s topic nights", int(value)) % {
            "number": plain(value)
        }

    def link(self) -> str:
        return reverse("courses:timetable")

    def source(self) -> str:
        return f"sessions ..{self.on:%Y-%m-%d}"

    def rows(self, leader_id: int) -> list[SourceRow]:
        found = self._held().filter(host=leader_id).select_related("series")
        return [
            SourceRow(one.name, dates.day_of(one.starts_at), _("hosted"), _("timetable"))
            for one in found.order_by("-starts_at")
        ]


@kind
class NoOpenCase(Kind):
    """Cases about her that nobody has closed yet: there must be none."""

    code = "no_open_case"
    label = gettext_lazy("No open case")
    section = Section.GROUP
    at_least = False
    fixed = Decimal(0)

    def expression(self) -> Expression:
        return number_of(Case.objects.open(), "leader")

    def title(self) -> str:
        return _("No open case")

    def shown(self, value: Decimal) -> str:
        return ngettext("%(number)s open case", "%(number)s open cases", int(value)) % {
            "number": plain(value)
        }

    def have(self, value: Decimal | None) -> str:
        return _("none") if not value else self.shown(value)

    def gap(self, value: Decimal | None) -> str:
        return "" if self.met(value) else _("It waits until the case is closed.")

    def source(self) -> str:
        return f"cases ..{self.on:%Y-%m-%d}"

    def rows(self, leader_id: int) -> list[SourceRow]:
        return [
            SourceRow(case.get_kind_display(), dates.day_of(case.opened_at), _("open"), _("cases"))
            for case in Case.objects.open().filter(leader=leader_id)
        ]
