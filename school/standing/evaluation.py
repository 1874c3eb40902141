"""What the rules say: of everybody at once, and of one leader in words, by the same objects."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from school.lib import dates
from school.lib.large import make_room
from school.people.models import Leader
from school.standing.counting import Takes
from school.standing.explanation import Explanation, Item, Part
from school.standing.known_weeks import fully_known
from school.standing.models import Evaluation, Proposal, Tier, TierChange
from school.standing.proposing import propose
from school.standing.rules import Rules, Step

BATCH = 1000
# After a manager has said no, the same step isn't put before her again every night.
REST = timedelta(days=14)


@dataclass
class Evaluated:
    """What an evaluation of many came to; `proposals` holds one entry for each new proposal."""

    on: date
    rules_version: int
    evaluated: int = 0
    proposals: list[dict[str, Any]] = field(default_factory=list)


def explain(*, leader: Leader, on: date | None = None, rules: Rules | None = None) -> Explanation:
    """One leader's result by the rules of the day, today if left out.

    Refuses: rules-missing. The number of queries doesn't depend on the rules; `rules` saves
    reading them again where a page has them.
    """
    rules = rules or Rules.of(on or dates.today())
    code = tier_of(leader)
    step, above = rules.step(code), rules.next_tier(code)
    items = _items(step, leader) if step else []
    return Explanation(
        on=rules.on,
        rules_version=rules.rule_set.version,
        tier=rules.tier(code),
        rate=rules.rates.get(code),
        next_tier=above,
        next_rate=rules.rates.get(above.code) if above else None,
        items=items,
        takes=step.takes if step else Takes.ALL,
        parts=_parts(step, items) if step else [],
    )


def tier_of(leader: Leader) -> str:
    """The code of a leader's tier; one without a row stands at preparatory."""
    standing = getattr(leader, "standing", None)
    return standing.tier_id if standing else Tier.PREPARATORY


def _items(step: Step, leader: Leader) -> list[Item]:
    pairs = zip(step.kinds, step.values(step.figures_of(leader)), strict=True)
    return [Item.of(kind, value) for kind, value in pairs]


def _parts(step: Step, items: list[Item]) -> list[Part]:
    met = [item.met for item in items]
    return [
        Part(group.letter, group.takes, [items[at] for at in group.places], group.is_met(met))
        for group in step.counting.groups
    ]


@transaction.atomic
def evaluate(
    *, on: date, leaders: QuerySet[Leader] | None = None, dry_run: bool = False
) -> Evaluated:
    """Evaluate everybody (or these) and open a proposal for each who meets her next step.

    The number of queries depends on the steps of the ladder alone. Who has an open proposal, or
    was declined in the last 14 days, is counted and not proposed again. A dry run answers the
    same and writes nothing.

    Refuses: rules-missing.
    """
    rules = Rules.of(on, afresh=True)
    if leaders is None:
        make_room()
    everybody = (Leader.objects.all() if leaders is None else leaders).studying().order_by("pk")
    result = Evaluated(on=on, rules_version=rules.rule_set.version)
    for step in rules.steps():
        at_tier = everybody.filter(stands_at(step.from_tier.code))
        result.evaluated += at_tier.count()
        found = list(_qualified(step, at_tier))
        result.proposals += [_entry(step, row) for row in found]
        if not dry_run:
            propose(rules, step, ((row["pk"], _evidence(step, row)) for row in found))
    return result


def stands_at(code: str) -> Q:
    """Who is on a tier, for a queryset of leaders."""
    if code == Tier.PREPARATORY:
        return Q(standing=None) | Q(standing__tier=code)
    return Q(standing__tier=code)


def _qualified(step: Step, leaders: QuerySet[Leader]):
    """Rows of those who meet every requirement of the step, for whom no decision is pending, and
    to whom nobody has said no a short while ago: declined, or taken the same step back."""
    hers, lately = {"leader": OuterRef("pk")}, timezone.now() - REST
    declined = Q(state=Proposal.State.REJECTED, decided_at__gt=lately, to_tier=step.to_tier)
    answers = Proposal.objects.filter(Q(state=Proposal.State.OPEN) | declined, **hers)
    back = TierChange.objects.filter(at__gt=lately, from_tier=step.to_tier, **hers)
    ready = leaders.annotate(**step.annotations()).filter(step.condition())
    ready = ready.exclude(Exists(answers)).exclude(Exists(back.exclude(overturns=None)))
    return ready.values("pk", "code", *step.annotations()).iterator(BATCH)


def _evidence(step: Step, row: dict) -> list[dict[str, Any]]:
    """One line a requirement; `group` is its letter, and `counted` says whether it carried the
    result: what is met in a group that isn't did not."""
    values = step.values(row)
    met = [kind.met(value) for kind, value in zip(step.kinds, values, strict=True)]
    lines = zip(step.kinds, values, met, step.counting.counted(met), strict=True)
    return [
        {
            "requirement": kind.code,
            "value": value,
            "threshold": kind.threshold,
            "met": is_met,
            "source": kind.source(),
            "group": kind.requirement.group,
            "counted": counts,
        }
        for kind, value, is_met, counts in lines
    ]


def _entry(step: Step, row: dict) -> dict[str, Any]:
    return {
        "leader": row["code"] or str(row["pk"]),
        "from": step.from_tier.code,
        "to": step.to_tier.code,
        "outcome": Evaluation.Outcome.PROMOTE.value,
        "evidence": _evidence(step, row),
    }


@dataclass(frozen=True)
class Below:
    """A leader (by her number) who has fallen below the share of the sales that her own tier once
    asked; `below` is the tier under hers.

    `evidence` has one line for each figure that was looked at: `asked` is what the step asked,
    `threshold` the `percent` of it that is left to her (its inverse where less is better).
    """

    leader: int
    code: str
    tier: Tier
    below: Tier
    evidence: list[dict[str, Any]]


def review(
    *, on: date, leaders: QuerySet[Leader] | None = None, rules: Rules | None = None
) -> list[Below]:
    """Who of everybody (or of these) is below the rule set's `review_percent` of the sales that
    the step to her own tier asks. Sales only. Where the step lets her choose, she is below only if
    none of the choices holds. What is unknown is in her favour, and whoever is on leave, or lacks
    a sales week of the window, isn't looked at. Two queries a step; it writes nothing.

    Refuses: rules-missing.
    """
    rules = rules or Rules.of(on, afresh=True)
    percent = rules.rule_set.review_percent
    everybody = (Leader.objects.all() if leaders is None else leaders).studying().order_by("pk")
    below = []
    for step in rules.steps():
        if (kept := step.kept(percent)) is None:
            continue
        hers = everybody.filter(stands_at(step.to_tier.code), on_leave=False)
        hers = fully_known(hers, step.reviewed_window())
        rows = hers.annotate(**step.annotations(reviewed=True)).exclude(kept)
        rows = rows.values("pk", "code", *step.annotations(reviewed=True)).iterator(BATCH)
        below += [_below(step, row, percent) for row in rows]
    return below


def _below(step: Step, row: dict, percent: int) -> Below:
    lines = []
    for at, kind in enumerate(step.kinds):
        if kind.reviewed:
            value = kind.value(row[f"figure_{at}"])
            lines.append(
                {
                    "requirement": kind.code,
                    "value": value,
                    "threshold": kind.left_of(percent),
                    "met": kind.keeps(value, percent),
                    "source": kind.source(),
                    "group": kind.requirement.group,
                    "asked": kind.threshold,
                    "percent": percent,
                }
            )
    return Below(row["pk"], row["code"], step.to_tier, step.from_tier, lines)
