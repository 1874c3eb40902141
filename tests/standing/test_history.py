"""The history: sealed entry by entry, refusing change, and telling what was changed anyway."""

import json
import threading
from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from itertools import pairwise

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from school.lib.refusal import Refusal
from school.standing import chain, history, history_check, tier, triggers
from school.standing.case import close, open_case
from school.standing.models import Case, HistoryEntry, HistoryHead, Proposal, TierChange
from school.standing.models.history import NeverChanged
from school.standing.proposal import approve
from tests import cast
from tests.standing.test_proposal import propose

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def lived(leader, manager, rules):
    """A leader with five entries: her first tier, a decision and its move, a case and its end."""
    tier.begin(tiers={leader.pk: "preparatory"})
    approve(proposal=propose(leader, rules), by=manager, reason="Well done")
    case = open_case(leader=leader, kind=Case.Kind.SERVICE, text="A late answer", by=manager)
    close(case=case, by=manager, outcome="settled", findings="They talked.")
    return leader


def tamper(statement: str, *params) -> None:
    """What somebody with the database's password could do."""
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
    triggers.install()


def codes() -> list[tuple[str, int | None]]:
    return [(problem.code, problem.number) for problem in history_check.check().problems]


class TestWriting:
    def test_entries_follow_each_other(self, lived):
        entries = list(HistoryEntry.objects.all())
        assert [(entry.number, entry.kind) for entry in entries] == [
            (1, "tier-change"),
            (2, "decision"),
            (3, "tier-change"),
            (4, "case"),
            (5, "case"),
        ]
        assert entries[0].previous == chain.BEGINNING
        for before, entry in pairwise(entries):
            assert entry.previous == before.seal == chain.seal(before.content())
        head = HistoryHead.objects.get()
        assert (head.number, head.seal) == (5, entries[-1].seal)

    def test_an_entry_says_what_happened_and_who_did_it(self, lived, manager):
        entry = HistoryEntry.objects.get(number=3)
        assert (entry.leader, entry.by) == (lived, manager)
        assert entry.facts["to_tier_id"] == "ordinary" and entry.facts["rate"] == "0.12"

    def test_a_roster_costs_few_queries(self, rules, django_assert_max_num_queries):
        leaders = [cast.leader() for _ in range(30)]
        with django_assert_max_num_queries(25):
            tier.begin(tiers={leader.pk: "ordinary" for leader in leaders})
        assert HistoryEntry.objects.count() == 30 and history_check.check().is_whole

    def test_nothing_is_written_if_the_decision_fails(self, lived):
        with pytest.raises(RuntimeError), transaction.atomic():
            history.write(Case.objects.get())
            raise RuntimeError
        assert HistoryEntry.objects.count() == 5 and history_check.check().is_whole


class TestSeal:
    def test_is_the_same_however_the_database_gives_it_back(self):
        moment = datetime(2026, 3, 30, 4, tzinfo=UTC)
        one = {"rate": Decimal("0.1200"), "at": moment, "b": [1, {"c": None}], "a": "团长"}
        other = {"a": "团长", "b": [1, {"c": None}], "at": moment.isoformat("T", "microseconds")}
        assert chain.seal(one) == chain.seal(other | {"rate": "0.12"})

    def test_stays_what_it_was(self):
        """Entries that were sealed years ago must be found whole: this number never changes."""
        entry = {"number": 1, "leader": 7, "facts": {"rate": Decimal("0.12")}}
        assert chain.seal(entry) == (
            "34c9ed58f8d9727214c8eef6c31757bca85efc31d69c711579350c0936feb01a"
        )

    def test_changes_with_a_single_letter(self):
        assert chain.seal({"reason": "a"}) != chain.seal({"reason": "b"})


class TestRefusingChange:
    @pytest.mark.parametrize("model", [HistoryEntry, TierChange])
    def test_the_school_does_not_change_or_delete(self, lived, model):
        row = model.objects.first()
        for do in (row.save, row.delete, model.objects.all().delete):
            with pytest.raises(NeverChanged):
                do()
        with pytest.raises(NeverChanged):
            model.objects.update(by=None)
        with pytest.raises(NeverChanged):
            model.objects.bulk_update([row], ["by"])

    @pytest.mark.parametrize("table", triggers.TABLES[:2])
    @pytest.mark.parametrize("statement", ["UPDATE {} SET by_id = NULL", "DELETE FROM {}"])
    def test_neither_does_the_database(self, lived, table, statement):
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(table))
        assert history_check.check().is_whole

    def test_a_migration_sets_the_triggers_again(self, lived):
        triggers.remove()
        call_command("migrate", "standing", verbosity=0)
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("DELETE FROM standing_tierchange")


class TestChecking:
    def test_what_nobody_touched_is_whole(self, lived):
        checked = history_check.check()
        assert checked.is_whole and checked.entries == 5

    def test_an_empty_school_is_whole(self, db):
        assert history_check.check().is_whole

    def test_a_changed_entry_is_named(self, lived):
        tamper("UPDATE standing_historyentry SET at = at, kind = 'review' WHERE number = 2")
        assert ("entry-changed", 2) in codes()

    def test_a_changed_entry_with_a_new_seal_is_named_by_the_next(self, lived):
        entry = HistoryEntry.objects.get(number=3)
        entry.facts["to_tier_id"] = "core"
        facts, seal = json.dumps(entry.facts), chain.seal(entry.content())
        tamper(
            "UPDATE standing_historyentry SET facts = %s, seal = %s WHERE number = 3", facts, seal
        )
        assert ("entry-inserted", 4) in codes()
        assert ("row-changed", 3) in codes()

    def test_a_missing_entry_is_named(self, lived):
        tamper("DELETE FROM standing_historyentry WHERE number = 4")
        assert codes() == [("entry-missing", 4)]

    def test_missing_last_entries_are_named(self, lived):
        tamper("DELETE FROM standing_historyentry WHERE number >= 4")
        assert codes()[0] == ("entry-missing", 4)
        assert ("row-inserted", None) in codes()

    def test_an_entry_slipped_in_at_the_end_is_named(self, lived):
        last = HistoryEntry.objects.get(number=5)
        false = HistoryEntry(
            number=6,
            leader=lived,
            kind="case",
            row=last.row,
            at=last.at,
            facts=last.facts,
            previous=last.seal,
        )
        false.seal = chain.seal(false.content())
        false.save(force_insert=True)
        assert codes() == [("entry-inserted", 6)]

    def test_a_changed_move_is_named(self, lived):
        tamper("UPDATE standing_tierchange SET to_tier_id = 'core' WHERE proposal_id IS NOT NULL")
        (problem,) = history_check.check().problems
        change = TierChange.objects.get(proposal__isnull=False)
        assert (problem.code, problem.number) == ("row-changed", 3)
        assert (problem.kind, problem.row) == ("tier-change", change.pk)
        assert "to_tier_id" in problem.message

    def test_a_removed_move_is_named(self, lived):
        tamper("DELETE FROM standing_tierchange WHERE proposal_id IS NOT NULL")
        assert codes() == [("row-missing", 3)]

    def test_a_move_slipped_in_is_named(self, lived):
        TierChange.objects.create(leader=lived, to_tier_id="core", at=datetime.now(UTC))
        assert codes() == [("row-inserted", None)]

    def test_changed_evidence_behind_a_decision_is_named(self, lived):
        tamper("UPDATE standing_evaluation SET evidence = %s", '[{"value": 1}]')
        assert codes() == [("row-changed", 2)]

    def test_a_decision_made_in_the_database_is_named(self, lived, other_leader, rules):
        waiting = propose(other_leader, rules)
        assert history_check.check().is_whole
        Proposal.objects.filter(pk=waiting.pk).update(state="approved")
        assert codes() == [("row-inserted", None)]

    def test_everything_sealed_anew_is_found_by_an_anchor(self, lived):
        last = HistoryEntry.objects.get(number=5)
        anchor = f"5:{last.seal}"
        assert history_check.check(anchor=anchor).is_whole
        last.facts["findings"] = "Nothing at all."
        seal = chain.seal(last.content())
        facts = json.dumps(last.facts)
        tamper(
            "UPDATE standing_historyentry SET facts = %s, seal = %s WHERE number = 5", facts, seal
        )
        tamper("UPDATE standing_historyhead SET seal = %s", seal)
        tamper("UPDATE standing_case SET findings = 'Nothing at all.'")
        assert history_check.check().is_whole
        (problem,) = history_check.check(anchor=anchor).problems
        assert (problem.code, problem.number) == ("anchor-missing", 5)

    @pytest.mark.parametrize("anchor", ["5", "five:abc", "5:"])
    def test_an_anchor_has_a_number_and_a_seal(self, db, anchor):
        with pytest.raises(Refusal) as refusal:
            history_check.check(anchor=anchor)
        assert refusal.value.code == "anchor-invalid"


class TestCommand:
    def test_says_that_it_is_whole(self, lived, capsys):
        call_command("verify_history", "--json")
        answer = json.loads(capsys.readouterr().out)
        assert (answer["whole"], answer["entries"], answer["problems"]) == (True, 5, [])
        assert answer["seal"] == HistoryHead.objects.get().seal

    @pytest.mark.parametrize("form", [["--json"], []])
    def test_names_what_was_changed_and_ends_with_one(self, lived, capsys, form):
        tamper("UPDATE standing_tierchange SET rate = 0.16 WHERE proposal_id IS NOT NULL")
        with pytest.raises(SystemExit) as ended:
            call_command("verify_history", *form)
        assert ended.value.code == 1
        said = capsys.readouterr().out
        assert "rate" in said and "tier-change" in said


class TestBackfill:
    def test_what_was_before_the_history_is_sealed_in_order(self, lived):
        Case.objects.all().delete()
        tamper("DELETE FROM standing_historyentry")
        HistoryHead.objects.all().delete()
        assert not history_check.check().is_whole

        migration = import_module("school.standing.migrations.0007_history_of_what_was")
        migration.begin(apps, None)

        kinds = HistoryEntry.objects.values_list("kind", flat=True)
        assert list(kinds) == ["decision", "tier-change", "tier-change"]
        assert history_check.check().is_whole


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_do_not_fork_the_chain():
    from school.standing.samples import install_tiers

    install_tiers()
    leaders = [cast.leader(f"Leader {number}") for number in range(4)]
    barrier, failed = threading.Barrier(len(leaders)), []

    def write(leader):
        barrier.wait(timeout=10)
        try:
            for _time in range(3):
                open_case(leader=leader, kind="service", text="Late", by=boss)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    boss = cast.operations()
    threads = [threading.Thread(target=write, args=(leader,)) for leader in leaders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failed == []
    checked = history_check.check()
    assert checked.is_whole and checked.entries == 12
