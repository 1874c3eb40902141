"""What she has learnt: courses finished, scores reached, tasks accepted. Counted as it stands."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from uuid import UUID

from django.db.models import (
    Count,
    DecimalField,
    Expression,
    IntegerField,
    OuterRef,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.models import GradeEvent, Submission
from courses.models import Enrolment
from school.standing.kinds.base import Kind, plain
from school.standing.kinds.registry import kind
from school.standing.references import Named


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
    details = {"courses": list}
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


@kind
class AssessmentScore(Kind):
    """Her best result in one quiz, in per cent; nothing before her first attempt."""

    code = "assessment_score"
    label = gettext_lazy("Score in a quiz")
    details = {"course": str, "quiz": str}

    @cached_property
    def quiz(self) -> Named | None:
        return self.references.quiz(self.params["course"], self.params["quiz"])

    def expression(self) -> Expression:
        if self.quiz is None:
            return Value(None, output_field=DecimalField(max_digits=5, decimal_places=2))
        return GradeEvent.objects.best_for("pk", self.quiz.key)

    def title(self) -> str:
        quiz = self.quiz.title if self.quiz else self.params["course"]
        return _("%(score)s in “%(quiz)s”") % {"score": self.shown(self.threshold), "quiz": quiz}

    def shown(self, value: Decimal) -> str:
        number = int(value) if value == int(value) else 2
        return ngettext("%(number)s point", "%(number)s points", number) % {"number": plain(value)}

    def have(self, value: Decimal | None) -> str:
        """In whole points, rounded down: 79.99 isn't shown as the 80 that it is not."""
        if value is None:
            return _("not tried yet")
        return self.shown(value.to_integral_value(ROUND_FLOOR))

    def missing(self, value: Decimal | None) -> Decimal:
        """In whole points, rounded up, so that what she has and what is missing add up."""
        return super().missing(value).to_integral_value(ROUND_CEILING)

    def gap(self, value: Decimal | None) -> str:
        if value is None:
            return _("Try it when you are ready; the best attempt counts.")
        return super().gap(value)

    def link(self) -> str:
        return self.references.step_link(self.quiz) if self.quiz else ""

    def source(self) -> str:
        return f"grades {self.params['course']}/{self.params['quiz']}"


@kind
class TasksAccepted(Kind):
    """How many tasks of a tier's courses a trainer has accepted; without a threshold, all that
    are published are asked for."""

    code = "tasks_accepted"
    label = gettext_lazy("Tasks accepted")
    details = {"tier": str}
    counts_all = True

    @cached_property
    def keys(self) -> list[UUID]:
        return [task.key for task in self.references.tasks_of(self.params["tier"])]

    @property
    def threshold(self) -> Decimal:
        asked = self.requirement.threshold
        return Decimal(len(self.keys)) if asked is None else asked

    def expression(self) -> Expression:
        accepted = Submission.objects.filter(state=Submission.State.ACCEPTED)
        return counted(accepted, "task_key", self.keys)

    def title(self) -> str:
        return _("The tasks of your tier accepted")

    def shown(self, value: Decimal) -> str:
        return ngettext("%(number)s task", "%(number)s tasks", int(value)) % {
            "number": plain(value)
        }

    def have(self, value: Decimal | None) -> str:
        return _("%(done)s of %(all)s accepted") % {
            "done": plain(value or Decimal(0)),
            "all": plain(self.threshold),
        }

    def link(self) -> str:
        return reverse("courses:catalog")

    def source(self) -> str:
        return f"submissions {self.params['tier']}"
