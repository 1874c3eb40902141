"""The screens on which rules are read, written and tried out."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from school.jobs.models import Job
from school.lib import dates
from school.people.models import Leader
from school.standing.kinds import registry
from school.standing.models import Requirement, RuleSet, Standing, StepRule
from school.standing.rule_set import approve, draft_from
from tests import cast
from tests.standing.conftest import sell_four_weeks

pytestmark = pytest.mark.django_db
READ_QUERIES = 25


@pytest.fixture
def draft(rules) -> RuleSet:
    return draft_from(rule_set=rules)


@pytest.fixture
def client(operations, client_of):
    return client_of(operations)


def read(client, rule_set) -> str:
    return client.get(reverse("rules:inspect", args=[rule_set.pk])).content.decode()


def the(draft, kind: str, tier: str = "ordinary") -> Requirement:
    return draft.requirements.get_queryset().get(kind=kind, from_tier=tier)


class TestReading:
    def test_says_what_is_asked_in_both_languages(self, rules, client):
        page = read(client, rules)
        assert "80 points in" in page
        assert "简体中文" in page and "English" in page

    def test_a_manager_reads_and_finds_nothing_to_press(self, rules, draft, manager, client_of):
        page = read(client_of(manager), draft)
        assert "25,000" in page
        assert "school-decide" not in page and reverse("rules:approve", args=[draft.pk]) not in page

    @pytest.mark.parametrize("who", ["coach", "trainer", "leader"])
    def test_nobody_else_reads(self, rules, who, client_of, request):
        person = request.getfixturevalue(who)
        answer = client_of(person).get(reverse("rules:inspect", args=[rules.pk]))
        assert answer.status_code in (302, 403)

    def test_a_tier_without_a_rate_is_named(self, draft, client):
        draft.rates.get_queryset().filter(tier="core").delete()
        assert "school-note" in read(client, draft)

    @pytest.mark.parametrize("number", [1, 40])
    def test_as_many_queries_for_many_requirements(
        self, draft, client, number, django_assert_num_queries
    ):
        kept = the(draft, "net_gmv")
        draft.requirements.get_queryset().exclude(pk=kept.pk).delete()
        for order in range(number - 1):
            Requirement.objects.create(
                rule_set=draft,
                from_tier_id="ordinary",
                to_tier_id="advanced",
                kind="net_gmv",
                threshold=order,
                order=order,
            )
        read(client, draft)
        with django_assert_num_queries(READ_QUERIES):
            read(client, draft)


class TestWriting:
    @pytest.mark.parametrize("kind", [one.code for one in registry.every()])
    def test_every_kind_has_a_form_without_json(self, draft, client, kind):
        page = client.get(reverse("rules:ask_kind", args=[draft.pk, "ordinary", kind]))
        text = page.content.decode()
        assert page.status_code == 200
        assert 'name="params"' not in text
        with translation.override("en"):
            for detail in registry.find(kind).details.values():
                assert str(detail.label) in text

    def test_all_kinds_are_offered(self, draft, client):
        page = client.get(reverse("rules:ask", args=[draft.pk, "ordinary"])).content.decode()
        for one in registry.every():
            assert reverse("rules:ask_kind", args=[draft.pk, "ordinary", one.code]) in page

    def test_adds_at_the_end_of_its_step(self, draft, client):
        address = reverse("rules:ask_kind", args=[draft.pk, "ordinary", "average_order"])
        answer = client.post(address, {"threshold": "35.50", "window_days": "28", "group": "A"})
        assert answer.status_code == 302
        row = the(draft, "average_order")
        assert (row.threshold, row.params, row.group, row.to_tier_id, row.order) == (
            Decimal("35.50"),
            {"window_days": 28},
            "A",
            "advanced",
            4,
        )

    @pytest.mark.parametrize(
        ("kind", "data"),
        [
            ("net_gmv", {"threshold": ""}),
            ("net_gmv", {"threshold": "-1"}),
            ("attendance", {"threshold": "101"}),
            ("open_days", {"threshold": "1.5"}),
            ("net_gmv", {"threshold": "1", "window_days": "0"}),
            ("net_gmv", {"threshold": "1", "window_days": "400"}),
            ("net_gmv", {"threshold": "1", "lesson": "C99"}),
            ("net_gmv", {"threshold": "1", "group": "Z"}),
            ("courses_done", {"threshold": ""}),
        ],
    )
    def test_nonsense_is_refused_beside_its_field(self, draft, client, kind, data):
        before = Requirement.objects.count()
        page = client.post(reverse("rules:ask_kind", args=[draft.pk, "ordinary", kind]), data)
        assert page.status_code == 200 and "error-message" in page.content.decode()
        assert Requirement.objects.count() == before

    def test_changes_what_there_is(self, draft, client):
        row = the(draft, "net_gmv")
        address = reverse("rules:requirement", args=[draft.pk, row.pk])
        assert 'value="25000.00"' in client.get(address).content.decode()
        client.post(address, {"threshold": "26000", "window_days": "", "group": ""})
        row.refresh_from_db()
        assert (row.threshold, row.params) == (Decimal(26_000), {})

    def test_moves_and_removes(self, draft, client):
        row = the(draft, "leader_fault_rate")
        address = reverse("rules:order", args=[draft.pk, row.pk])

        def kinds() -> list[str]:
            rows = draft.requirements.get_queryset().filter(from_tier="ordinary")
            return list(rows.order_by("order").values_list("kind", flat=True))

        client.post(address, {"do": "up"})
        client.post(address, {"do": "up"})
        assert kinds() == ["leader_fault_rate", "net_gmv", "attendance", "tasks_accepted"]
        client.post(address, {"do": "down"})
        assert kinds() == ["net_gmv", "leader_fault_rate", "attendance", "tasks_accepted"]
        client.post(address, {"do": "remove"})
        assert kinds() == ["net_gmv", "attendance", "tasks_accepted"]

    def test_a_step_counts_otherwise_and_goes_by_itself(self, draft, client):
        address = reverse("rules:step", args=[draft.pk, "ordinary"])
        client.post(address, {"takes": "any", "automatic": "on"})
        row = StepRule.objects.get(rule_set=draft)
        assert (row.from_tier_id, row.to_tier_id, row.takes, row.automatic) == (
            "ordinary",
            "advanced",
            "any",
            True,
        )

    def test_the_step_to_the_core_never_goes_by_itself(self, draft, client):
        address = reverse("rules:step", args=[draft.pk, "advanced"])
        assert 'name="automatic"' not in client.get(address).content.decode()
        client.post(address, {"takes": "all", "automatic": "on"})
        assert not StepRule.objects.get(rule_set=draft).automatic

    @pytest.mark.parametrize(
        ("name", "arguments"),
        [
            ("ask", ["core"]),
            ("ask", ["nowhere"]),
            ("ask_kind", ["ordinary", "no_such_kind"]),
            ("requirement", [0]),
        ],
    )
    def test_what_there_isn_t(self, draft, client, name, arguments):
        assert client.get(reverse(f"rules:{name}", args=[draft.pk, *arguments])).status_code == 404

    def test_approved_rules_stay_as_they_are(self, rules, client):
        row = the(rules, "net_gmv")
        for name, arguments in (
            ("requirement", [row.pk]),
            ("step", ["ordinary"]),
            ("ask", ["ordinary"]),
        ):
            answer = client.post(reverse(f"rules:{name}", args=[rules.pk, *arguments]), {})
            assert answer.url == reverse("rules:inspect", args=[rules.pk])
        client.post(reverse("rules:order", args=[rules.pk, row.pk]), {"do": "remove"})
        assert Requirement.objects.filter(pk=row.pk).exists()

    def test_managers_write_nothing(self, draft, manager, client_of):
        client, row = client_of(manager), the(draft, "net_gmv")
        for name, arguments in (
            ("requirement", [row.pk]),
            ("step", ["ordinary"]),
            ("order", [row.pk]),
            ("try_out", []),
        ):
            address = reverse(f"rules:{name}", args=[draft.pk, *arguments])
            assert client.post(address, {"do": "remove"}).status_code in (302, 403)
        row.refresh_from_db()
        assert not Job.objects.exists() and not StepRule.objects.exists()


class TestComparing:
    def test_a_fresh_draft_says_the_same(self, draft, client):
        assert "school-empty" in read(client, draft)

    def test_the_page_shows_before_and_after(self, draft, client):
        Requirement.objects.filter(rule_set=draft, kind="net_gmv", from_tier="ordinary").update(
            threshold=30_000
        )
        page = read(client, draft)
        assert re.search(r"25,000.*?30,000", page[page.index('id="changes"') :], re.DOTALL)


class TestTryingOut:
    def make(self, region, net: int, **fields) -> Leader:
        leader = cast.leader(region=region, **fields)
        Standing.objects.create(leader=leader, tier_id="ordinary")
        self.sales[leader] = net
        return leader

    @pytest.fixture
    def easier(self, draft, region):
        """A draft by which ¥10,000 is enough for advanced; two leaders have that, one hasn't."""
        self.sales = {}
        draft.requirements.get_queryset().filter(from_tier="ordinary").exclude(
            kind="net_gmv"
        ).delete()
        draft.requirements.get_queryset().filter(kind="net_gmv", from_tier="ordinary").update(
            threshold=10_000
        )
        for net, code in ((12_000, "L1"), (30_000, "L2"), (500, "L3")):
            self.make(region, net, code=code)
        sell_four_weeks(self.sales, monday=dates.week_start(dates.today()))
        return draft

    def test_runs_as_a_job_and_shows_the_sum(
        self, easier, client, django_capture_on_commit_callbacks
    ):
        address = reverse("rules:try_out", args=[easier.pk])
        with django_capture_on_commit_callbacks(execute=True):
            client.post(address)
        assert Job.objects.get().state == Job.State.DONE
        page = read(client, easier)
        assert "¥\u00a042,000 × (14% − 12%)" in page and "¥\u00a0840" in page

    def test_the_file_names_everybody_who_would_move(
        self, easier, client, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("rules:try_out", args=[easier.pk]))
        answer = client.get(reverse("rules:dry_run_file", args=[easier.pk]))
        lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
        assert [line.split(",")[0] for line in lines[1:]] == ["L1", "L2"]
        assert lines[1].endswith("12000.00,240.00")

    def test_a_changed_draft_makes_it_stale(
        self, easier, client, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("rules:try_out", args=[easier.pk]))
        assert "school-note" not in read(client, easier)
        Requirement.objects.filter(rule_set=easier, kind="net_gmv").update(threshold=11_000)
        assert "school-note" in read(client, easier)

    def test_only_operations_get_the_file(self, easier, manager, client_of):
        address = reverse("rules:dry_run_file", args=[easier.pk])
        assert client_of(manager).get(address).status_code in (302, 403)

    def test_there_is_no_file_before(self, easier, client):
        assert client.get(reverse("rules:dry_run_file", args=[easier.pk])).status_code == 404


def test_an_empty_draft_can_be_read(rules, client):
    empty = RuleSet.objects.create(valid_from=dates.today())
    assert "school-note" in read(client, empty)


def test_who_approves_reads_before_what_it_does(draft, client):
    address = reverse("rules:approve", args=[draft.pk])
    page = client.get(address).content.decode()
    assert f"<time>{draft.valid_from}</time>" in page
    assert "Nothing: they say the same." in page and "Not tried out yet" in page
    asked = the(draft, "group_size", "preparatory")
    Requirement.objects.filter(pk=asked.pk).delete()
    page = client.get(address).content.decode()
    assert "Nothing: they say the same." not in page and "not asked any more" in page


def test_rules_of_the_past_are_not_approved(draft, operations, client):
    RuleSet.objects.filter(pk=draft.pk).update(valid_from="2026-01-01")
    client.post(reverse("rules:approve", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.is_draft
    RuleSet.objects.filter(pk=draft.pk).update(valid_from=dates.today())
    assert not approve(rule_set=draft, by=operations).is_draft
