"""What may happen to a planned thing: it begins, is done, and where it repeats it comes again."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from courses.models import AttendanceMark, CoursePage, Enrolment
from school.coaching.models import Contact, ItemKind, Plan, PlanItem
from school.coaching.plan_writing import spans_of
from school.lib.refusal import Refusal
from school.people.models import Leader

BATCH = 1000
COPIED = ("kind", "title", "title_en", "words", "words_en", "refers_to", "every_days", "decides")


def begin_items(plan: Plan) -> list[PlanItem]:
    """The things of this plan, copied from its template."""
    parts = list(plan.template.items.all())
    spans = spans_of(parts, plan.started_on)
    return PlanItem.objects.bulk_create(
        PlanItem(
            leader_id=plan.leader_id,
            plan=plan,
            source=part,
            doer=PlanItem.Doer.COACH if part.by_coach else PlanItem.Doer.LEADER,
            from_on=spans[part.pk][0],
            due_on=spans[part.pk][1],
            **{name: getattr(part, name) for name in COPIED},
        )
        for part in parts
    )


@transaction.atomic
def tick(*, leader: Leader, item_id: int, on: date) -> PlanItem:
    """She has done one of her own things. What is done stays done, however often she says so.

    Refuses: item-unknown (not hers, or no longer asked), item-proved (a course or training counts
    once the school sees it done).
    """
    mine = PlanItem.objects.select_for_update().hers().filter(leader=leader, pk=item_id)
    item = mine.exclude(state=PlanItem.State.DROPPED).first()
    if item is None:
        raise Refusal("item-unknown", _("That isn't on your plan any more."))
    if item.state == PlanItem.State.DONE:
        return item
    if item.kind != ItemKind.TASK:
        raise Refusal("item-proved", _("This ticks itself off once it is done."))
    close([item], on=on)
    return item


def close(items: list[PlanItem], *, on: date, contact: Contact | None = None) -> None:
    """These open things are done; those that repeat come again. Call it in a transaction."""
    for item in items:
        item.state, item.done_on = PlanItem.State.DONE, on
        item.contact = contact or item.contact
    PlanItem.objects.bulk_update(items, ["state", "done_on", "contact"], batch_size=BATCH)
    PlanItem.objects.bulk_create((_next(item, on) for item in items if item.every_days), BATCH)


def _next(item: PlanItem, on: date) -> PlanItem:
    """The same thing again: counted from the day it was due, or from today if that is gone."""
    due_on = item.due_on + timedelta(days=item.every_days)
    return PlanItem(
        leader_id=item.leader_id,
        plan_id=item.plan_id,
        source_id=item.source_id,
        follows=item,
        doer=item.doer,
        from_on=max(item.due_on, on) + timedelta(days=1),
        due_on=due_on if due_on > on else on + timedelta(days=item.every_days),
        **{name: getattr(item, name) for name in COPIED},
    )


@transaction.atomic
def settle(*, on: date, leader: Leader | None = None) -> int:
    """Tick off the courses that are finished and the trainings that somebody came to since they
    were asked, for everybody or for one; answers how many. A few queries."""
    asked = PlanItem.objects.open().hers().filter(Q(plan=None) | Q(plan__ended_on=None))
    if leader:
        asked = asked.filter(leader=leader)
    done = list(asked.filter(_finished_course() | _came_to_training()))
    close(done, on=on)
    return len(done)


def _finished_course() -> Q:
    keys = CoursePage.objects.filter(code=OuterRef(OuterRef("refers_to")))
    mine = Enrolment.objects.finished().filter(leader=OuterRef("leader"))
    mine = mine.filter(course_key__in=keys.values("translation_key"))
    return Q(kind=ItemKind.COURSE) & Q(Exists(mine))


def _came_to_training() -> Q:
    marks: QuerySet = AttendanceMark.objects.current().filter(
        leader=OuterRef("leader"),
        present=True,
        session__series__kind=OuterRef("refers_to"),
        session__on__gte=OuterRef("from_on"),
    )
    return Q(kind=ItemKind.SESSION) & Q(Exists(marks))
