"""A leader leaves of her own will: she hands over what others go on with, and may come back."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from school.lib import dates
from school.lib.refusal import Refusal
from school.people.models import Leader
from school.standing import current, going, history, letters
from school.standing.access import may_decide, may_report
from school.standing.models import Departure, Standing, Tier, TierChange
from school.standing.rules import Rules
from school.standing.signals import tier_changed

POINTS = {
    "group": gettext_lazy("Her group has another owner"),
    "orders": gettext_lazy("All orders are picked up"),
    "money": gettext_lazy("Refunds and commission are settled"),
    "customers": gettext_lazy("Customers' names and numbers are deleted from her phone"),
    "neighbours": gettext_lazy("The neighbours know who goes on"),
}


@transaction.atomic
def begin(*, leader: Leader, by, reason: str = "") -> Departure:
    """Write down that she wants to leave; the list of what she hands over opens.

    Refuses: not-allowed, not-studying, leaving-already.
    """
    if not may_report(by, leader):
        raise Refusal("not-allowed", _("Only her coach or her manager may write this down."))
    if leader.status not in Leader.STUDYING:
        raise Refusal("not-studying", _("She isn't with the school any more."))
    try:
        with transaction.atomic():
            departure = Departure.objects.create(
                leader=leader, began_at=timezone.now(), began_by=by, reason=reason.strip()
            )
    except IntegrityError:
        raise Refusal("leaving-already", _("Her leaving is under way already.")) from None
    history.write(departure, by=by)
    return departure


@transaction.atomic
def settle(*, departure: Departure, points: list[str], by) -> Departure:
    """Tick these points of the list, and no others. A point keeps the day of its first tick.

    Refuses: not-allowed, departure-ended, point-unknown.
    """
    held = _lock(departure, by)
    if not set(points) <= set(POINTS):
        raise Refusal("point-unknown", _("This point isn't on the list."))
    mark = {"on": dates.today().isoformat(), "by": by.pk}
    held.done = {point: held.done.get(point, mark) for point in POINTS if point in points}
    held.save()
    history.write(held, by=by)
    return held


@transaction.atomic
def finish(*, departure: Departure, by) -> Departure:
    """Let her go when all is handed over. Her log-in stays for her certificates.

    Refuses: not-allowed (only who decides), departure-ended, handover-open.
    """
    held = _lock(departure, by)
    if not may_decide(by, held.leader):
        raise Refusal("not-allowed", _("Only the manager of her region may decide this."))
    left = [str(words) for point, words in POINTS.items() if point not in held.done]
    if left:
        message = _("Not handed over yet: %(points)s.")
        raise Refusal("handover-open", message, {"points": ", ".join(left)})
    going.go(held.leader, Leader.Status.LEFT, by=by)
    _end(held, by, left=True)
    letters.said_goodbye(held.leader, f"departure-{held.pk}")
    return held


@transaction.atomic
def stay(*, departure: Departure, by) -> Departure:
    """She has thought better of it. Refuses: not-allowed, departure-ended."""
    held = _lock(departure, by)
    _end(held, by, left=False)
    return held


@transaction.atomic
def readmit(*, leader: Leader, by, reason: str) -> TierChange:
    """Take somebody back who left or was let go: she begins again, at preparatory.

    Refuses: not-allowed, still-here, reason-missing.
    """
    leader = Leader.objects.select_for_update(of=("self",)).select_related("user").get(pk=leader.pk)
    if not may_decide(by, leader):
        raise Refusal("not-allowed", _("Only the manager of her region may decide this."))
    if leader.status not in (Leader.Status.LEFT, Leader.Status.ELIMINATED):
        raise Refusal("still-here", _("She hasn't left."))
    if not reason.strip():
        raise Refusal("reason-missing", _("Please say why."))
    return _begin_again(leader, by, reason.strip())


def _begin_again(leader: Leader, by, reason: str) -> TierChange:
    Standing.objects.select_for_update().filter(leader=leader).first()
    change = TierChange.objects.create(
        leader=leader,
        to_tier=Tier.objects.get(pk=Tier.PREPARATORY),
        rate=Rules.of(dates.today()).rates.get(Tier.PREPARATORY),
        at=timezone.now(),
        by=by,
        reason=reason,
    )
    current.take_over_tier(change)
    Leader.objects.filter(pk=leader.pk).update(status=Leader.Status.PROBATION)
    history.write(change, by=by)
    letters.welcomed_back(leader, change)
    tier_changed.send(sender=TierChange, change=change)
    return change


def _lock(departure: Departure, by) -> Departure:
    locked = Departure.objects.select_for_update(of=("self",)).select_related("leader__user")
    held = locked.get(pk=departure.pk)
    if not may_report(by, held.leader):
        raise Refusal("not-allowed", _("Only her coach or her manager may write this down."))
    if held.ended_at:
        raise Refusal("departure-ended", _("This has ended already."))
    return held


def _end(held: Departure, by, *, left: bool) -> None:
    held.ended_at, held.ended_by, held.left = timezone.now(), by, left
    held.save()
    history.write(held, by=by)
