"""Sales files that are brought: differences before anything changes, one version, and back."""

from datetime import timedelta
from decimal import Decimal

import pytest

from school.lib.exports import BOM
from school.lib.refusal import Refusal
from school.people.bringing import flow
from school.standing import period
from school.standing.evaluation import evaluate
from school.standing.imports import versions
from school.standing.imports.files import SOURCE, bring
from school.standing.models import (
    HeldRow,
    Proposal,
    Requirement,
    SalesFile,
    SalesImport,
    SalesWeek,
)
from school.standing.proposal import approve
from school.standing.samples import install_sample_rules
from tests import cast
from tests.standing.imports.conftest import HEADER, WEEK, row

State = SalesFile.State
pytestmark = pytest.mark.django_db


def counting() -> dict[str, Decimal]:
    return dict(SalesWeek.objects.current().values_list("leader__code", "net"))


def table(field) -> list[str]:
    with field.open("rb") as file:
        content = file.read()
    assert content.startswith(BOM)
    return content.decode("utf-8-sig").splitlines()


def test_a_look_tells_who_changes_by_how_much_and_changes_nothing(li, wang, taken, bring, ask):
    gone = cast.leader("Zhao Min", code="1003")
    taken(row("1001", 100), row("1002", 200), row("1003", 50))
    new = cast.leader("Chen Hua", code="1004")
    file = ask(flow.ask_look, bring(row("1001", 100), row("1002", 260), row("1004", 10)))

    outcome = file.outcome
    assert (file.state, outcome["version"]) == (State.CHECKED, 1)
    assert outcome["differences"] == {"same": 1, "added": 1, "gone": 1, "changed": 1}
    told = [
        (one["leader"], one["before"], one["after"], one["change"]) for one in outcome["greatest"]
    ]
    assert told == [
        (wang.pk, "200.00", "260.00", "60.00"),
        (gone.pk, "50.00", None, "-50.00"),
        (new.pk, None, "10.00", "10.00"),
    ]
    assert (outcome["total_before"], outcome["total_net"]) == ("350.00", "370.00")
    assert len(table(file.difference_file)) == 4
    assert counting() == {"1001": 100, "1002": 200, "1003": 50}


def test_the_first_figures_of_a_week_are_compared_with_nothing(li, bring, ask):
    file = ask(flow.ask_look, bring(row("1001", 100)))
    assert file.outcome["differences"]["added"] == 1
    assert file.outcome["total_before"] is None and not file.difference_file


def test_the_list_of_problems_names_every_row_and_computes_nothing(li, bring, ask):
    rows = [row("=1+1", 5, "=cmd|1"), row("1001", "1.2E+05"), row("77", 5, phone="138****0001")]
    file = ask(flow.ask_look, bring(*rows))
    lines = table(file.problem_file)
    assert {line.split(",")[0] for line in lines[1:]} == {"2", "3", "4"}
    assert "money-scientific" in "".join(lines) and "phone-masked" not in lines[0]
    cells = [cell.strip('"') for line in lines for cell in line.split(",")]
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_taking_over_makes_a_version_with_its_person_and_reason(li, taken, bring, ask, operations):
    taken(row("1001", 100))
    file = ask(flow.ask_look, bring(row("1001", 120), reason="Refunds came late"))
    file = ask(flow.ask_take, file)

    assert file.state == State.DONE and file.sales_import.version == 2
    assert (file.sales_import.reason, file.sales_import.by) == ("Refunds came late", operations)
    states = SalesImport.objects.order_by("version").values_list("state", flat=True)
    assert list(states) == ["replaced", "current"]
    assert counting() == {"1001": 120}


def test_a_week_that_has_changed_since_the_look_is_looked_at_again(li, bring, ask):
    first = ask(flow.ask_look, bring(row("1001", 100)))
    second = ask(flow.ask_look, bring(row("1001", 120)))
    ask(flow.ask_take, second)
    first = ask(flow.ask_take, first)
    assert (first.state, first.outcome) == (State.ASKED, {"refusal": "week-changed"})
    assert counting() == {"1001": 120}
    assert ask(flow.ask_look, first).outcome["version"] == 1


def test_a_worker_that_comes_late_writes_nothing(li, taken):
    file = taken(row("1001", 100))
    file.state, file.compared_with = State.RUNNING, file.sales_import
    assert flow.take(file=file, source=SOURCE).state == State.DONE
    assert SalesImport.objects.count() == 1


def test_a_file_of_strangers_replaces_nothing(li, taken):
    taken(row("1001", 100))
    file = taken(row("77", 5))
    assert file.outcome == {"refusal": "rows-none"} and file.problem
    assert counting() == {"1001": 100}


def test_taken_back_the_version_before_counts_again(li, taken, operations):
    taken(row("1001", 100))
    file = taken(row("1001", 120))
    assert flow.undo(file=file, source=SOURCE, by=operations) == {"version": 1}
    assert counting() == {"1001": 100}
    file.refresh_from_db()
    assert (file.state, file.undone_by) == (State.UNDONE, operations)
    assert file.sales_import.state == SalesImport.State.UNDONE
    assert SalesWeek.objects.count() == 2


def test_versions_that_were_taken_back_are_passed_over(li, taken, operations):
    files = [taken(row("1001", amount)) for amount in (100, 110, 120)]
    flow.undo(file=files[2], source=SOURCE, by=operations)
    files.append(taken(row("1001", 130)))
    flow.undo(file=files[3], source=SOURCE, by=operations)
    assert counting() == {"1001": 110}
    assert versions.current(WEEK).version == 2
    with pytest.raises(Refusal) as refused:
        flow.undo(file=files[0], source=SOURCE, by=operations)
    assert refused.value.code == "version-not-current"


def test_the_only_version_taken_back_leaves_the_week_unknown(li, taken, operations):
    file = taken(row("1001", 100))
    assert flow.undo(file=file, source=SOURCE, by=operations) == {"version": None}
    assert counting() == {} and versions.current(WEEK) is None
    assert taken(row("1001", 90)).sales_import.version == 2


def test_only_operations_takes_a_week_back(li, taken, manager):
    file = taken(row("1001", 100))
    with pytest.raises(Refusal) as refused:
        versions.undo(sales_import=file.sales_import, by=manager)
    assert refused.value.code == "not-allowed"


def test_decisions_keep_their_evidence_when_a_week_is_replaced_and_taken_back(
    li, taken, operations
):
    install_sample_rules()
    Requirement.objects.exclude(kind="effective_orders").delete()
    taken(row("1001", 100))
    evaluate(on=WEEK + timedelta(weeks=1))
    proposal = Proposal.objects.get()
    approve(proposal=proposal, by=operations)
    evidence, week = proposal.evaluation.evidence, SalesWeek.objects.get()
    assert evidence[0]["met"] and evidence[0]["source"]

    file = taken(row("1001", 0))
    flow.undo(file=file, source=SOURCE, by=operations)
    taken(row("1001", 1))
    proposal.refresh_from_db()
    week.refresh_from_db()
    assert (proposal.state, proposal.evaluation.evidence) == ("approved", evidence)
    assert (week.net, week.effective_orders, week.sales_import.version) == (100, 10, 1)


def test_a_locked_week_is_refused_at_the_look_and_at_the_end(li, bring, ask, operations):
    file = ask(flow.ask_look, bring(row("1001", 100)))
    period.lock(week=WEEK, by=operations)
    file = ask(flow.ask_take, file)
    assert (file.state, file.outcome) == (State.ASKED, {"refusal": "week-locked"})
    assert ask(flow.ask_look, file).outcome == {"refusal": "week-locked"}
    assert not SalesImport.objects.exists()


def test_the_command_keeps_its_file_so_that_rows_can_be_linked_later(li):
    data = "\n".join([HEADER, row("1001", 100), row("77", 5)]).encode()
    result = bring(data=data, name="week.csv", week=WEEK, complete=True, dry_run=True)
    assert not SalesFile.objects.exists()
    assert bring(data=data, name="week.csv", week=WEEK, complete=True) == result
    file = SalesFile.objects.get()
    assert (file.state, file.outcome["unmatched"]) == (State.DONE, 1)
    assert HeldRow.objects.get().sales_import == file.sales_import


def test_progress_is_told_while_the_file_is_read(bring):
    told = []
    file = bring(*[row(f"X{at}", 5) for at in range(1100)])
    flow.look(file=file, source=SOURCE, progress=lambda *step: told.append(step))
    assert told == [(0, 1100), (500, 1100), (1000, 1100), (1100, 1100)]
