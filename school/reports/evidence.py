"""The evidence of proposals and reviews in words, for lists of them."""

from collections.abc import Iterable

from school.lib import dates
from school.lib.refusal import Refusal
from school.standing.facts import facts_of
from school.standing.models import Proposal
from school.standing.rules import Rules
from school.standing.wording import rate_in_words


def with_facts(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The proposals, each with `facts`, `met` and `rates` (before and after, in words, by the
    rules of today; empty where there are none). Rules are read once a rule set; the proposals
    come with their evaluation and its rule set."""
    known: dict[int, Rules] = {}
    proposals = list(proposals)
    todays = _todays_rules() if proposals else None
    for proposal in proposals:
        evaluation = proposal.evaluation
        rules = known.get(evaluation.rule_set_id)
        if rules is None:
            rules = known[evaluation.rule_set_id] = Rules(evaluation.rule_set, evaluation.on)
        # A step down is measured by what the way up to her tier asked.
        step = evaluation.to_tier_id if proposal.is_down else evaluation.from_tier_id
        proposal.facts = facts_of(evaluation.evidence, rules, step, evaluation.on)
        proposal.met = sum(fact.met for fact in proposal.facts)
        proposal.rates = todays and _rates(todays, proposal)
    return proposals


def _todays_rules() -> Rules | None:
    """Whoever moves gets the rate of the day on which it is decided."""
    try:
        return Rules.of(dates.today())
    except Refusal:
        return None


def _rates(rules: Rules, proposal: Proposal) -> tuple[str, ...]:
    tiers = (proposal.from_tier, proposal.to_tier)
    if any(tier.code not in rules.rates for tier in tiers):
        return ()
    return tuple(rate_in_words(rules, tier) for tier in tiers)
