"""The weekly small group: held for many at once, written down once."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from school.coaching.access import coached_by, may_coach
from school.coaching.models import Contact, PlanItem
from school.coaching.plan_item import close
from school.lib.refusal import Refusal
from school.people.models import User

A_WEEK = timedelta(days=6)


def due(user, on: date) -> QuerySet[PlanItem]:
    """The group meetings that are due within a week, of the leaders whom this person looks after,
    the longest due in front."""
    seen = coached_by(user).filter(on_leave=False)
    items = PlanItem.objects.group().due_by(on + A_WEEK).filter(leader__in=seen)
    return items.order_by("due_on", "leader_id")


@transaction.atomic
def hold(*, by: User, item_ids: Collection[int], on: date, words: str = "") -> list[Contact]:
    """Write down that the group was held with the leaders of these meetings: a contact each, and
    the next meeting. Days that were agreed with somebody stay, and so do her flags: a group isn't
    a talk. Held twice, nothing is added.

    Refuses: leader-not-yours, nobody-came.
    """
    if not may_coach(by):
        raise Refusal("leader-not-yours", _("She is with somebody else."))
    mine = PlanItem.objects.select_for_update(of=("self",)).group()
    items = list(mine.filter(pk__in=item_ids, leader__in=coached_by(by)))
    if not items:
        raise Refusal("nobody-came", _("Choose who came."))
    agreed = _agreed(items)
    contacts = Contact.objects.bulk_create(
        Contact(
            leader_id=item.leader_id,
            by=by,
            outcome=Contact.Outcome.GROUP,
            words=words.strip(),
            next_on=agreed.get(item.leader_id),
            reasons=[item.name],
        )
        for item in items
    )
    for item, contact in zip(items, contacts, strict=True):
        item.contact = contact
    close(items, on=on)
    return contacts


def _agreed(items: list[PlanItem]) -> dict[int, date]:
    """The day that was agreed last with each, if it is still ahead or open."""
    latest = Contact.objects.filter(leader__in={item.leader_id for item in items})
    rows = latest.order_by("at", "pk").values_list("leader", "next_on")
    return {leader: day for leader, day in dict(rows).items() if day}
