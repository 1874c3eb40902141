"""The ladder that a new school starts with: every number is a sample that the school may change."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from school.standing.models import Requirement, RuleSet, Tier, TierRate

# code, name in Chinese, name in English, rate (a fraction of net sales; none is stated at first)
TIERS = [
    (Tier.PREPARATORY, "预备", "Preparatory", None),
    (Tier.ORDINARY, "普通", "Ordinary", Decimal("0.12")),
    (Tier.ADVANCED, "进阶", "Advanced", Decimal("0.14")),
    (Tier.CORE, "核心", "Core", Decimal("0.16")),
]
# ¥3,000 and ¥5,000 of income at 12%: 3,000 ÷ 0.12 = 25,000 and 5,000 ÷ 0.12 ≈ 42,000.
STEPS = {
    (Tier.PREPARATORY, Tier.ORDINARY): [
        ("courses_done", {"courses": ["C1", "C2", "C3", "C4"]}, None),
        ("assessment_score", {"course": "C4", "quiz": "quiz"}, 80),
        ("group_size", {}, 100),
        ("opened", {}, 1),
        ("effective_orders", {"window_days": 30, "lesson": "C5"}, 10),
    ],
    (Tier.ORDINARY, Tier.ADVANCED): [
        ("net_gmv", {"window_days": 28, "lesson": "C6"}, 25_000),
        ("leader_fault_rate", {"window_days": 28, "lesson": "C13"}, 1),
        ("attendance", {"window_days": 28}, 70),
        ("tasks_accepted", {"tier": "ordinary"}, None),
    ],
    (Tier.ADVANCED, Tier.CORE): [
        ("net_gmv", {"window_days": 28, "lesson": "C6"}, 42_000),
        ("leader_fault_rate", {"window_days": 28, "lesson": "C13"}, Decimal("0.5")),
        ("repurchase", {"window_days": 28, "lesson": "C9"}, 35),
        ("mentored", {}, 1),
        ("hosted", {}, 1),
    ],
}
VALID_FROM = date(2020, 1, 1)


def install_tiers() -> None:
    """The four tiers exist; names that the school has changed stay."""
    for rank, (code, name, name_en, _rate) in enumerate(TIERS):
        Tier.objects.get_or_create(
            code=code,
            defaults={
                "rank": rank,
                "name": name,
                "name_en": name_en,
                "two_people": code == Tier.CORE,
            },
        )


@transaction.atomic
def install_sample_rules() -> RuleSet:
    """A school without any rules gets the sample rules, approved; one with rules keeps them."""
    install_tiers()
    if existing := RuleSet.objects.order_by("version").first():
        return existing
    rules = RuleSet.objects.create(
        valid_from=VALID_FROM, state=RuleSet.State.APPROVED, note="示例规则 · Sample rules"
    )
    TierRate.objects.bulk_create(
        [TierRate(rule_set=rules, tier_id=code, rate=rate) for code, _zh, _en, rate in TIERS]
    )
    Requirement.objects.bulk_create(
        [
            Requirement(
                rule_set=rules,
                from_tier_id=below,
                to_tier_id=above,
                kind=kind,
                params=params,
                threshold=threshold,
                order=order,
            )
            for (below, above), asked in STEPS.items()
            for order, (kind, params, threshold) in enumerate(asked)
        ]
    )
    return rules
