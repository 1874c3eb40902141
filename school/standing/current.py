"""The current row of each leader, folded from what was appended."""

from django.db import connection, transaction
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from school.people.models import Leader
from school.standing import placing
from school.standing.models import Cohort, CohortRun, Placement, Standing, Tier, TierChange

_ENSURE = """
INSERT INTO {standing} (leader_id, {columns})
SELECT l.id, {values} FROM {leader} l
LEFT JOIN {standing} s ON s.leader_id = l.id
WHERE s.leader_id IS NULL
ON CONFLICT (leader_id) DO NOTHING"""


def ensure_rows() -> None:
    """Give a row to every leader who has none: she begins at preparatory, in no cohort. One
    statement, and nothing to do on most days."""
    fresh = Standing(tier_id=Tier.PREPARATORY)
    fields = [
        field
        for field in Standing._meta.concrete_fields
        if not field.primary_key and getattr(fresh, field.attname) is not None
    ]
    values = [field.get_db_prep_save(getattr(fresh, field.attname), connection) for field in fields]
    statement = _ENSURE.format(
        standing=Standing._meta.db_table,
        leader=Leader._meta.db_table,
        columns=", ".join(field.column for field in fields),
        values=", ".join(["%s"] * len(fields)),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def take_over_cohorts(run: CohortRun) -> None:
    """Write a run's cohorts into the current rows of those whom it placed."""
    ensure_rows()
    placing.take_over(run=run.pk)


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
        stale=Coalesce(
            Subquery(placements.values(frozen=Q(state=Placement.State.FROZEN))[:1]), Value(False)
        ),
    )
