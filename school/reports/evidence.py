"""The evidence of proposals and reviews in words, for lists of them."""

from collections.abc import Iterable

from school.standing.facts import facts_of
from school.standing.models import Proposal
from school.standing.rules import Rules


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
        # A step down is measured by what the way up to her tier asked.
        step = evaluation.to_tier_id if proposal.is_down else evaluation.from_tier_id
        proposal.facts = facts_of(evaluation.evidence, rules, step, evaluation.on)
        proposal.met = sum(fact.met for fact in proposal.facts)
    return proposals
