"""Rosters that are brought: looked at without a trace, taken over once, taken back."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from school.jobs.models import Job
from school.lib.exports import BOM
from school.lib.refusal import Refusal
from school.people.bringing import flow
from school.people.models import ColumnMemory, Leader, Region, RosterChange, RosterFile, User
from school.people.roster_files import SOURCE
from school.people.work import take_roster_back
from tests import cast

HEADER = "团长编号,姓名,手机号,城市,区域,群人数,等级"
State = RosterFile.State
pytestmark = pytest.mark.django_db


def bring(operations, *lines: str, header: str = HEADER) -> RosterFile:
    data = "\n".join([header, *lines]).encode()
    return flow.keep(source=SOURCE, data=data, name="roster.csv", by=operations)


@pytest.fixture
def ask(django_capture_on_commit_callbacks):
    """Ask for one step and let the worker do it."""

    def asked(step, file: RosterFile, by) -> RosterFile:
        with django_capture_on_commit_callbacks(execute=True):
            step(file=file, source=SOURCE, by=by)
        file.refresh_from_db()
        return file

    return asked


@pytest.fixture
def taken(operations, ask):
    def take(*lines: str) -> RosterFile:
        file = ask(flow.ask_look, bring(operations, *lines), operations)
        return ask(flow.ask_take, file, operations)

    return take


def test_a_look_tells_everything_and_changes_nothing(operations, ask, region):
    known = cast.leader("李梅", code="1", group_members=100)
    file = bring(
        operations,
        "1,李梅,,长沙,岳麓,150,",
        "2,王芳,13800000002,长沙,天心,120,普通",
        "3,赵敏,1.38E+10,,,,",
        "4,=1+1,138****0004,,,,",
    )
    file = ask(flow.ask_look, file, operations)

    assert file.state == State.CHECKED
    assert {name: file.outcome[name] for name in ("rows", "created", "changed", "same")} == {
        "rows": 4,
        "created": 1,
        "changed": 1,
        "same": 0,
    }
    assert ["People in the group", "100", "150"] in file.outcome["changes"][0]["fields"]
    assert Leader.objects.get() == known and not Region.objects.filter(name="天心").exists()
    known.refresh_from_db()
    assert known.group_members == 100


def test_the_list_of_problems_opens_in_a_spreadsheet_and_computes_nothing(operations, ask):
    file = bring(operations, "3,赵敏,1.38E+10,,,,", "=cmd|1,=1+1,138****0004,,,,", "9,,,,,@SUM,")
    file = ask(flow.ask_look, file, operations)
    with file.problem_file.open("rb") as table:
        content = table.read()
    assert content.startswith(BOM)
    lines = content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Row,Kind,Code")
    assert len(lines) == 4 and file.outcome["problem_count"] == 3
    assert not any(cell.startswith(("=", "+", "@")) for one in lines for cell in one.split(","))


def test_what_is_taken_over_is_kept_leader_by_leader(taken):
    file = taken("1,李梅,13800000001,长沙,岳麓,150,", "2,王芳,13800000002,长沙,岳麓,120,普通")
    assert file.state == State.DONE and file.done_at
    assert Leader.objects.count() == 2
    changes = RosterChange.objects.filter(roster_file=file)
    assert [(change.is_new, change.after) for change in changes] == [
        (True, {"account_is_new": True}),
        (True, {"account_is_new": True}),
    ]


def test_a_worker_that_comes_late_writes_nothing(taken):
    file = taken("1,李梅,13800000001,长沙,岳麓,150,")
    Leader.objects.update(group_members=7)
    file.state = State.RUNNING  # As it was when this worker began; another one was faster.
    assert flow.take(file=file, source=SOURCE).state == State.DONE
    assert Leader.objects.get().group_members == 7


def test_new_leaders_go_again_and_the_others_become_what_they_were(taken, operations):
    known = cast.leader("李梅", code="1", group_members=100, community="Sunshine Garden")
    file = taken("1,李小梅,,长沙,岳麓,150,", "2,王芳,13800000002,长沙,岳麓,120,")
    told = flow.undo(file=file, source=SOURCE, by=operations)

    assert told == {"removed": 1, "left": 0, "restored": 1, "kept": 0}
    known.refresh_from_db()
    assert (known.name, known.user.first_name) == ("李梅", "李梅")
    assert (known.group_members, known.region) == (100, None)
    assert not User.objects.filter(phone="+8613800000002").exists()
    assert not Region.objects.exists()
    file.refresh_from_db()
    assert (file.state, file.undone_by, file.outcome["undone"]) == (State.UNDONE, operations, told)


def test_what_something_newer_has_touched_stays(taken, operations):
    known = cast.leader("李梅", code="1", group_members=100)
    file = taken("1,李小梅,,,,150,")
    Leader.objects.filter(pk=known.pk).update(group_members=180)
    told = flow.undo(file=file, source=SOURCE, by=operations)
    known.refresh_from_db()
    assert (told["kept"], told["restored"]) == (1, 1)
    assert (known.name, known.group_members) == ("李梅", 180)


def test_a_later_roster_does_not_lose_what_it_said(taken, operations):
    known = cast.leader("李梅", code="1", group_members=100)
    first = taken("1,李梅,,,,150,")
    taken("1,李梅,,,,170,")
    flow.undo(file=first, source=SOURCE, by=operations)
    known.refresh_from_db()
    assert known.group_members == 170


def test_a_number_that_its_owner_has_proved_since_stays(taken, operations):
    known = cast.leader("李梅", code="1")
    file = taken("1,李梅,13800000099,,,,")
    User.objects.filter(pk=known.user_id).update(phone_verified_at=timezone.now())
    flow.undo(file=file, source=SOURCE, by=operations)
    known.user.refresh_from_db()
    assert known.user.phone == "+8613800000099"


def test_a_number_that_somebody_else_has_by_now_does_not_come_back(taken, operations):
    known = cast.leader("李梅", code="1")
    before = known.user.phone
    file = taken("1,李梅,13800000099,,,,")
    cast.user("Somebody new", phone=before)
    assert flow.undo(file=file, source=SOURCE, by=operations)["kept"] == 1


@pytest.mark.parametrize("what", ["logged in", "has a tier", "recommended somebody"])
def test_new_leaders_who_are_in_use_stay_as_left(taken, operations, what):
    file = taken("2,王芳,13800000002,长沙,岳麓,120," + ("普通" if what == "has a tier" else ""))
    wang = Leader.objects.get()
    if what == "logged in":
        User.objects.update(last_login=file.done_at)
    if what == "recommended somebody":
        cast.leader("赵敏", referrer=wang)
    told = flow.undo(file=file, source=SOURCE, by=operations)
    wang.refresh_from_db()
    assert (told["left"], told["removed"]) == (1, 0)
    assert (wang.status, wang.user.is_active) == (Leader.Status.LEFT, False)
    assert Region.objects.filter(name="岳麓").exists()


def test_an_account_that_was_here_before_stays(taken, operations, trainer):
    file = taken(f"2,{trainer.name},{trainer.phone},长沙,岳麓,120,")
    told = flow.undo(file=file, source=SOURCE, by=operations)
    trainer.refresh_from_db()
    assert (told["removed"], trainer.is_active) == (1, True)
    assert not Leader.objects.exists()


def test_a_roster_is_taken_back_once(taken, operations):
    file = taken("1,李梅,13800000001,长沙,岳麓,150,")
    flow.undo(file=file, source=SOURCE, by=operations)
    with pytest.raises(Refusal) as refused:
        flow.undo(file=file, source=SOURCE, by=operations)
    assert refused.value.code == "import-not-done"


def test_a_roster_of_many_is_taken_back_in_as_many_queries_as_one_of_few(
    taken, operations, django_assert_max_num_queries
):
    line = "{0},王{0},1380001{0},长沙,岳麓,120,"
    few = taken(*[line.format(at) for at in range(1000, 1002)])
    many = taken(*[line.format(at) for at in range(2000, 2060)])
    with CaptureQueriesContext(connection) as asked:
        flow.undo(file=few, source=SOURCE, by=operations)
    with django_assert_max_num_queries(len(asked)):
        flow.undo(file=many, source=SOURCE, by=operations)
    assert not Leader.objects.exists()


def test_what_the_reader_refuses_goes_back_to_the_person(operations, ask):
    file = bring(operations, "1,李梅,13800000001,,,,")
    file.columns = {"name": "城市", "city": "城市二"}
    file.save()
    file.columns = {"code": "nothing"}
    file = ask(flow.ask_look, file, operations)
    assert (file.state, file.outcome) == (State.ASKED, {"refusal": "sheet-columns-missing"})
    assert "姓名" in file.problem


def test_a_file_is_looked_at_before_it_is_taken_and_by_one_worker(operations, settings):
    settings.JOBS_INLINE = False
    file = bring(operations, "1,李梅,13800000001,,,,")
    with pytest.raises(Refusal) as refused:
        flow.ask_take(file=file, source=SOURCE, by=operations)
    assert refused.value.code == "file-not-looked-at"
    flow.ask_look(file=file, source=SOURCE, by=operations)
    with pytest.raises(Refusal) as refused:
        flow.ask_look(file=file, source=SOURCE, by=operations)
    assert refused.value.code == "file-busy"
    Job.objects.update(state=Job.State.FAILED)
    flow.ask_look(file=file, source=SOURCE, by=operations)
    assert Job.objects.filter(state=Job.State.QUEUED).count() == 1


def test_progress_is_told_while_the_file_is_read(operations):
    told = []
    lines = [f"N{at},王{at},1380001{at:04d},长沙,岳麓,120," for at in range(1100)]
    file = bring(operations, *lines)
    flow.look(file=file, source=SOURCE, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 1100), (500, 1100), (1000, 1100), (1100, 1100)]


def test_columns_are_remembered_for_files_with_the_same_headers(operations, ask):
    odd = "号,叫什么,电话号"
    first = bring(operations, "1,李梅,13800000001", header=odd)
    assert first.columns == {}
    first.columns = {"code": "号", "name": "叫什么", "phone": "电话号"}
    first = ask(flow.ask_look, first, operations)
    ask(flow.ask_take, first, operations)
    assert ColumnMemory.objects.get().name == "roster.csv"

    again = bring(operations, "2,王芳,13800000002", header=odd)
    assert again.columns == first.columns
    assert again.survey["remembered"] == "roster.csv"
    assert bring(operations, "2,王芳", header="号,叫什么").columns == {}


def test_the_command_keeps_its_file_and_reads_remembered_columns(operations, ask, tmp_path):
    file = tmp_path / "roster.csv"
    file.write_text("号,叫什么,电话号\n1,李梅,13800000001\n")
    ColumnMemory.objects.create(
        kind="roster",
        fingerprint=bring(operations, "1,1,1", header="号,叫什么,电话号").fingerprint,
        name="last.csv",
        columns={"code": "号", "name": "叫什么", "phone": "电话号"},
    )
    RosterFile.objects.all().delete()
    call_command("import_roster", str(file), "--dry-run")
    assert not Leader.objects.exists() and not RosterFile.objects.exists()
    call_command("import_roster", str(file))
    kept = RosterFile.objects.get()
    assert (kept.state, kept.by) == (State.DONE, None)
    flow.undo(file=kept, source=SOURCE, by=operations)
    assert not Leader.objects.exists()


class TestTakingBackByAWorker:
    LINE = "2,王芳,13800000002,长沙,岳麓,120,"

    def test_it_is_asked_for_and_done_by_a_job(self, taken, ask, operations):
        file = ask(flow.ask_undo, taken(self.LINE), operations)
        assert (file.state, file.undone_by) == (State.UNDONE, operations)
        assert file.outcome["undone"]["removed"] == 1
        assert file.job.kind == SOURCE.undo_kind
        assert not Leader.objects.exists()

    def test_while_a_worker_has_it_nobody_else_asks(self, taken, operations, settings):
        file = self.done(taken, settings)
        flow.ask_undo(file=file, source=SOURCE, by=operations)
        for step in (flow.ask_undo, flow.ask_look, flow.ask_take):
            with pytest.raises(Refusal) as refused:
                step(file=file, source=SOURCE, by=operations)
            assert refused.value.code == "file-busy"
        file.refresh_from_db()
        assert file.state == State.BACK
        assert Leader.objects.exists()

    def test_one_that_a_worker_gave_up_is_only_taken_back_again(
        self, taken, ask, operations, settings
    ):
        file = self.done(taken, settings)
        flow.ask_undo(file=file, source=SOURCE, by=operations)
        Job.objects.update(state=Job.State.FAILED)
        with pytest.raises(Refusal) as refused:
            flow.ask_take(file=file, source=SOURCE, by=operations)
        assert refused.value.code == "file-not-looked-at"
        settings.JOBS_INLINE = True
        assert ask(flow.ask_undo, file, operations).state == State.UNDONE

    def test_a_second_run_of_the_same_job_changes_nothing(self, taken, ask, operations):
        file = ask(flow.ask_undo, taken(self.LINE), operations)
        before = file.outcome
        assert take_roster_back(None, file_id=file.pk) == before["undone"]
        file.refresh_from_db()
        assert file.outcome == before

    def test_only_what_is_done_goes_back(self, operations):
        file = bring(operations, self.LINE)
        with pytest.raises(Refusal) as refused:
            flow.ask_undo(file=file, source=SOURCE, by=operations)
        assert refused.value.code == "import-not-done"

    def done(self, taken, settings) -> RosterFile:
        """Taken over; from now on jobs wait for a worker."""
        settings.JOBS_INLINE = True
        file = taken(self.LINE)
        settings.JOBS_INLINE = False
        return file
