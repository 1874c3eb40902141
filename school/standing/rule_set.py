"""What may happen to rules: a draft is copied from what holds, changed in the CMS, and approved."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from school.lib import dates
from school.lib.refusal import Refusal
from school.people import roles
from school.standing.models import Requirement, RuleSet, Tier, TierRate


@transaction.atomic
def approve(*, rule_set: RuleSet, by) -> RuleSet:
    """Let a draft hold from its day on. From then on it never changes.

    Refuses: not-allowed (only operations own the rules), rules-approved, rules-incomplete (a tier
    without a line for its rate).
    """
    if not roles.has_any(by, {roles.OPERATIONS}):
        raise Refusal("not-allowed", _("Only operations approve rules."))
    rule_set = RuleSet.objects.select_for_update().get(pk=rule_set.pk)
    if not rule_set.is_draft:
        raise Refusal("rules-approved", _("These rules are approved already."))
    lacking = Tier.objects.exclude(rates__rule_set=rule_set)
    if lacking.exists():
        names = ", ".join(tier.title for tier in lacking)
        message = _("These tiers have no line for their rate: %(names)s.")
        raise Refusal("rules-incomplete", message, {"names": names})
    rule_set.state = RuleSet.State.APPROVED
    rule_set.approved_by, rule_set.approved_at = by, timezone.now()
    rule_set.save(update_fields=["state", "approved_by", "approved_at"])
    return rule_set


@transaction.atomic
def draft_from(*, rule_set: RuleSet) -> RuleSet:
    """A new draft with the same rates and requirements, from today on until it is changed."""
    draft = RuleSet.objects.create(valid_from=dates.today(), note=rule_set.note)
    for model, rows in ((TierRate, rule_set.rates), (Requirement, rule_set.requirements)):
        copies = list(rows.get_queryset())
        for copy in copies:
            copy.pk, copy.rule_set = None, draft
        model.objects.bulk_create(copies)
    return draft
