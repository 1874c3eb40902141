"""A move between tiers, as it is written down, whoever decided it."""

from datetime import datetime

from django.utils import timezone

from assessments import certificate
from assessments.models import Certificate
from school.lib import dates
from school.people.models import Leader
from school.standing import current
from school.standing.models import Tier, TierChange
from school.standing.rules import Rules

NEWCOMERS = [Leader.Status.INVITED, Leader.Status.ONBOARDING, Leader.Status.PROBATION]


def move(
    *,
    leader: Leader,
    below: Tier,
    above: Tier,
    by,
    reason: str,
    at: datetime | None = None,
    **linked,
) -> TierChange:
    """Append a move from one tier to another, at today's rate, and bring the current row and her
    status along: preparatory is probation, every other tier is active.

    `at` is now if left out; `linked` is the proposal, or the move that is taken back. The caller
    holds her standing, writes the history and tells her.
    """
    change = TierChange.objects.create(
        leader=leader,
        from_tier=below,
        to_tier=above,
        rate=Rules.of(dates.today()).rates.get(above.code),
        at=at or timezone.now(),
        by=by,
        reason=reason.strip(),
        **linked,
    )
    current.take_over_tier(change)
    rises = above.code != Tier.PREPARATORY
    now = Leader.Status.ACTIVE if rises else Leader.Status.PROBATION
    before = NEWCOMERS if rises else [Leader.Status.ACTIVE]
    Leader.objects.filter(pk=leader.pk, status__in=before).update(status=now)
    return change


def certify(change: TierChange) -> Certificate:
    """The certificate of the tier that she has reached."""
    tier = change.to_tier
    return certificate.issue(
        leader=change.leader,
        kind=Certificate.Kind.TIER,
        key=tier.code,
        title={"zh-hans": f"{tier.name}团长", "en": f"{tier.name_en} group leader"},
    )
