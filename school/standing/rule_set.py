"""What may happen to rules: a draft is copied from what holds, changed in the CMS, and approved."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from school.lib import dates
from school.lib.refusal import Refusal
from school.standing import recheck
from school.standing.models import Requirement, RuleSet, StepRule, Tier, TierRate
from school.standing.requirement import lock_draft


@transaction.atomic
def approve(*, rule_set: RuleSet, by) -> RuleSet:
    """Let a draft hold from its day on. From then on it never changes.

    Refuses: not-allowed (only operations own the rules), rules-approved, rules-incomplete (a tier
    without a line for its rate), rules-backdated (decisions of past days refer to other rules).
    """
    rule_set = lock_draft(rule_set, by)
    lacking = Tier.objects.exclude(rates__rule_set=rule_set)
    if lacking.exists():
        names = ", ".join(tier.title for tier in lacking)
        message = _("These tiers have no line for their rate: %(names)s.")
        raise Refusal("rules-incomplete", message, {"names": names})
    if rule_set.valid_from < dates.today():
        raise Refusal("rules-backdated", _("Rules begin today or later: please change the day."))
    rule_set.state = RuleSet.State.APPROVED
    rule_set.approved_by, rule_set.approved_at = by, timezone.now()
    rule_set.save(update_fields=["state", "approved_by", "approved_at"])
    if rule_set.valid_from == dates.today():
        recheck.everybody_soon()
    return rule_set


@transaction.atomic
def draft_from(*, rule_set: RuleSet) -> RuleSet:
    """A new draft with the same rates and requirements, from today on until it is changed."""
    draft = RuleSet.objects.create(
        valid_from=dates.today(), note=rule_set.note, review_percent=rule_set.review_percent
    )
    parts = (
        (TierRate, rule_set.rates),
        (StepRule, rule_set.step_rules),
        (Requirement, rule_set.requirements),
    )
    for model, rows in parts:
        copies = list(rows.get_queryset())
        for copy in copies:
            copy.pk, copy.rule_set = None, draft
        model.objects.bulk_create(copies)
    return draft
