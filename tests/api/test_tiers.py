"""What the trading system is told, and how it is refused."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from school.api.throttling import PerToken
from school.lib import dates
from school.lib.dates import SHANGHAI
from school.people.models import Leader
from school.standing.models import RuleSet, Standing
from school.standing.samples import install_sample_rules
from tests import cast

TIERS = reverse("api:tiers")
TOKEN = "a-long-token-of-the-trading-system"
LAST_WEEK = timezone.now() - timedelta(days=7)


@pytest.fixture(autouse=True)
def open_api(settings, db):
    settings.API_TOKENS = ["another-token", TOKEN]
    caches["default"].clear()
    rules = install_sample_rules()
    RuleSet.objects.filter(pk=rules.pk).update(valid_from=dates.today() - timedelta(days=90))
    return rules


def ask(client, address: str = TIERS, token: str = TOKEN, **query):
    return client.get(address, query, headers={"authorization": f"Bearer {token}"})


def stand(code: str | None, tier: str = "ordinary", since=LAST_WEEK, **fields) -> Standing:
    leader = cast.leader(code or "Nameless", code=code, **fields)
    return Standing.objects.create(leader=leader, tier_id=tier, tier_since=since)


def problem(response) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    answer = response.json()
    assert answer["status"] == response.status_code
    assert answer["detail"]
    return response.status_code, answer["code"]


def test_tells_number_tier_rate_and_since(client):
    since = datetime(2026, 11, 2, 9, 30, tzinfo=SHANGHAI)
    stand("T1", since=since)
    answer = ask(client).json()
    assert answer["results"] == [
        {
            "leader": "T1",
            "tier": "ordinary",
            "rate": "0.1200",
            "since": "2026-11-02T09:30:00+08:00",
        }
    ]
    assert (answer["next"], answer["previous"], answer["rules"]) == (None, None, 1)


def test_preparatory_has_no_rate(client):
    stand("T1", tier="preparatory", since=None)
    (entry,) = ask(client).json()["results"]
    assert (entry["rate"], entry["since"]) == (None, None)


def test_leaders_without_a_number_are_unknown_there(client):
    stand(None)
    assert ask(client).json()["results"] == []


def test_who_has_left_is_still_told(client):
    stand("T1", status=Leader.Status.LEFT)
    assert len(ask(client).json()["results"]) == 1


def test_only_what_changed(client):
    stand("OLD", since=timezone.now() - timedelta(days=30))
    stand("NEW", since=timezone.now() - timedelta(days=2))
    moment = (timezone.now() - timedelta(days=7)).isoformat()
    assert [one["leader"] for one in ask(client, changed_since=moment).json()["results"]] == ["NEW"]


def test_a_change_at_the_very_moment_counts(client):
    stand("T1", since=LAST_WEEK)
    answer = ask(client, changed_since=LAST_WEEK.isoformat()).json()
    assert len(answer["results"]) == 1


def test_new_rules_change_everybody(client, open_api):
    stand("OLD", since=timezone.now() - timedelta(days=60))
    RuleSet.objects.update(valid_from=dates.today() - timedelta(days=1))
    day = (dates.today() - timedelta(days=3)).isoformat()
    assert len(ask(client, changed_since=day).json()["results"]) == 1


def test_pages_are_whole_and_follow_each_other(client):
    for number in range(5):
        stand(f"T{number}")
    first = ask(client, limit=3).json()
    second = ask(client, first["next"]).json()
    codes = [one["leader"] for page in (first, second) for one in page["results"]]
    assert codes == ["T0", "T1", "T2", "T3", "T4"]
    assert second["next"] is None


def test_same_queries_for_one_and_many(client, django_assert_num_queries):
    stand("T1")
    ask(client)
    with CaptureQueriesContext(connection) as few:
        ask(client)
    for number in range(50):
        stand(f"M{number}")
    with django_assert_num_queries(len(few)):
        ask(client)
    assert len(few) <= 6


class TestRefusals:
    def test_closed_without_tokens(self, client, settings):
        settings.API_TOKENS = []
        assert problem(ask(client)) == (403, "api-closed")

    def test_no_token(self, client):
        response = client.get(TIERS)
        assert problem(response) == (401, "token-missing")
        assert response["WWW-Authenticate"] == "Bearer"

    @pytest.mark.parametrize("token", ["wrong", TOKEN[:-1], f"{TOKEN}x", "ü"])
    def test_unknown_token(self, client, token):
        assert problem(ask(client, token=token)) == (401, "token-unknown")

    def test_a_log_in_is_no_token(self, client_of, operations):
        assert problem(client_of(operations).get(TIERS)) == (401, "token-missing")

    @pytest.mark.parametrize("moment", ["yesterday", "2026-13-01", "2026-11-16 25:00"])
    def test_moment_that_is_none(self, client, moment):
        assert problem(ask(client, changed_since=moment)) == (400, "parameter-invalid")

    def test_cursor_that_is_none(self, client):
        assert problem(ask(client, cursor="bz14")) == (404, "not-found")

    def test_only_reading(self, client):
        response = client.post(TIERS, headers={"authorization": f"Bearer {TOKEN}"})
        assert problem(response) == (405, "method-not-allowed")

    def test_no_such_address(self, client):
        assert problem(ask(client, "/api/v1/orders/")) == (404, "not-found")
        assert problem(client.get("/api/v1/orders/")) == (401, "token-missing")

    def test_without_rules(self, client):
        RuleSet.objects.update(state="draft")
        assert problem(ask(client)) == (409, "rules-missing")

    def test_too_many_requests_of_one_token(self, client, monkeypatch):
        monkeypatch.setattr(PerToken, "rate", "2/min")
        for _turn in range(2):
            assert ask(client).status_code == 200
        response = ask(client)
        assert problem(response) == (429, "too-many-requests")
        assert int(response["Retry-After"]) > 0
        assert ask(client, token="another-token").status_code == 200

    def test_too_many_wrong_tokens(self, client, monkeypatch):
        monkeypatch.setattr(PerToken, "rate", "2/min")
        for _turn in range(2):
            ask(client, token="guess")
        assert problem(ask(client, token="guess-again")) == (429, "too-many-requests")
