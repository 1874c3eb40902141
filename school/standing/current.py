"""The current row of each leader, folded from what was appended."""

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from school.people.models import Leader
from school.standing.models import Cohort, CohortRun, Placement, Standing, Tier, TierChange

BATCH = 2000


def ensure_rows() -> None:
    """Give a row to every leader who has none: she begins at preparatory, in no cohort."""
    without = Leader.objects.filter(standing=None).values_list("pk", flat=True)
    Standing.objects.bulk_create(
        (Standing(leader_id=pk, tier_id=Tier.PREPARATORY) for pk in without),
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def take_over_cohorts(run: CohortRun) -> None:
    """Write a run's cohorts into the current rows of those whom it placed."""
    ensure_rows()
    placements = Placement.objects.filter(run=run, leader=OuterRef("leader"))
    Standing.objects.filter(leader__placements__run=run).update(
        cohort=Subquery(placements.values("cohort")[:1]),
        stale=Subquery(placements.values(frozen=Q(state=Placement.State.FROZEN))[:1]),
        cohort_on=run.week,
    )


def take_over_tier(change: TierChange) -> None:
    """Write a tier change into the leader's current row."""
    Standing.objects.update_or_create(
        leader=change.leader, defaults={"tier": change.to_tier, "tier_since": change.at}
    )


@transaction.atomic
def rebuild() -> None:
    """Fold every current row anew from tier changes and placements."""
    ensure_rows()
    changes = TierChange.objects.filter(leader=OuterRef("leader")).order_by("-at", "-id")
    placements = Placement.objects.filter(leader=OuterRef("leader"), run__current=True).order_by(
        "-run__week"
    )
    Standing.objects.update(
        tier=Coalesce(Subquery(changes.values("to_tier")[:1]), Value(Tier.PREPARATORY)),
        tier_since=Subquery(changes.values("at")[:1]),
        cohort=Coalesce(Subquery(placements.values("cohort")[:1]), Value(Cohort.NEW)),
        cohort_on=Subquery(placements.values("run__week")[:1]),
        stale=Coalesce(
            Subquery(placements.values(frozen=Q(state=Placement.State.FROZEN))[:1]), Value(False)
        ),
    )
