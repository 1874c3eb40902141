"""How a leader's history of tiers begins; how it goes on is in `proposal.py`."""

from django.db import transaction
from django.utils import timezone

from school.lib import dates
from school.people.directory import slices
from school.standing import current, history, samples
from school.standing.models import RuleSet, Standing, Tier, TierChange, TierRate

BATCH = 1000


@transaction.atomic
def begin(*, tiers: dict[int, str], by=None, reason: str = "roster") -> int:
    """Give each of these leaders (by number) her first tier (by code); answers how many got one.

    Who has a tier already keeps it: afterwards only decisions move her. Empty codes count as
    none, and such a leader stands at preparatory without a row of history.
    """
    given = {leader_id: code for leader_id, code in tiers.items() if code}
    samples.install_tiers()
    current.ensure_rows()
    for some in slices(set(given)):
        decided = TierChange.objects.filter(leader__in=some).values_list("leader", flat=True)
        for leader_id in decided:
            given.pop(leader_id, None)
    _write(given, by, reason)
    return len(given)


def _write(given: dict[int, str], by, reason: str) -> None:
    now, rates = timezone.now(), _rates()
    changes = TierChange.objects.bulk_create(
        (
            TierChange(
                leader_id=leader_id,
                to_tier_id=code,
                rate=rates.get(code),
                at=now,
                by=by,
                reason=reason,
            )
            for leader_id, code in given.items()
        ),
        batch_size=BATCH,
    )
    history.write_many(changes, by=by)
    for tier in Tier.objects.all():
        for some in slices({pk for pk, code in given.items() if code == tier.code}):
            Standing.objects.filter(leader__in=some).update(tier=tier, tier_since=now)


def _rates() -> dict:
    rules = RuleSet.objects.valid_on(dates.today())
    return dict(TierRate.objects.filter(rule_set=rules).values_list("tier", "rate"))
