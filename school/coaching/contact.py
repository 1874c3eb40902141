"""What a coach writes down after turning to a leader, and what follows from it."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy

from school.coaching import plan as plans
from school.coaching.access import coached_by, may_coach
from school.coaching.models import Contact, PlanItem
from school.coaching.models.flag import Flag
from school.coaching.plan_item import close
from school.coaching.queue import entry_of
from school.lib.refusal import Refusal
from school.notices.context import worded
from school.notices.inbox import notify
from school.people.models import Leader, User
from school.people.staff import managers_of

TOMORROW = timedelta(days=1)


@transaction.atomic
def record(
    *,
    leader: Leader,
    by: User,
    outcome: str,
    on: date,
    words: str = "",
    next_on: date | None = None,
    item_ids: Collection[int] = (),
    decision: str = "",
) -> Contact:
    """Write down a contact. Who was reached is spoken with about her flags, and the coach's things
    with these numbers are done; who wasn't comes back on `next_on`, tomorrow if no day is given.
    A thing that decides how it goes on needs a `decision`, which ends or renews the plan.

    Refuses: leader-not-yours, next-not-ahead, decision-missing.
    """
    if not may_coach(by) or not coached_by(by).filter(pk=leader.pk).exists():
        raise Refusal("leader-not-yours", gettext_lazy("She is with somebody else."))
    if next_on and next_on <= on:
        raise Refusal("next-not-ahead", gettext_lazy("Choose a day from tomorrow on."))
    Leader.objects.select_for_update().get(pk=leader.pk)
    reached = outcome != Contact.Outcome.NOT_REACHED
    items = _items(leader, item_ids) if reached else []
    deciding = next((item for item in items if item.decides), None)
    if deciding and not decision:
        raise Refusal("decision-missing", gettext_lazy("Say how it goes on with her plan."))
    contact = Contact.objects.create(
        leader=leader,
        by=by,
        outcome=outcome,
        words=words.strip(),
        next_on=next_on or (None if reached else on + TOMORROW),
        decision=decision if deciding else "",
        reasons=entry_of(leader, on).reasons,
    )
    if reached:
        Flag.objects.unanswered().filter(leader=leader).update(answer=contact)
        close(items, on=on, contact=contact)
    if deciding:
        _go_on(deciding, contact, on)
    return contact


def _items(leader: Leader, item_ids: Collection[int]) -> list[PlanItem]:
    items = PlanItem.objects.open().coachs().filter(leader=leader, pk__in=item_ids)
    return list(items.select_related("plan__template"))


def _go_on(item: PlanItem, contact: Contact, on: date) -> None:
    if item.plan is None:
        return
    if contact.decision == Contact.Decision.AGAIN:
        plans.begin_again(plan=item.plan, on=on)
        return
    plans.finish(plan=item.plan, on=on)
    if contact.decision == Contact.Decision.MANAGER:
        _tell_managers(contact)


def _tell_managers(contact: Contact) -> None:
    """The managers who answer for her region read that her coach wants to speak about her."""
    for manager in managers_of(contact.leader):
        notify(
            user=manager,
            kind="coaching",
            key=f"contact-{contact.pk}",
            title=worded(
                gettext_lazy("%(coach)s would like to speak with you about %(leader)s"),
                coach=contact.by,
                leader=contact.leader.name,
            ),
            body=contact.words,
            link=reverse("coach:leader", args=[contact.leader_id]),
        )
