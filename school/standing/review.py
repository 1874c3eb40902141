"""The monthly review: who is below the figures of her own tier, and what follows from it.

Below once, her coach is asked to help. Below in two reviews running, a plan begins. Nobody moves
because of a review alone.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from school.people.models import Leader
from school.standing import chain, evaluation, history, letters, plan
from school.standing.evaluation import Below
from school.standing.models import Evaluation, Plan, Proposal, Review, ReviewRound
from school.standing.rules import Rules

# So many reviews running below lead to a plan.
RUNNING = 2
BATCH = 1000


@dataclass
class Held:
    """What a monthly review came to."""

    on: date
    below: int = 0
    plans: list[Plan] = field(default_factory=list)


@transaction.atomic
def hold(*, on: date) -> Held:
    """Hold the review of the month in which the day lies; a month's second one changes nothing.

    Who is on leave, on probation, has a plan already, or for whom a step down waits is left out.
    The number of queries depends on how many are below, never on how many leaders there are.
    Refuses: rules-missing.
    """
    held = ReviewRound.objects.filter(on__year=on.year, on__month=on.month).first()
    if held:
        return Held(on=held.on, below=held.below)
    rules = Rules.of(on)
    found = evaluation.review(on=on, leaders=_looked_at(), rules=rules)
    reviews = _write(ReviewRound(on=on, rule_set=rules.rule_set, below=len(found)), found)
    result = Held(on=on, below=len(reviews))
    for review in reviews:
        if review.running >= RUNNING:
            result.plans.append(plan.begin(review=review, rules=rules))
        else:
            letters.first_review(review)
    return result


def _looked_at() -> QuerySet[Leader]:
    leaders = Leader.objects.filter(status=Leader.Status.ACTIVE, on_leave=False)
    down = {"evaluation__outcome": Evaluation.Outcome.DEMOTE}
    hers = {"leader": OuterRef("pk")}
    waiting = Exists(Proposal.objects.open().filter(**down, **hers))
    return leaders.exclude(Exists(Plan.objects.running().filter(**hers)) | waiting)


def _write(round_: ReviewRound, found: list[Below]) -> list[Review]:
    """The review of each, with her at hand for letters."""
    before = _running_before(round_)
    leaders = Leader.objects.select_related("user", "coach").in_bulk([row.leader for row in found])
    round_.save()
    reviews = Review.objects.bulk_create(
        [
            Review(
                round=round_,
                leader=leaders[row.leader],
                on=round_.on,
                tier=row.tier,
                below=True,
                running=before.get((row.leader, row.tier.code), 0) + 1,
                evidence=chain.plain(row.evidence),
            )
            for row in found
        ],
        batch_size=BATCH,
    )
    history.write_many(reviews)
    return reviews


def _running_before(round_: ReviewRound) -> dict[tuple[int, str], int]:
    """How often running each leader was below on her tier, as of the review before this one."""
    last = ReviewRound.objects.filter(on__lt=round_.on).first()
    rows = Review.objects.filter(round=last) if last else Review.objects.none()
    return {(leader, tier): n for leader, tier, n in rows.values_list("leader", "tier", "running")}
