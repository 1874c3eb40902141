"""What may happen to the requirements of a draft: written, taken out, moved; and to its steps.

Every function refuses: not-allowed (only operations own the rules), rules-approved.
"""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from school.lib.refusal import Refusal
from school.people import roles
from school.standing.models import Requirement, RuleSet, StepRule, Tier


@transaction.atomic
def write(
    *,
    requirement: Requirement,
    params: dict[str, Any],
    threshold: Decimal | None,
    group: str,
    by,
) -> Requirement:
    """Write a requirement, a new one at the end of its step. Raises ValidationError unless it is
    what its kind asks for."""
    lock_draft(requirement.rule_set, by)
    requirement.params, requirement.threshold, requirement.group = params, threshold, group
    requirement.full_clean()
    if requirement.pk is None:
        last = _step(requirement).aggregate(last=Max("order"))["last"]
        requirement.order = 0 if last is None else last + 1
    requirement.save()
    return requirement


@transaction.atomic
def remove(*, requirement: Requirement, by) -> None:
    """Take a requirement out of a draft."""
    lock_draft(requirement.rule_set, by)
    requirement.delete()


@transaction.atomic
def move(*, requirement: Requirement, up: bool, by) -> None:
    """Change places with the one above (or below); at the end nothing happens."""
    lock_draft(requirement.rule_set, by)
    rows = list(_step(requirement).order_by("order", "pk"))
    at = rows.index(requirement)
    to = at - 1 if up else at + 1
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
    for order, row in enumerate(rows):
        row.order = order
    Requirement.objects.bulk_update(rows, ["order"])


@transaction.atomic
def set_step(
    *, rule_set: RuleSet, from_tier: Tier, to_tier: Tier, takes: str, automatic: bool, by
) -> StepRule:
    """How a step's requirements count, and whether somebody has to approve it. Raises
    ValidationError where two people decide about the tier."""
    lock_draft(rule_set, by)
    row = StepRule.objects.filter(rule_set=rule_set, from_tier=from_tier).first()
    row = row or StepRule(rule_set=rule_set, from_tier=from_tier)
    row.to_tier, row.takes, row.automatic = to_tier, takes, automatic
    row.full_clean()
    row.save()
    return row


def lock_draft(rule_set: RuleSet, by) -> RuleSet:
    """The rule set, held until the end of the transaction. Refuses: not-allowed, rules-approved."""
    if not roles.has_any(by, {roles.OPERATIONS}):
        raise Refusal("not-allowed", _("Only operations change rules."))
    held = RuleSet.objects.select_for_update().get(pk=rule_set.pk)
    if not held.is_draft:
        raise Refusal("rules-approved", _("These rules are approved already."))
    return held


def _step(requirement: Requirement):
    return Requirement.objects.filter(
        rule_set=requirement.rule_set, from_tier=requirement.from_tier
    )
