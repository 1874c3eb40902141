"""A leader's plan as she sees it: this week, at most one next thing, and never her cohort."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.models import CoursePage
from courses.translation import current_language, one_per_key
from school.coaching.models import HealthCheck, ItemKind, Note, Plan, PlanItem
from school.coaching.models.template import in_her_language
from school.lib.dates import week_of
from school.people.models import Leader
from school.standing.models import SalesWeek

NOTES, WEEKS = 3, 2


@dataclass(frozen=True)
class Metric:
    """The one number that she looks at: its name, last week's figure and the one before."""

    name: str
    now: str
    before: str


@dataclass(frozen=True)
class Week:
    """What her page prints. `day` of `days` where the plan has a last day; `next_on` is when the
    next thing comes, where nothing is left for today."""

    plan: Plan | None
    title: str
    words: str
    next: PlanItem | None
    next_on: date | None
    done: list[PlanItem]
    day: int | None
    days: int | None
    metric: Metric | None
    notes: list[Note]
    check: HealthCheck | None

    @property
    def is_empty(self) -> bool:
        return not (self.plan or self.next or self.done or self.next_on)

    @property
    def action(self) -> dict[str, str] | None:
        """Where the button leads, and what it says; None for a thing that she ticks herself."""
        if self.next is None or self.next.kind == ItemKind.TASK:
            return None
        if self.next.kind == ItemKind.SESSION:
            return {"url": reverse("courses:timetable"), "words": _("See the timetable")}
        found = CoursePage.objects.open_to_read().filter(code=self.next.refers_to)
        courses = one_per_key(found, current_language())
        url = courses[0].address if courses else reverse("courses:catalog")
        return {"url": url, "words": _("To the course")}


def week_of_plan(*, leader: Leader, on: date) -> Week:
    """Her plan on this day, in a fixed number of queries."""
    plan = Plan.objects.running().filter(leader=leader).select_related("template").first()
    hers = PlanItem.objects.hers().filter(leader=leader)
    ahead = list(hers.open().order_by("due_on", "pk"))
    ready = [item for item in ahead if item.from_on <= on]
    later = min((item.from_on for item in ahead if item.from_on > on), default=None)
    template = plan.template if plan else None
    return Week(
        plan=plan,
        title=str(template or _("Your plan this week")),
        words=in_her_language(template.words, template.words_en) if template else "",
        next=ready[0] if ready else None,
        next_on=None if ready else later,
        done=list(hers.filter(done_on__range=week_of(on)).order_by("-done_on", "-pk")),
        day=min((on - plan.started_on).days + 1, _days(plan)) if plan and plan.ends_on else None,
        days=_days(plan) if plan and plan.ends_on else None,
        metric=_metric(plan) if plan and plan.metric else None,
        notes=_notes(leader),
        check=HealthCheck.objects.finished().filter(leader=leader).first(),
    )


def _days(plan: Plan) -> int:
    return (plan.ends_on - plan.started_on + timedelta(days=1)).days


def _metric(plan: Plan) -> Metric:
    rows = SalesWeek.objects.current().filter(leader=plan.leader_id).order_by("-week_start")
    found = [_shown(n) for n in rows.values_list(plan.metric, flat=True)[:WEEKS]]
    now, before = [*found, "–", "–"][:WEEKS]
    return Metric(plan.get_metric_display(), now, before)


def _shown(number) -> str:
    return "–" if number is None else f"{number:,.0f}"


def _notes(leader: Leader) -> list[Note]:
    notes = Note.objects.filter(leader=leader, visibility=Note.Visibility.LEADER)
    return list(notes.filter(correction=None).select_related("by")[:NOTES])
