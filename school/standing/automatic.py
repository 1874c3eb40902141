"""Moves that need nobody: where the rules of a step say so, and never to a tier about which two
people decide."""

import logging
from datetime import date

from django.db.models import QuerySet

from school.lib.refusal import Refusal
from school.standing.models import Proposal, StepRule, TierChange
from school.standing.proposal import approve_by_rule
from school.standing.rules import Rules

log = logging.getLogger(__name__)
BATCH = 500


def promote(*, on: date) -> list[TierChange]:
    """Approve the open proposals of automatic steps, each in a transaction of its own, with the
    same history, certificate and letter as by a person. Done twice, nobody moves twice.

    A proposal counts only under the rules by which it was made; one that a person has begun to
    decide is left to people. Refuses: rules-missing.
    """
    changes = []
    for proposal in waiting(on=on).iterator(BATCH):
        try:
            changes.append(approve_by_rule(proposal=proposal))
        except Refusal as refusal:
            log.warning("Proposal %s is left to people: %s", proposal.pk, refusal.code)
    return changes


def waiting(*, on: date) -> QuerySet[Proposal]:
    """The open proposals that nobody has to approve."""
    rules = Rules.of(on, afresh=True)
    steps = StepRule.objects.filter(rule_set=rules.rule_set, automatic=True)
    return Proposal.objects.open().filter(
        evaluation__rule_set=rules.rule_set,
        evaluation__outcome="promote",
        from_tier__in=steps.values("from_tier"),
        first_by=None,
    )
