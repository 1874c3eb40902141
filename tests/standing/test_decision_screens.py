"""The screens of decisions in the CMS: reviews and plans, leaving, cases, history."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from school.jobs import job
from school.jobs.models import Job
from school.lib import dates
from school.standing import (
    chain,
    elimination,
    history_check,
    history_check_work,
    leaving,
    plan,
    review,
)
from school.standing.case import open_case
from school.standing.models import (
    Case,
    Departure,
    Elimination,
    HistoryEntry,
    Plan,
    Review,
    ReviewRound,
    Standing,
    Tier,
    TierChange,
)
from school.standing.proposal import approve
from tests import cast
from tests.standing.test_history import tamper
from tests.standing.test_proposal import propose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
LISTS = ["reviews", "goodbyes", "cases", "history"]
EVIDENCE = [
    {"requirement": "net_gmv", "value": "18000", "threshold": "20000", "met": False, "source": "s"}
]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def checked(client_of, operations, django_capture_on_commit_callbacks):
    """The page of the history, after operations had it checked."""

    def page(*, again: bool = True) -> str:
        client, address = client_of(operations), reverse("decisions:history")
        with django_capture_on_commit_callbacks(execute=True):
            if again:
                client.post(address)
        return client.get(address).text

    return page


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def planned(leader, rules) -> Plan:
    """A leader on the advanced tier with a plan that runs."""
    Standing.objects.update_or_create(leader=leader, defaults={"tier_id": "advanced"})
    round_ = ReviewRound.objects.first() or ReviewRound.objects.create(
        on=dates.today(), rule_set=rules
    )
    one = Review.objects.create(
        leader=leader,
        on=round_.on,
        round=round_,
        tier_id="advanced",
        below=True,
        running=2,
        evidence=EVIDENCE,
    )
    return plan.begin(review=one, rules=review.Rules(rules, round_.on))


def everything(leader, rules, by) -> None:
    """A row for each list."""
    planned(leader, rules)
    elimination.propose(leader=leader, cause="other", by=by, note="No answer")
    leaving.begin(leader=leader, by=by, reason="She moves")
    open_case(leader=leader, kind="service", text="A late answer", by=by)


class TestWhoComesIn:
    @pytest.mark.parametrize("who", ["trainer", "leader"])
    @pytest.mark.parametrize("name", LISTS)
    def test_others_are_refused(self, request, client_of, who, name):
        client = client_of(request.getfixturevalue(who))
        assert client.get(reverse(f"decisions:{name}")).status_code == 302

    @pytest.mark.parametrize("who", ["manager", "coach", "operations"])
    @pytest.mark.parametrize("name", LISTS)
    def test_readers_see_their_leaders(self, request, client_of, leader, rules, who, name):
        everything(leader, rules, cast.operations())
        client = client_of(request.getfixturevalue(who))
        assert "Li Mei" in client.get(reverse(f"decisions:{name}")).content.decode()

    @pytest.mark.parametrize("name", LISTS)
    def test_other_regions_see_nothing(self, client_of, leader, rules, name):
        everything(leader, rules, cast.operations())
        client = client_of(cast.manager(regions=[cast.region("Far", city="Away")]))
        page = client.get(reverse(f"decisions:{name}"))
        assert page.status_code == 200 and "Li Mei" not in page.content.decode()

    def test_single_pages_of_other_regions_are_not_found(self, client_of, leader, rules):
        everything(leader, rules, cast.operations())
        change = approve(proposal=propose(leader, rules, "core", "advanced"), by=cast.operations())
        assert change is None
        client = client_of(cast.manager(regions=[cast.region("Far", city="Away")]))
        addresses = [
            reverse("decisions:plan", args=[Plan.objects.get().pk]),
            reverse("decisions:goodbye", args=[Elimination.objects.get().pk]),
            reverse("decisions:departure", args=[Departure.objects.get().pk]),
            reverse("decisions:case", args=[Case.objects.get().pk]),
            *(
                reverse(f"decisions:{name}", args=[leader.pk])
                for name in ("open_case", "propose", "leaving", "readmit")
            ),
            reverse("decisions:export", args=[leader.pk, "csv"]),
        ]
        assert {client.get(address).status_code for address in addresses} == {404}
        assert {client.post(address, {}).status_code for address in addresses} == {404}

    @pytest.mark.parametrize("name", LISTS)
    def test_the_same_queries_for_one_and_for_many(self, client_of, operations, rules, name):
        client, address = client_of(operations), reverse(f"decisions:{name}")
        everything(cast.leader(region=cast.region()), rules, operations)
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for number in range(9):
            someone = cast.leader(f"Leader {number}", region=cast.region(), coach=cast.coach())
            everything(someone, rules, operations)
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) == len(few)


class TestReviews:
    def test_show_the_figures_and_the_plan(self, client_of, manager, leader, rules):
        planned(leader, rules)
        page = client_of(manager).get(reverse("decisions:reviews")).content.decode()
        assert "¥\u00a018,000" in page and "≥ ¥\u00a020,000" in page
        assert "now ¥\u00a018,000, at least ¥\u00a020,000 is asked" in page

    def test_a_plan_is_ended_with_a_reason(self, client_of, manager, coach, leader, rules):
        address = reverse("decisions:plan", args=[planned(leader, rules).pk])
        assert "End the plan" not in client_of(coach).get(address).content.decode()
        assert client_of(coach).post(address, {"reason": "x"}).status_code == 422
        client = client_of(manager)
        assert client.post(address, {"reason": ""}).status_code == 422
        client.post(address, {"reason": "She was ill.", "choice": "stop"})
        assert Plan.objects.get().state == "stopped"
        assert "End the plan" not in client.get(address).content.decode().replace(
            "End a plan early", ""
        )


class TestCases:
    def test_a_coach_opens_one_and_a_manager_closes_it(self, client_of, coach, manager, leader):
        form = {"kind": "attitude", "happened_on": f"{dates.today()}", "text": "Loud in the group"}
        address = reverse("decisions:open_case", args=[leader.pk])
        assert client_of(coach).post(address, form | {"text": ""}).status_code == 422
        client_of(coach).post(address, form)
        case = Case.objects.get()
        assert (case.opened_by, case.kind) == (coach, "attitude")
        one = reverse("decisions:case", args=[case.pk])
        assert client_of(coach).post(one, {"findings": "x", "choice": "settled"}).status_code == 422
        client_of(manager).post(one, {"findings": "They talked.", "choice": "settled"})
        case.refresh_from_db()
        assert (case.outcome, case.closed_by) == ("settled", manager)
        closed = reverse("decisions:cases") + "?state=closed&kind=attitude"
        assert "They talked." in client_of(manager).get(closed).content.decode()

    def test_verifying_a_red_line_leads_to_a_proposal(self, client_of, coach, manager, leader):
        case = open_case(leader=leader, kind="fake_orders", text="Odd orders", by=coach)
        address = reverse("decisions:case", args=[case.pk])
        client = client_of(manager)
        assert "The red line is verified" in client.get(address).content.decode()
        client.post(address, {"findings": "Same address, 40 orders.", "choice": "verified"})
        page = client.get(reverse("decisions:goodbyes")).content.decode()
        assert "A verified red line" in page and "the rules" in page


class TestLeaving:
    def test_from_proposal_to_notice_to_taking_back(self, client_of, coach, manager, leader):
        address = reverse("decisions:propose", args=[leader.pk])
        client_of(coach).post(address, {"cause": "other", "note": "No answer for weeks"})
        one = Elimination.objects.get()
        page, client = reverse("decisions:goodbye", args=[one.pk]), client_of(manager)
        shown, day = client.get(page).content.decode(), dates.today() + timedelta(days=7)
        assert "No answer for weeks" in shown
        assert f"for 7 days. It is in force from {day}." in shown
        refused = client_of(coach).post(page, {"reason": "x", "choice": "notice"})
        assert refused.status_code == 422
        response = client.post(page, {"reason": "We wrote.", "choice": "notice"}, follow=True)
        assert f"In force from {day}" in said(response)
        client.post(page, {"reason": "She called.", "choice": "withdraw"})
        one.refresh_from_db()
        assert one.state == "withdrawn"

    def test_an_objection_is_answered_by_somebody_else(
        self, client_of, coach, manager, operations, leader
    ):
        one = elimination.propose(leader=leader, cause="other", by=coach, note="No answer")
        elimination.give_notice(elimination=one, by=manager, reason="We wrote.")
        elimination.object_to(elimination=one, leader=leader, reason="was-away", text="Hospital")
        page = reverse("decisions:goodbye", args=[one.pk])
        assert "Hospital" in client_of(manager).get(page).content.decode()
        refused = client_of(manager).post(page, {"reason": "x", "choice": "stands"})
        assert refused.status_code == 422 and "decided this yourself" in refused.content.decode()
        client_of(operations).post(page, {"reason": "Get well.", "choice": "right"})
        one.refresh_from_db()
        assert one.state == "withdrawn"

    def test_hand_over_and_come_back(self, client_of, coach, manager, leader):
        address = reverse("decisions:leaving", args=[leader.pk])
        response = client_of(coach).post(address, {"reason": "She moves"})
        page = reverse("decisions:departure", args=[Departure.objects.get().pk])
        assert response.url == page
        client = client_of(manager)
        early = client.post(page, {"points": ["group"], "choice": "go"})
        assert early.status_code == 422 and "Not handed over yet" in early.content.decode()
        client.post(page, {"points": list(leaving.POINTS), "choice": "go"})
        leader.refresh_from_db()
        assert leader.status == "left"
        client.post(reverse("decisions:readmit", args=[leader.pk]), {"reason": "She is back"})
        leader.refresh_from_db()
        assert leader.status == "probation"


class TestHistory:
    def test_says_what_happened_in_words(self, client_of, manager, leader, rules):
        approve(proposal=propose(leader, rules), by=manager, reason="Steady")
        everything(leader, rules, manager)
        page = client_of(manager).get(reverse("decisions:history")).content.decode()
        for words in (
            "Preparatory → Ordinary · 12%",
            "Preparatory → Ordinary · Approved",
            "Steady",
            "Another reason · Waiting for a decision",
            "After-sales · Opened",
            "0 points handed over",
            " · Running",
        ):
            assert words in page, words
        only = client_of(manager).get(reverse("decisions:history") + "?kind=case").content.decode()
        assert "A late answer" in only and "Steady" not in only

    def test_operations_check_it_on_the_page(self, checked, manager, leader, rules):
        approve(proposal=propose(leader, rules), by=manager)
        page = checked()
        assert "The history is whole: 2 entries." in page
        end = HistoryEntry.objects.get(number=2)
        assert f"2:{end.seal}" in page
        tamper("UPDATE standing_tierchange SET to_tier_id = 'core'")
        assert "The history is whole" in checked(again=False)
        page = checked()
        assert "was changed from outside" in page and "to_tier_id" in page

    def test_while_it_is_checked_the_page_says_how_far(self, client_of, operations):
        client, address = client_of(operations), reverse("decisions:history")
        assert "Nobody has checked it here yet." in client.get(address).text
        for _twice in range(2):
            client.post(address)
        Job.objects.update(state=Job.State.RUNNING, done=2000, total=9000)
        assert "2000 of 9000 entries" in client.get(address).text
        assert Job.objects.filter(kind=history_check_work.KIND).count() == 1

    def test_the_check_is_for_who_sees_everybody(self, client_of, checked, manager, coach):
        checked()
        address = reverse("decisions:history")
        for person in (manager, coach):
            client = client_of(person)
            assert client.post(address).status_code in (302, 403)
            assert "history is whole" not in client.get(address).text
        assert Job.objects.filter(kind=history_check_work.KIND).count() == 1

    def test_what_is_written_meanwhile_is_no_problem(self, manager, leader, rules, monkeypatch):
        approve(proposal=propose(leader, rules), by=manager)
        check, seen = history_check.check, []

        def disturbed(**asked):
            found = check(**asked)
            if not seen:
                open_case(leader=leader, kind=Case.Kind.SERVICE, text="Late", by=manager)
                found.problems.append(history_check.Problem("entry-missing", "Entry 3"))
            seen.append(found)
            return found

        monkeypatch.setattr(history_check, "check", disturbed)
        asked = history_check_work.ask_for(by=manager)
        assert job.run(asked.pk).result["problems"] == []
        assert [found.entries for found in seen] == [2, 3]

    def test_a_file_can_be_checked_without_the_school(self, client_of, manager, leader, rules):
        approve(proposal=propose(leader, rules), by=manager, reason="Steady")
        response = client_of(manager).get(reverse("decisions:export", args=[leader.pk, "json"]))
        rows = json.loads(b"".join(response.streaming_content))
        assert len(rows) == 2
        for row in rows:
            seal = row.pop("seal")
            assert chain.seal(row) == seal

    def test_spreadsheets_compute_nothing(self, client_of, operations, leader):
        open_case(leader=leader, kind="service", text="=1+1", by=operations)
        response = client_of(operations).get(reverse("decisions:export_all", args=["csv"]))
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        assert "Li Mei" not in text and '"text"": ""=1+1' in text
        assert not any(line.startswith("=") for line in text.split(","))

    def test_everybodys_file_is_for_operations(self, client_of, manager, coach):
        for who in (manager, coach):
            address = reverse("decisions:export_all", args=["csv"])
            assert client_of(who).get(address).status_code == 302

    def test_an_unknown_form_is_not_found(self, client_of, operations):
        address = reverse("decisions:export_all", args=["pdf"])
        assert client_of(operations).get(address).status_code == 404
        empty = client_of(operations).get(reverse("decisions:export_all", args=["json"]))
        assert json.loads(b"".join(empty.streaming_content)) == []

    def test_a_move_is_taken_back(self, client_of, manager, coach, leader, rules):
        change = approve(proposal=propose(leader, rules), by=manager)
        address = reverse("decisions:overturn", args=[change.pk])
        assert "Take it back" not in client_of(coach).get(address).content.decode()
        client = client_of(manager)
        client.post(address, {"reason": "The sales were another's."})
        assert TierChange.objects.get(overturns=change).to_tier_id == "preparatory"
        again = client.post(address, {"reason": "Again"})
        assert again.status_code == 422 and "taken back already" in again.content.decode()
        assert HistoryEntry.objects.filter(kind="tier-change").count() == 2


class TestTiers:
    def test_operations_say_where_two_people_decide(self, client_of, operations):
        client = client_of(operations)
        form = {"name": "进阶", "name_en": "Advanced", "two_people": "on"}
        assert client.get(reverse("tiers:edit", args=["advanced"])).status_code == 200
        client.post(reverse("tiers:edit", args=["advanced"]), form)
        assert Tier.objects.get(pk="advanced").two_people

    def test_nobody_adds_or_deletes_one(self, client_of, operations, manager):
        client = client_of(operations)
        page = client.get(reverse("tiers:index")).text
        assert "Advanced" in page and "Delete" not in page
        for address in ("/cms/tiers/new/", "/cms/tiers/delete/core/"):
            assert client.get(address).status_code == 404
        assert client_of(manager).get(reverse("tiers:edit", args=["core"])).status_code == 302
        assert client_of(manager).get(reverse("tiers:index")).status_code == 302

    def test_a_name_is_needed(self, client_of, operations):
        client, address = client_of(operations), reverse("tiers:edit", args=["core"])
        assert client.post(address, {"name": "", "name_en": "Core"}).status_code == 422
        assert Tier.objects.get(pk="core").name == "核心"
