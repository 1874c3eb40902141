from decimal import Decimal

import pytest
from django.urls import reverse

from school.lib import dates
from school.standing.models import Evaluation, Proposal, Standing, TierChange
from tests import cast
from tests.reports.conftest import many, propose

QUEUE, APPROVE = reverse("reports:promotions"), reverse("reports:approve")


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_queue_shows_the_evidence(client_of, manager, proposal):
    page = client_of(manager).get(QUEUE).content.decode()
    assert "Li Mei" in page
    assert "People in the group" in page
    assert "120" in page
    assert "<small>roster</small>" in page
    assert "1 of 1 met" in page


def test_who_decides_reads_what_it_does_to_her_pay(client_of, manager, proposal):
    client, address = client_of(manager), reverse("reports:promotion", args=[proposal.pk])
    assert "Commission no rate stated → 12%" in client.get(QUEUE).content.decode()
    page = client.get(address).content.decode()
    assert "<dd>no rate stated → 12%</dd>" in page
    assert "Her tier and rate change at once. She gets a certificate and a notice." in page


def test_approving_moves_her_and_tells(client_of, manager, leader, proposal):
    response = client_of(manager).post(APPROVE, {"only": proposal.pk}, follow=True)
    assert "1 leader moves up." in said(response)
    change = TierChange.objects.get(leader=leader)
    assert (change.to_tier_id, change.rate, change.by) == ("ordinary", Decimal("0.12"), manager)
    assert Standing.objects.get(leader=leader).tier_id == "ordinary"


def test_approving_twice_moves_her_once(client_of, manager, leader, proposal):
    client = client_of(manager)
    client.post(APPROVE, {"only": proposal.pk})
    response = client.post(APPROVE, {"only": proposal.pk}, follow=True)
    assert "Li Mei: This has been decided already." in said(response)
    assert TierChange.objects.filter(leader=leader).count() == 1


def test_approves_the_chosen_and_no_others(client_of, manager, region, school_with_rules):
    proposals = [propose(leader, school_with_rules) for leader in many(3, region)]
    chosen = [proposals[0].pk, proposals[1].pk]
    response = client_of(manager).post(APPROVE, {"proposal": chosen}, follow=True)
    assert "2 leaders move up." in said(response)
    assert list(Proposal.objects.open()) == [proposals[2]]


def test_the_button_of_one_leaves_the_boxes_alone(client_of, manager, region, school_with_rules):
    one, two = [propose(leader, school_with_rules) for leader in many(2, region)]
    client_of(manager).post(APPROVE, {"proposal": [one.pk], "only": two.pk})
    assert list(Proposal.objects.open()) == [one]


def test_choosing_nobody_is_said(client_of, manager, proposal):
    response = client_of(manager).post(APPROVE, {}, follow=True)
    assert "Choose at least one leader." in said(response)


def test_approving_by_a_link_is_not_possible(client_of, manager, proposal):
    assert client_of(manager).get(APPROVE, {"only": proposal.pk}).status_code == 405
    assert Proposal.objects.open().count() == 1


def test_not_yet_needs_a_reason(client_of, manager, proposal):
    address = reverse("reports:reject", args=[proposal.pk])
    client = client_of(manager)
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "  "}).status_code == 422
    assert Proposal.objects.open().count() == 1


def test_not_yet_keeps_the_reason_and_shows_it(client_of, manager, leader, proposal):
    client = client_of(manager)
    address = reverse("reports:reject", args=[proposal.pk])
    response = client.post(address, {"reason": "One more week."}, follow=True)
    assert "Li Mei has been told." in said(response)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == (Proposal.State.REJECTED, manager)
    page = client.get(reverse("reports:decided")).content.decode()
    assert "One more week." in page
    assert not TierChange.objects.filter(leader=leader).exists()


def test_declining_what_was_decided_is_refused(client_of, manager, proposal):
    client = client_of(manager)
    client.post(APPROVE, {"only": proposal.pk})
    address = reverse("reports:reject", args=[proposal.pk])
    response = client.post(address, {"reason": "Too late."}, follow=True)
    assert "decided already" in said(response)
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.APPROVED


class TestWhoMayNot:
    def test_coach_sees_and_can_not_decide(self, client_of, coach, proposal):
        client = client_of(coach)
        page = client.get(QUEUE).content.decode()
        assert "Li Mei" in page
        assert APPROVE not in page
        assert client.post(APPROVE, {"only": proposal.pk}).status_code == 302
        address = reverse("reports:reject", args=[proposal.pk])
        assert client.post(address, {"reason": "No"}).status_code == 302
        assert Proposal.objects.open().count() == 1

    @pytest.mark.parametrize("who", ["trainer", "leader"])
    def test_trainer_and_leader_can_not(self, request, client_of, proposal, who):
        client = client_of(request.getfixturevalue(who))
        assert client.post(APPROVE, {"only": proposal.pk}).status_code == 302
        assert Proposal.objects.open().count() == 1

    def test_manager_of_another_region_can_not(self, client_of, proposal):
        stranger = cast.manager(regions=[cast.region("Elsewhere")])
        client = client_of(stranger)
        assert "Li Mei" not in client.get(QUEUE).content.decode()
        client.post(APPROVE, {"only": proposal.pk})
        address = reverse("reports:reject", args=[proposal.pk])
        assert client.post(address, {"reason": "No"}).status_code == 404
        assert Proposal.objects.open().count() == 1


def test_same_queries_for_one_and_twenty(client_of, manager, region, school_with_rules, queries):
    client = client_of(manager)
    propose(many(1, region)[0], school_with_rules)
    few = queries(client, QUEUE)
    for leader in many(19, region):
        propose(leader, school_with_rules)
    assert queries(client, QUEUE) == few


def test_empty_queue_says_how_it_fills(client_of, manager):
    assert "nightly evaluation" in client_of(manager).get(QUEUE).content.decode()


def to_core(leader, rules) -> Proposal:
    Standing.objects.update_or_create(leader=leader, defaults={"tier_id": "advanced"})
    evaluation = Evaluation.objects.create(
        leader=leader,
        on=dates.today(),
        rule_set=rules,
        from_tier_id="advanced",
        to_tier_id="core",
        outcome="promote",
    )
    return Proposal.objects.create(
        evaluation=evaluation, leader=leader, from_tier_id="advanced", to_tier_id="core"
    )


class TestTwoPeople:
    def test_first_waits_second_confirms(
        self, client_of, manager, operations, leader, school_with_rules
    ):
        proposal = to_core(leader, school_with_rules)
        assert "two people decide" in client_of(manager).get(QUEUE).content.decode()
        response = client_of(manager).post(APPROVE, {"only": proposal.pk}, follow=True)
        assert "a second person confirms it" in said(response)
        assert "Waits for a second person · Manager He" in response.content.decode()
        again = client_of(manager).post(APPROVE, {"only": proposal.pk}, follow=True)
        assert "approved this already" in said(again)
        response = client_of(operations).post(APPROVE, {"only": proposal.pk}, follow=True)
        assert "Li Mei: Advanced → Core" in said(response)
        assert Standing.objects.get(leader=leader).tier_id == "core"

    def test_the_page_of_one_says_whose_turn_it_is(
        self, client_of, manager, operations, leader, school_with_rules
    ):
        proposal = to_core(leader, school_with_rules)
        client_of(manager).post(APPROVE, {"only": proposal.pk})
        address = reverse("reports:promotion", args=[proposal.pk])
        assert "You have approved this." in client_of(manager).get(address).content.decode()
        assert "Confirm" in client_of(operations).get(address).content.decode()


class TestFilters:
    def test_by_region_tier_and_what(self, client_of, operations, region, school_with_rules):
        near, far = many(1, region)[0], many(1, cast.region("Elsewhere"))[0]
        far.user.name = "Faraway"
        far.user.save()
        propose(near, school_with_rules)
        to_core(far, school_with_rules)
        client = client_of(operations)
        for asked, shown, hidden in (
            (f"region={region.pk}", "Leader 0", "Faraway"),
            ("tier=core", "Faraway", "Leader 0"),
            ("what=second", "Nothing waits that fits", "Leader 0"),
        ):
            page = client.get(f"{QUEUE}?{asked}").content.decode()
            assert shown in page and hidden not in page, asked


class TestStepDown:
    @pytest.fixture
    def down(self, leader, school_with_rules):
        Standing.objects.create(leader=leader, tier_id="advanced")
        evaluation = Evaluation.objects.create(
            leader=leader,
            on=dates.today(),
            rule_set=school_with_rules,
            from_tier_id="advanced",
            to_tier_id="ordinary",
            outcome="demote",
            evidence=[{"requirement": "net_gmv", "value": "1", "threshold": "2", "met": False}],
        )
        return Proposal.objects.create(
            evaluation=evaluation, leader=leader, from_tier_id="advanced", to_tier_id="ordinary"
        )

    def test_is_not_approved_in_bulk(self, client_of, manager, down):
        client = client_of(manager)
        page = client.get(QUEUE).content.decode()
        assert 'type="checkbox" name="proposal"' not in page and "One step down" in page
        response = client.post(APPROVE, {"proposal": [down.pk]}, follow=True)
        assert "Please say why" in said(response)
        assert Proposal.objects.open().count() == 1

    def test_is_decided_on_its_page_with_a_reason(self, client_of, manager, leader, down):
        client = client_of(manager)
        page = client.get(reverse("reports:promotion", args=[down.pk])).content.decode()
        assert "She keeps her tier" in page and "Be plain and kind" in page
        client.post(APPROVE, {"only": down.pk, "reason": "Three quiet months."})
        change = TierChange.objects.get(leader=leader)
        assert (change.to_tier_id, change.reason) == ("ordinary", "Three quiet months.")
        page = client.get(reverse("reports:promotion", args=[down.pk])).content.decode()
        assert reverse("decisions:overturn", args=[change.pk]) in page


def test_each_row_of_a_bulk_says_its_result(client_of, manager, region, school_with_rules):
    one, two = [propose(leader, school_with_rules) for leader in many(2, region)]
    Standing.objects.create(leader=two.leader, tier_id="core")
    response = client_of(manager).post(APPROVE, {"proposal": [one.pk, two.pk]}, follow=True)
    words = said(response)
    assert "1 leader moves up." in words and "Leader 0: Preparatory → Ordinary" in words
    assert "Leader 1: She doesn't stand where she did" in words


def test_one_decision_of_another_region_is_not_found(client_of, proposal):
    stranger = cast.manager(regions=[cast.region("Elsewhere")])
    address = reverse("reports:promotion", args=[proposal.pk])
    assert client_of(stranger).get(address).status_code == 404
