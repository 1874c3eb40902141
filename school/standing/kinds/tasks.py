"""Practical work that a trainer has accepted."""

from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.db.models import Expression
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from assessments.models import Submission
from school.lib import dates
from school.standing.kinds.base import Kind, SourceRow, plain
from school.standing.kinds.details import Tasks, TierOf
from school.standing.kinds.learning import counted
from school.standing.kinds.registry import kind
from school.standing.references import Named


class TaskKind(Kind):
    """How many of some tasks a trainer has accepted; without a threshold, all are asked for."""

    unit = pgettext_lazy("unit", "tasks")
    help = gettext_lazy("Empty: all of them.")
    counts_all = True

    def tasks(self) -> list[Named]:
        raise NotImplementedError

    @cached_property
    def keys(self) -> list[UUID]:
        return [task.key for task in self.tasks()]

    @property
    def threshold(self) -> Decimal:
        asked = self.requirement.threshold
        return Decimal(len(self.keys)) if asked is None else asked

    @staticmethod
    def _accepted():
        return Submission.objects.filter(state=Submission.State.ACCEPTED)

    def expression(self) -> Expression:
        return counted(self._accepted(), "task_key", self.keys)

    def shown(self, value: Decimal) -> str:
        return ngettext("%(number)s task", "%(number)s tasks", int(value)) % {
            "number": plain(value)
        }

    def have(self, value: Decimal | None) -> str:
        return _("%(done)s of %(all)s accepted") % {
            "done": plain(value or Decimal(0)),
            "all": plain(self.threshold),
        }

    def rows(self, leader_id: int) -> list[SourceRow]:
        found = self._accepted().filter(leader=leader_id, task_key__in=self.keys)
        return [
            SourceRow(row.title, dates.day_of(row.marked_at or row.sent_at), _("accepted"), "tasks")
            for row in found.order_by("-sent_at")
        ]


@kind
class TasksAccepted(TaskKind):
    """The published tasks of a tier's courses."""

    code = "tasks_accepted"
    label = gettext_lazy("Tasks accepted")
    details = {"tier": TierOf(gettext_lazy("Tasks of the courses of"))}

    def tasks(self) -> list[Named]:
        return self.references.tasks_of(self.params["tier"])

    def title(self) -> str:
        return _("The tasks of your tier accepted")

    def link(self) -> str:
        return reverse("courses:catalog")

    def source(self) -> str:
        return f"submissions {self.params['tier']}"


@kind
class ChosenTasksAccepted(TaskKind):
    """Tasks that the rules name one by one. One that isn't published any more is still asked for,
    so that it can't quietly make a step easier."""

    code = "chosen_tasks"
    label = gettext_lazy("Certain tasks accepted")
    details = {"tasks": Tasks(gettext_lazy("Tasks"))}

    @property
    def threshold(self) -> Decimal:
        asked = self.requirement.threshold
        return Decimal(len(self.params["tasks"])) if asked is None else asked

    def tasks(self) -> list[Named]:
        pairs = (name.split("/", 1) for name in self.params["tasks"])
        found = (self.references.task(course, slug) for course, slug in pairs)
        return [task for task in found if task]

    def title(self) -> str:
        if len(self.params["tasks"]) == 1 and self.tasks():
            return _("“%(task)s” accepted") % {"task": self.tasks()[0].title}
        return _("%(tasks)s accepted") % {"tasks": self.shown(self.threshold)}

    def link(self) -> str:
        return self.references.step_link(self.tasks()[0]) if self.tasks() else ""

    def source(self) -> str:
        return f"submissions {' '.join(self.params['tasks'])}"
