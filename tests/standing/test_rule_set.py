"""Rules in the CMS: drafts change, approved rules are read, operations approve."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from school.lib.refusal import Refusal
from school.standing.models import Requirement, RuleSet, TierRate
from school.standing.rule_set import approve, draft_from
from school.standing.samples import install_sample_rules

pytestmark = pytest.mark.django_db


def test_sample_rules_come_once_and_leave_a_schools_own_alone(rules):
    TierRate.objects.filter(tier="ordinary").update(rate="0.13")
    assert install_sample_rules() == rules
    assert RuleSet.objects.count() == 1
    rates = dict(rules.rates.values_list("tier", "rate"))
    assert [rates["preparatory"], *(str(rates[tier]) for tier in ("ordinary", "core"))] == [
        None,
        "0.1300",
        "0.1600",
    ]


def test_sample_requirements_are_what_their_kinds_ask_for(rules):
    for requirement in rules.requirements.all():
        requirement.full_clean()


@pytest.mark.parametrize(
    ("kind", "params", "threshold"),
    [
        ("courses_done", {}, None),
        ("courses_done", {"courses": "C1"}, None),
        ("net_gmv", {"window": 28}, 1),
        ("net_gmv", {"window_days": "28"}, 1),
        ("net_gmv", {}, None),
        ("net_gmv", [], 1),
    ],
)
def test_requirements_that_make_no_sense_are_not_accepted(rules, kind, params, threshold):
    requirement = Requirement(
        rule_set=rules,
        from_tier_id="preparatory",
        to_tier_id="ordinary",
        kind=kind,
        params=params,
        threshold=threshold,
    )
    with pytest.raises(ValidationError):
        requirement.full_clean()


def test_a_draft_from_rules_has_the_same_lines_and_changes_nothing(rules):
    draft = draft_from(rule_set=rules)
    assert (draft.version, draft.is_draft) == (2, True)
    for lines in ("rates", "requirements"):
        assert getattr(draft, lines).count() == getattr(rules, lines).count()
    assert rules.requirements.count() == 14


def test_operations_approve_a_draft_once(rules, operations):
    draft = draft_from(rule_set=rules)
    approved = approve(rule_set=draft, by=operations)
    assert (approved.state, approved.approved_by) == ("approved", operations)
    with pytest.raises(Refusal) as refusal:
        approve(rule_set=draft, by=operations)
    assert refusal.value.code == "rules-approved"


def test_managers_do_not_approve_rules(rules, manager):
    with pytest.raises(Refusal) as refusal:
        approve(rule_set=draft_from(rule_set=rules), by=manager)
    assert refusal.value.code == "not-allowed"


def test_rules_need_a_line_for_every_tier(rules, operations):
    draft = RuleSet.objects.create(valid_from=date(2026, 1, 1))
    with pytest.raises(Refusal) as refusal:
        approve(rule_set=draft, by=operations)
    assert refusal.value.code == "rules-incomplete"


def test_the_cms_shows_rules_in_plain_words(rules, operations, client_of):
    client = client_of(operations)
    assert client.get(reverse("rules:index")).status_code == 200
    page = client.get(reverse("rules:inspect", args=[rules.pk])).content.decode()
    assert "12%" in page and "25,000" in page
    assert ">None<" not in "".join(page.split())


def test_the_cms_edits_drafts_and_sends_approved_rules_to_reading(rules, operations, client_of):
    client, draft = client_of(operations), draft_from(rule_set=rules)
    assert client.get(reverse("rules:edit", args=[draft.pk])).status_code == 200
    refused = client.get(reverse("rules:edit", args=[rules.pk]))
    assert (refused.status_code, refused.url) == (302, reverse("rules:inspect", args=[rules.pk]))


def test_the_day_and_the_rates_of_a_draft_are_written_in_per_cent(rules, operations, client_of):
    client, draft = client_of(operations), draft_from(rule_set=rules)
    address = reverse("rules:edit", args=[draft.pk])
    assert 'name="rate_ordinary" value="12"' in client.get(address).text
    form = {"valid_from": "2026-12-07", "review_percent": 75, "rate_ordinary": "12.5"}
    answer = client.post(address, form)
    assert answer.headers["location"] == reverse("rules:inspect", args=[draft.pk])
    draft.refresh_from_db()
    assert (draft.valid_from, draft.review_percent) == (date(2026, 12, 7), 75)
    rates = dict(draft.rates.values_list("tier", "rate"))
    assert rates == {
        "preparatory": None,
        "ordinary": Decimal("0.125"),
        "advanced": None,
        "core": None,
    }
    assert rules.rates.get(tier="ordinary").rate == Decimal("0.12")
    wrong = client.post(address, form | {"rate_ordinary": "100"})
    assert "99.99" in wrong.text and draft.rates.get(tier="ordinary").rate == Decimal("0.125")


def test_a_school_without_rules_begins_with_a_draft(tiers, operations, client_of):
    client = client_of(operations)
    assert "No rules yet" in client.get(reverse("rules:index")).text
    form = {"valid_from": "2026-12-07", "review_percent": 80, "rate_core": "16"}
    client.post(reverse("rules:add"), form)
    draft = RuleSet.objects.get()
    assert draft.is_draft and draft.rates.get(tier="core").rate == Decimal("0.16")


def test_the_list_of_versions_takes_the_same_queries_for_many(rules, manager, client_of):
    client, counts = client_of(manager), []
    for _more in range(2):
        with CaptureQueriesContext(connection) as seen:
            page = client.get(reverse("rules:index")).text
        counts.append(len(seen))
        draft_from(rule_set=rules)
        draft_from(rule_set=rules)
    assert "Rules 3" in page and "Make a new draft" not in page
    assert counts[0] == counts[1]


def test_the_cms_makes_and_approves_a_draft(rules, operations, client_of):
    client = client_of(operations)
    address = reverse("rules:draft", args=[rules.pk])
    assert client.get(address).status_code == 200 and RuleSet.objects.count() == 1
    client.post(address)
    draft = RuleSet.objects.get(version=2)
    client.get(reverse("rules:approve", args=[draft.pk]))
    assert RuleSet.objects.get(version=2).is_draft
    client.post(reverse("rules:approve", args=[draft.pk]))
    assert not RuleSet.objects.get(version=2).is_draft


def test_managers_read_and_do_not_change(rules, manager, client_of):
    client = client_of(manager)
    assert client.get(reverse("rules:inspect", args=[rules.pk])).status_code == 200
    assert client.post(reverse("rules:draft", args=[rules.pk])).status_code in (302, 403)
    assert RuleSet.objects.count() == 1
