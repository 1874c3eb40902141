"""The commands: one JSON object of the agreed shape, sentences without it, clean refusals."""

import json

import pytest
from django.core.management import CommandError, call_command

from school.jobs import job
from school.people.models import Leader
from school.standing.models import CohortRun, Proposal, SalesImport, Standing, TierChange
from tests import cast
from tests.standing.conftest import MONDAY, leaders, sell_four_weeks
from tests.standing.test_cohort import CHECK_LIST

pytestmark = pytest.mark.django_db
SALES = (
    "ID,总订单量,有效订单量,有效订单金额（元）,退款总金额（元）\n1001,12,10,300.5,0\n9,1,1,1,0\n"
)


@pytest.fixture
def file_of(tmp_path):
    def write(text: str, name: str = "file.csv") -> str:
        file = tmp_path / name
        file.write_text(text)
        return str(file)

    return write


def ask(capsys, *command: str) -> dict:
    call_command(*command, "--json")
    return json.loads(capsys.readouterr().out)


def test_import_sales_answers_in_the_agreed_shape(capsys, file_of, region):
    cast.leader(region=region, code="1001")
    answer = ask(capsys, "import_sales", file_of(SALES), "--week", "2026-03-02", "--complete")
    assert answer.pop("unmatched")[0]["leader_id"] == "9"
    assert answer == {
        "week": "2026-03-02",
        "rows": 2,
        "accepted": 1,
        "rejected": [],
        "warnings": [],
        "absent_as_zero": 0,
        "total_net": 300.5,
    }
    assert SalesImport.objects.get().complete


def test_import_sales_refuses_another_day_than_monday(capsys, file_of):
    with pytest.raises(SystemExit) as ended:
        ask(capsys, "import_sales", file_of(SALES), "--week", "2026-03-03")
    assert ended.value.code == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "week-not-monday" and "2026-03-02" in error["message"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["import_sales", "nowhere.csv", "--week", "2026-03-02"], "file-unreadable"),
        (["import_roster", "nowhere.csv"], "file-unreadable"),
        (["place_cohorts", "--on", "yesterday"], "date-invalid"),
        (["evaluate_standing", "--on", "2026-01-01"], "rules-missing"),
    ],
)
def test_refusals_are_json_with_json_and_a_sentence_without(capsys, arguments, code):
    with pytest.raises(SystemExit):
        ask(capsys, *arguments)
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == code
    with pytest.raises(CommandError, match=r".+"):
        call_command(*arguments)


def test_a_bad_file_is_refused(capsys, file_of):
    with pytest.raises(CommandError):
        call_command("import_roster", file_of("a,b\n1,2\n"))


def test_import_roster_answers_in_the_agreed_shape_and_begins_histories(capsys, file_of):
    header = "团长编号,姓名,手机号,城市,区域,等级\n"
    roster = "1,李梅,13800000001,长沙,岳麓,进阶\n2,王芳,13800000002,长沙,岳麓,\n"
    answer = ask(capsys, "import_roster", file_of(header + roster))
    assert answer == {
        "rows": 2,
        "created": 2,
        "updated": 0,
        "merged": 0,
        "conflicts": [],
        "rejected": [],
        "regions_created": ["长沙", "长沙 · 岳麓"],
        "warnings": [],
    }
    change = TierChange.objects.get()
    assert (change.leader.code, change.from_tier, change.to_tier_id) == ("1", None, "advanced")
    tiers = dict(Standing.objects.values_list("leader__code", "tier"))
    assert tiers == {"1": "advanced", "2": "preparatory"}


def test_a_later_roster_does_not_move_anybody(capsys, file_of, rules):
    roster = "团长编号,姓名,手机号,等级\n1,李梅,13800000001,{}\n"
    ask(capsys, "import_roster", file_of(roster.format("普通")))
    ask(capsys, "import_roster", file_of(roster.format("核心")))
    assert Standing.objects.get().tier_id == "ordinary"
    assert [str(rate) for rate in TierChange.objects.values_list("rate", flat=True)] == ["0.1200"]


def test_place_cohorts_answers_in_the_agreed_shape(capsys, region, tiers):
    sell_four_weeks(dict(zip(leaders(10, region=region), CHECK_LIST, strict=True)))
    assert ask(capsys, "place_cohorts", "--on", MONDAY.isoformat()) == {
        "on": "2026-03-30",
        "population": 10,
        "head": 2,
        "middle": 5,
        "tail": 3,
        "new": 0,
        "frozen": 0,
        "moved": [],
    }


def test_evaluate_standing_answers_in_the_agreed_shape(capsys, rules, region):
    leader = cast.leader(region=region, code="1001")
    rules.requirements.exclude(kind="group_size").delete()
    answer = ask(capsys, "evaluate_standing", "--on", MONDAY.isoformat())
    assert answer == {
        "on": "2026-03-30",
        "rules_version": 1,
        "evaluated": 1,
        "proposals": [
            {
                "leader": "1001",
                "from": "preparatory",
                "to": "ordinary",
                "outcome": "promote",
                "evidence": [
                    {
                        "requirement": "group_size",
                        "value": 120,
                        "threshold": 100,
                        "met": True,
                        "source": "leader.group_members",
                    }
                ],
            }
        ],
    }
    assert Proposal.objects.get().leader == leader


def test_dry_runs_leave_nothing(capsys, file_of, rules, region):
    cast.leader(region=region, code="1001")
    ask(capsys, "import_sales", file_of(SALES), "--week", "2026-03-02", "--dry-run")
    ask(capsys, "import_roster", file_of("姓名,手机号\n李梅,13800000001\n"), "--dry-run")
    ask(capsys, "place_cohorts", "--dry-run")
    ask(capsys, "evaluate_standing", "--dry-run")
    assert Leader.objects.count() == 1
    assert not any(model.objects.exists() for model in (SalesImport, CohortRun, Proposal, Standing))


def test_without_json_they_speak_in_sentences(capsys, file_of, rules, region):
    leader = cast.leader(region=region, code="1001")
    call_command("import_sales", file_of(SALES), "--week", "2026-03-02", "--dry-run")
    call_command("import_roster", file_of(f"团长编号,姓名,手机号\n1001,{leader.name},1.38E+10\n"))
    call_command("place_cohorts")
    call_command("evaluate_standing")
    said = capsys.readouterr().out
    assert "2026-03-02" in said and "1.38E+10" in said and "%(" not in said


def test_the_regular_work_places_and_evaluates(rules, region, django_capture_on_commit_callbacks):
    cast.leader(region=region)
    for kind in ("standing.place_cohorts", "standing.evaluate"):
        with django_capture_on_commit_callbacks(execute=True):
            asked = job.enqueue(kind=kind)
        asked.refresh_from_db()
        assert (asked.state, asked.problem) == ("done", "")
    assert CohortRun.objects.current().count() == 1
    assert asked.result["evaluated"] == 1
