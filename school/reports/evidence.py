"""The evidence of proposals in words: what was asked, what she had, and where it was read."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from school.standing.kinds import registry
from school.standing.kinds.base import Kind
from school.standing.models import Proposal
from school.standing.rules import Rules


@dataclass(frozen=True)
class Fact:
    """One requirement as it was on the day of the evaluation."""

    requirement: str
    value: str
    threshold: str
    met: bool
    source: str


def with_facts(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The proposals, each with `facts` and `met`. Rules are read once a rule set; the proposals
    come with their evaluation and its rule set."""
    known: dict[int, Rules] = {}
    proposals = list(proposals)
    for proposal in proposals:
        evaluation = proposal.evaluation
        rules = known.get(evaluation.rule_set_id)
        if rules is None:
            rules = known[evaluation.rule_set_id] = Rules(evaluation.rule_set, evaluation.on)
        proposal.facts = _facts(evaluation, rules)
        proposal.met = sum(fact.met for fact in proposal.facts)
    return proposals


def _facts(evaluation, rules: Rules) -> list[Fact]:
    step = rules.step(evaluation.from_tier_id)
    kinds = step.kinds if step else []
    entries = evaluation.evidence
    if len(kinds) != len(entries):
        kinds = [None] * len(entries)
    return [_fact(entry, kind) for entry, kind in zip(entries, kinds, strict=True)]


def _fact(entry: dict[str, Any], kind: Kind | None) -> Fact:
    known = registry.find(entry["requirement"])
    same = kind is not None and kind.code == entry["requirement"]
    return Fact(
        requirement=str(known.label),
        value=_shown(entry["value"], kind if same else None),
        threshold=_shown(entry["threshold"], kind if same else None),
        met=entry["met"],
        source=entry["source"],
    )


def _shown(value: Any, kind: Kind | None) -> str:
    if value is None:
        return _("no figures")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    return kind.shown(number) if kind else format(number.normalize(), "f")
