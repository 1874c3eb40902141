"""A decision as its leader reads it, and how she appeals against it in two taps."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from school.lib import dates
from school.notices.models import Notice
from school.standing import proposal
from school.standing.models import Plan, Question, Requirement, Standing, TierChange
from school.standing.samples import install_sample_rules
from tests.standing.test_appeal import propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def ladder(db):
    return install_sample_rules()


@pytest.fixture
def client(client_of, leader):
    return client_of(leader)


@pytest.fixture
def declined(leader, ladder, manager):
    waiting = propose(leader, ladder, below="preparatory", above="ordinary")
    return proposal.reject(proposal=waiting, by=manager, reason="Two tasks are missing.")


@pytest.fixture
def demoted(leader, ladder, manager):
    Standing.objects.create(leader=leader, tier_id="advanced")
    waiting = propose(leader, ladder, below="advanced", above="ordinary", outcome="demote")
    return proposal.approve(proposal=waiting, by=manager, reason="Three weak months.")


def test_the_notice_leads_to_the_reasons(client, leader, declined):
    notice = Notice.objects.get(user=leader.user)
    text = client.get(notice.link).text
    for said in ("Not yet", "Preparatory → Ordinary", "Two tasks are missing.", "Manager He"):
        assert said in text
    assert "Net sales" in text
    assert "by rules 1" in text


def test_a_step_down_says_the_same_and_a_step_up_asks_nothing(client, leader, ladder, demoted):
    text = client.get(f"/decisions/change/{demoted.pk}/").text
    for said in (
        "Three weak months.",
        "¥\u00a012,000, at least ¥\u00a025,000 asked",
        "You see it diff",
    ):
        assert said in text
    up = propose(leader, ladder, below="ordinary", above="advanced")
    change = proposal.approve(proposal=up, by=demoted.by)
    assert Notice.objects.filter(link=f"/decisions/change/{change.pk}/").exists()
    text = client.get(f"/decisions/change/{change.pk}/").text
    assert "One step up" in text
    assert "You see it differently?" not in text


def test_two_taps_and_it_is_appealed(client, declined):
    address = f"/decisions/proposal/{declined.pk}/"
    answer = client.post(address, {"reason": "figures-wrong"})
    question = Question.objects.get()
    assert answer.headers["Location"] == f"/questions/{question.pk}/"
    assert "You asked for another look. Answer by" in client.get(address).text
    assert client.post(address, {"reason": "was-away"}).headers["Location"] == (
        f"/questions/{question.pk}/"
    )
    text = client.get(f"/questions/{question.pk}/").text
    assert "A figure behind it isn&#x27;t right" in text
    assert "Two tasks are missing." in text


def test_what_is_typed_stays_where_the_school_says_no(client, declined):
    address = f"/decisions/proposal/{declined.pk}/"
    answer = client.post(address, {"reason": "nonsense", "text": "My words stay."})
    assert answer.status_code == 422
    assert "My words stay." in answer.text
    assert not Question.objects.exists()


def test_what_can_not_be_appealed_says_so(client, leader, ladder, demoted):
    up = propose(leader, ladder, below="ordinary", above="advanced")
    proposal.approve(proposal=up, by=demoted.by)
    answer = client.post(f"/decisions/change/{demoted.pk}/", {"reason": "was-away"})
    assert answer.status_code == 422
    assert "nothing to take back" in answer.text


def test_anothers_decision_is_no_page_of_hers(client_of, other_leader, declined, demoted):
    client = client_of(other_leader)
    for address in (f"/decisions/proposal/{declined.pk}/", f"/decisions/change/{demoted.pk}/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "was-away"}).status_code == 404
    assert client.get("/decisions/net/1/").status_code == 404


def test_a_plan_can_be_appealed_from_its_page(client, leader, ladder):
    today = dates.today()
    plan = Plan.objects.create(
        leader=leader,
        tier_id="advanced",
        began_on=today,
        ends_on=today + timedelta(days=13),
        asked={"en": ["Net sales: now ¥\u00a012,000"]},
    )
    address = f"/decisions/plan/{plan.pk}/"
    assert f'href="{address}"' in client.get(f"/plans/{plan.pk}/").text
    text = client.get(address).text
    assert "Net sales: now ¥\u00a012,000" in text
    assert "By the rules of the school" in text
    client.post(address, {"reason": "was-away"})
    assert Question.objects.get().about == "plan"


def test_no_word_of_failing(client, declined, demoted):
    for address in (f"/decisions/proposal/{declined.pk}/", f"/decisions/change/{demoted.pk}/"):
        assert "fail" not in client.get(address).text.lower()


def test_the_ladder_lists_what_was_decided(client, leader, ladder, demoted, declined):
    text = client.get("/ladder/").text
    assert "One step down · Advanced → Ordinary" in text
    assert "Not yet · Preparatory → Ordinary" in text
    assert text.index("Not yet ·") < text.index("One step down ·")


def test_the_ladder_takes_as_many_queries_however_much_was_decided(client, leader, ladder, manager):
    Standing.objects.create(leader=leader, tier_id="ordinary")

    def move_about() -> None:
        up = propose(leader, ladder, below="ordinary", above="advanced")
        proposal.approve(proposal=up, by=manager)
        down = propose(leader, ladder, below="advanced", above="ordinary", outcome="demote")
        proposal.approve(proposal=down, by=manager, reason="Weak.")
        no = propose(leader, ladder, below="ordinary", above="advanced")
        proposal.reject(proposal=no, by=manager, reason="Not yet.")

    def queries() -> int:
        client.get("/ladder/")
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/ladder/").status_code == 200
        return len(seen)

    move_about()
    few = queries()
    for _ in range(4):
        move_about()
    assert TierChange.objects.count() == 10
    assert queries() == few
    assert few <= 15


def test_who_was_declined_reads_that_on_the_ladder_and_not_that_somebody_looks(
    client, leader, ladder, manager
):
    Requirement.objects.filter(rule_set=ladder).exclude(kind="group_size").delete()
    caches["pages"].clear()
    assert "Your manager looks at it next" in client.get("/ladder/").text
    waiting = propose(leader, ladder, below="preparatory", above="ordinary")
    proposal.reject(proposal=waiting, by=manager, reason="Not yet.")
    text = client.get("/ladder/").text
    assert "Your manager looks at it next" not in text
    assert f'<a href="/decisions/proposal/{waiting.pk}/">read why' in text
