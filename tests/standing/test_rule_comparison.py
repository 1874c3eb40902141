"""What a version of the rules changes against the one before."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from school.lib import dates
from school.standing.comparison import Change, changes, version_before
from school.standing.models import Requirement, RuleSet, StepRule, TierRate
from school.standing.rule_set import draft_from

pytestmark = pytest.mark.django_db
STEP = "Ordinary → Advanced"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def draft(rules) -> RuleSet:
    return draft_from(rule_set=rules)


def compared(rules, draft) -> list[Change]:
    return changes(before=rules, after=draft)


def rows(draft, kind: str, tier: str = "ordinary"):
    return Requirement.objects.filter(rule_set=draft, kind=kind, from_tier=tier)


def test_a_copy_changes_nothing(rules, draft):
    assert compared(rules, draft) == []


def test_rates_and_the_share_of_a_review(rules, draft):
    TierRate.objects.filter(rule_set=draft, tier="ordinary").update(rate=Decimal("0.13"))
    TierRate.objects.filter(rule_set=draft, tier="preparatory").update(rate=Decimal("0.1"))
    RuleSet.objects.filter(pk=draft.pk).update(review_percent=75)
    draft.refresh_from_db()
    assert compared(rules, draft) == [
        Change("Review below", "80%", "75%"),
        Change("Rate of Preparatory", "no rate stated", "10%"),
        Change("Rate of Ordinary", "12%", "13%"),
    ]


def test_a_threshold_is_one_difference(rules, draft):
    rows(draft, "net_gmv").update(threshold=30_000)
    (change,) = compared(rules, draft)
    assert (change.where, change.before.split(" net")[0], change.after.split(" net")[0]) == (
        STEP,
        "¥\u00a025,000",
        "¥\u00a030,000",
    )


def test_a_window_and_a_group_are(rules, draft):
    rows(draft, "attendance").update(params={"window_days": 56}, group="A")
    (change,) = compared(rules, draft)
    assert "28 days" in change.before
    assert "56 days" in change.after and change.after.endswith("[A]")


def test_what_is_new_and_what_is_gone(rules, draft):
    rows(draft, "tasks_accepted").delete()
    Requirement.objects.create(
        rule_set=draft,
        from_tier_id="ordinary",
        to_tier_id="advanced",
        kind="no_open_case",
        threshold=0,
    )
    assert compared(rules, draft) == [
        Change(STEP, "The tasks of your tier accepted", ""),
        Change(STEP, "", "No open case"),
    ]


def test_how_a_step_counts_and_who_decides(rules, draft):
    StepRule.objects.create(
        rule_set=draft,
        from_tier_id="ordinary",
        to_tier_id="advanced",
        takes="any",
        automatic=True,
    )
    assert compared(rules, draft) == [
        Change(
            STEP,
            "all requirements, a manager decides",
            "any one requirement, moves up by itself",
        )
    ]


def test_a_draft_goes_against_the_rules_that_hold_on_its_day(rules, draft):
    later = RuleSet.objects.create(valid_from=dates.today() + timedelta(days=30), state="approved")
    assert version_before(draft) == rules
    draft.valid_from = later.valid_from
    assert version_before(draft) == later
    assert version_before(later) == rules
    assert version_before(rules) is None
