"""Questions into the bank, out of it, and back again."""

import json
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import gettext
from PIL import Image

from assessments import attempt as attempts
from assessments import exporting, importing, taking_back
from assessments.formats import csv, qti, xlsx
from assessments.models import Category, Question, QuestionImport, QuizItem
from school.jobs import job
from school.jobs.models import Job
from school.lib.refusal import Refusal
from tests.assessments import cast
from tests.assessments.formats import drawn

pytestmark = pytest.mark.django_db

TABLE = """题型,题干,选项A,选项B,选项C,答案,解析,难度,知识点,分值,编号
单选题,鸡蛋放在哪里？,冷藏,常温,日晒,a,放冰箱,易,生鲜,2,egg-1
多选题,哪些是水果？,苹果,鸡蛋,梨,A、C,,,,,
判断题,地球是圆的。,,,,√,,,,,
填空题,首都是____。,,,,北京；北京市,,,,,
数字题,佣金是多少？,,,,25000±10 元,,,,,
单选题,没有答案的题,一,二,,,,,,,
"""


def brought(text: str = TABLE, name: str = "秋季题库.csv", **options) -> QuestionImport:
    return importing.import_questions(data=text.encode(), name=name, **options)


def refused(call, *args, **options) -> str:
    with pytest.raises(Refusal) as refusal:
        call(*args, **options)
    return refusal.value.code


# --- in -----------------------------------------------------------------------------------------


def test_a_table_goes_into_the_bank():
    row = brought()
    assert (row.format, row.read, row.imported, row.state) == ("csv", 6, 5, "done")
    assert row.by_kind == {
        "single": 1, "multiple": 1, "truefalse": 1, "shorttext": 1, "number": 1,
    }  # fmt: skip
    assert [(p["line"], p["code"]) for p in row.problems] == [(7, "answer-missing")]
    egg = Question.objects.get(code="egg-1")
    assert (egg.text, egg.feedback, str(egg.mark), egg.state) == (
        "鸡蛋放在哪里？", "放冰箱", "2.00", "ready",
    )  # fmt: skip
    assert egg.category.name == "秋季题库"
    assert egg.locale.language_code == "zh-hans"
    assert sorted(tag.name for tag in egg.tags.all()) == ["生鲜", "难度:易"]
    assert [(a.text, int(a.fraction)) for a in egg.answers.all()] == [
        ("冷藏", 100), ("常温", 0), ("日晒", 0),
    ]  # fmt: skip
    assert egg.latest_revision is not None


def test_true_and_false_are_said_in_the_language_of_the_question():
    brought("题型,题干,答案\n判断题,地球是圆的。,错\n")
    question = Question.objects.get()
    with translation.override("zh-hans"):
        words = [gettext("True"), gettext("False")]
    assert [(a.text, int(a.fraction)) for a in question.answers.all()] == [
        (words[0], 0),
        (words[1], 100),
    ]


def test_categories_lie_inside_the_one_that_was_named():
    brought("题干,答案,分类\n天是蓝的,对,生鲜/蛋\n", category="总库/2026")
    assert Question.objects.get().category.names() == ("总库", "2026", "生鲜", "蛋")
    brought("题干,答案,分类\n地是平的,错,生鲜/蛋\n", category="总库/2026")
    assert Category.objects.count() == 4


def test_the_same_number_makes_a_new_version():
    brought()
    first = Question.objects.get(code="egg-1")
    row = brought(TABLE.replace("放在哪里", "应该放在哪里"))
    second = Question.objects.get(code="egg-1")
    assert (second.pk, second.translation_key) == (first.pk, first.translation_key)
    assert second.text == "鸡蛋应该放在哪里？"
    assert [a.translation_key for a in second.answers.all()] == [
        a.translation_key for a in first.answers.all()
    ]
    entry = row.questions.get(question=second)
    assert entry.before.as_object().text == "鸡蛋放在哪里？"
    assert not entry.is_new


def test_the_same_number_can_be_left_alone(trainer):
    brought()
    row = importing.start(
        data=TABLE.replace("放在哪里", "在哪").encode(),
        name="b.csv", code="auto", by=trainer, known="skip",
    )  # fmt: skip
    importing.enqueue(question_import=row, by=trainer)
    row = importing.run(QuestionImport.objects.get(pk=row.pk))
    assert Question.objects.get(code="egg-1").text == "鸡蛋放在哪里？"
    assert "code-known" in {problem["code"] for problem in row.problems}


def test_two_questions_of_one_file_are_never_versions_of_each_other():
    row = brought("题干,答案,编号\n天是蓝的,对,q1\n地是平的,错,q1\n")
    assert row.imported == 2
    assert [(p["line"], p["code"]) for p in row.problems] == [(3, "code-doubled")]
    assert set(Question.objects.values_list("text", "code")) == {
        ("天是蓝的", "q1"),
        ("地是平的", ""),
    }


def test_the_same_number_in_two_languages_is_one_question():
    brought("题干,选项A,选项B,答案,编号\n选哪个,甲,乙,A,q1\n")
    brought("stem,option A,option B,answer,code\nWhich,first,second,A,q1\n")
    chinese, english = Question.objects.order_by("pk")
    assert chinese.translation_key == english.translation_key
    assert [a.translation_key for a in chinese.answers.all()] == [
        a.translation_key for a in english.answers.all()
    ]


def test_pictures_become_images_of_the_cms():
    png = BytesIO()
    Image.new("RGB", (8, 8), "orange").save(png, "PNG")
    question = drawn.ParsedQuestion(
        "single", '<p>Look: <img src="@@PLUGINFILE@@/egg.png" alt=""></p>', "html",
        answers=[drawn.answer("a", drawn.HUNDRED), drawn.answer("b", drawn.HUNDRED * 0)],
        pictures={"egg.png": png.getvalue()},
    )  # fmt: skip
    data = qti.write([question])
    importing.import_questions(data=data, name="p.zip")
    kept = Question.objects.get()
    assert kept.text == "Look:"
    assert kept.picture.file.read() == png.getvalue()
    (back,) = qti.read(exporting.export(code="qti").data).questions
    assert back.pictures == {"egg.png": png.getvalue()}


def test_what_can_not_be_asked_yet_goes_in_as_a_draft(monkeypatch):
    from assessments.kinds.single import Single

    monkeypatch.setattr(Single, "problem", lambda *_args: "Something is missing.")
    row = brought("题干,选项A,选项B,答案\n选哪个,甲,乙,A\n")
    assert Question.objects.get().state == "draft"
    assert [(p["code"], p["message"]) for p in row.problems] == [
        ("draft", "It went in as a draft: Something is missing.")
    ]


def test_looking_changes_nothing():
    outcome, prepared = importing.look(importing.read_questions(TABLE.encode(), "a.csv"))
    assert (outcome.read, outcome.imported, len(prepared)) == (6, 5, 5)
    assert not Question.objects.exists()
    assert not Category.objects.exists()


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "file-empty"), (b"  \n", "file-empty"), (b"nothing that we know", "format-unknown")],
)
def test_what_is_no_file_of_questions_is_refused(data, code):
    assert refused(importing.read_questions, data, "a.txt") == code


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(importing, "LARGEST", 10)
    assert refused(importing.read_questions, b"x" * 11, "a.csv") == "file-too-large"


# --- in a job -----------------------------------------------------------------------------------


def test_the_job_takes_them_in_and_tells_how_far_it_is(trainer):
    row = importing.start(data=TABLE.encode(), name="a.csv", code="auto", by=trainer)
    assert (row.state, row.imported, Question.objects.count()) == ("preview", 5, 0)
    importing.enqueue(question_import=row, by=trainer)
    job.run(Job.objects.get().pk)
    row.refresh_from_db()
    assert (row.state, row.imported) == ("done", 5)
    assert (row.job.state, row.job.done, row.job.total) == ("done", 5, 5)
    assert Question.objects.first().author == trainer


def test_an_import_starts_once(trainer):
    row = importing.start(data=TABLE.encode(), name="a.csv", code="auto", by=trainer)
    importing.enqueue(question_import=row, by=trainer)
    assert refused(importing.enqueue, question_import=row, by=trainer) == "import-started"


def test_cut_off_it_goes_on_after_the_last_whole_batch(trainer, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    row = importing.start(data=TABLE.encode(), name="a.csv", code="auto", by=trainer)
    row.state = "running"
    row.by_kind, row.imported, row.problems = {}, 0, []
    row.save()

    def cut(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.run(row, cut)
    assert Question.objects.count() == 2
    row = importing.run(QuestionImport.objects.get(pk=row.pk))
    assert Question.objects.count() == row.imported == sum(row.by_kind.values()) == 5
    assert [p["code"] for p in row.problems] == ["answer-missing"]


# --- back ---------------------------------------------------------------------------------------


def test_taking_back_removes_what_nobody_uses(course, leader):
    row = brought()
    used = Question.objects.get(code="egg-1")
    cast.quiz(course, questions=[used])
    undone = taking_back.undo(question_import=row)
    assert (undone.state, undone.removed, undone.retired) == ("undone", 4, 1)
    assert list(Question.objects.values_list("code", "state")) == [("egg-1", "retired")]


def test_a_question_that_was_asked_is_kept(course, leader):
    row = brought()
    page = cast.quiz(course, questions=[Question.objects.get(code="egg-1")])
    attempts.start(leader=leader, quiz=page)
    page.items.all().delete()
    taking_back.undo(question_import=row)
    assert Question.objects.get().state == "retired"


def test_taking_back_gives_a_changed_question_its_old_words():
    brought()
    row = brought(TABLE.replace("放在哪里", "应该放在哪里"))
    taking_back.undo(question_import=row)
    question = Question.objects.get(code="egg-1")
    assert question.text == "鸡蛋放在哪里？"
    assert [a.text for a in question.answers.all()] == ["冷藏", "常温", "日晒"]


def test_an_import_is_taken_back_once():
    row = brought()
    taking_back.undo(question_import=row)
    assert refused(taking_back.undo, question_import=row) == "import-not-done"


def test_categories_that_the_import_made_and_left_empty_go_too():
    own = Category.objects.create(name="生鲜")
    row = brought(TABLE, category="生鲜/新的/更新")
    assert list(Category.objects.filter(pk__in=row.drawers).values_list("name", flat=True))[:2] == [
        "新的", "更新"
    ]  # fmt: skip
    taking_back.undo(question_import=row)
    assert list(Category.objects.all()) == [own]


def test_a_category_that_somebody_uses_meanwhile_stays(course):
    row = brought(category="新的")
    made = Category.objects.get(name="新的")
    cast.single(category=made)
    other = brought(category="另一个")
    drawn = Category.objects.get(name="另一个")
    quiz = cast.quiz(course, questions=[cast.single()])
    quiz.items.add(QuizItem(category=drawn, count=1, sort_order=9))
    quiz.save()
    for one in (row, other):
        taking_back.undo(question_import=one)
    assert {made, drawn} <= set(Category.objects.all())


def test_taking_back_that_was_cut_off_goes_on_where_it_stopped(monkeypatch):
    monkeypatch.setattr(taking_back, "BATCH", 2)
    row = brought()
    row.state = "back"
    row.save()

    def cut(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        taking_back.run(row, cut)
    assert Question.objects.count() == 3
    told = []
    row = taking_back.run(
        QuestionImport.objects.get(pk=row.pk), lambda done, total: told.append((done, total))
    )
    assert (row.state, row.removed, told) == ("undone", 5, [(0, 3), (2, 3)])
    assert not Question.objects.exists()


def test_what_was_retired_is_counted_once_though_the_work_was_cut_off(course, monkeypatch):
    monkeypatch.setattr(taking_back, "BATCH", 1)
    row = brought()
    cast.quiz(course, questions=[Question.objects.get(code="egg-1")])
    row.state = "back"
    row.save()

    def cut(done: int, total: int) -> None:
        if done == total - 1:
            raise KeyboardInterrupt

    for _time in range(2):
        with pytest.raises(KeyboardInterrupt):
            taking_back.run(QuestionImport.objects.get(pk=row.pk), cut)
    row = taking_back.run(QuestionImport.objects.get(pk=row.pk))
    assert (row.removed, row.retired) == (4, 1)


# --- commands -----------------------------------------------------------------------------------


def command(*args: str) -> dict:
    out = StringIO()
    call_command("import_questions", *args, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_command_answers_in_json(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(TABLE)
    dry = command(str(path), "--dry-run")
    assert not Question.objects.exists()
    result = command(str(path), "--category", "生鲜")
    assert result == dry
    assert list(result) == ["format", "read", "imported", "by_kind", "problems"]
    with translation.override("en"):
        message = gettext("The answer is missing.")
    assert {name: result[name] for name in ("format", "read", "imported")} == {
        "format": "csv",
        "read": 6,
        "imported": 5,
    }
    assert result["by_kind"] == dict.fromkeys(
        ["single", "multiple", "truefalse", "shorttext", "number"], 1
    )
    (problem,) = result["problems"]
    assert list(problem) == ["line", "code", "message"]
    assert (problem["line"], problem["code"]) == (7, "answer-missing")
    assert problem["message"] in (message, gettext("The answer is missing."))
    assert Question.objects.get(code="egg-1").category.name == "生鲜"


def test_the_command_writes_and_reads_a_file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(TABLE)
    command(str(path), "--category", "生鲜")
    out = tmp_path / "out.xlsx"
    call_command(
        "export_questions", "--category", "生鲜", "--format", "xlsx", "-o", str(out),
        stdout=StringIO(),
    )  # fmt: skip
    parsed = xlsx.read(out.read_bytes())
    assert (parsed.read, len(parsed.questions), parsed.problems) == (5, 5, [])
    assert {q.category for q in parsed.questions} == {("生鲜",)}


def test_the_export_answers_in_json_and_says_what_it_left_out(tmp_path):
    cast.single(category=cast.category("生鲜"))
    cast.place(category=cast.category("生鲜"), text="Where?")
    out = StringIO()
    args = ["--category", "生鲜", "--format", "gift", "-o", str(tmp_path / "out.txt")]
    call_command("export_questions", *args, "--json", "--dry-run", stdout=out)
    assert not (tmp_path / "out.txt").exists()
    left_out = [{"kind": "place", "text": f"Where? ({code})"} for code in ("zh-hans", "en")]
    assert json.loads(out.getvalue()) == {"format": "gift", "written": 2, "left_out": left_out}
    call_command("export_questions", *args, stdout=StringIO())
    assert (tmp_path / "out.txt").exists()


def test_a_category_that_there_is_not(tmp_path, capsys):
    args = ["--category", "没有", "--format", "gift", "-o", str(tmp_path / "out.txt")]
    with pytest.raises(SystemExit):
        call_command("export_questions", *args, "--json")
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "category-unknown"
    assert not (tmp_path / "out.txt").exists()


# --- round trips --------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["csv", "xlsx", "qti", "qti3", "moodlexml", "gift"])
def test_from_the_bank_to_a_file_and_back(code):
    whole = TABLE.replace("单选题,没有答案的题,一,二,,,,,,,\n", "")
    brought(whole.replace(" 元", "") if code == "gift" else whole)
    before = [_without(code, q) for q in exporting.parsed_questions()]
    out = exporting.export(code=code)
    assert out.left_out == []
    Question.objects.all().delete()
    Category.objects.all().delete()
    row = importing.import_questions(data=out.data, name=out.name)
    assert (row.imported, row.problems) == (5, [])
    assert [_without(code, q) for q in exporting.parsed_questions()] == before


def _without(code: str, question: drawn.ParsedQuestion) -> dict:
    """What the format can say: GIFT knows no marks and no units."""
    said = drawn.said(question)
    return said | {"mark": None} if code == "gift" else said


def test_what_a_format_can_not_say_is_named():
    brought("题型,题干,选项A,选项B,选项C\n排序题,排好,一,二,三\n")
    out = exporting.export(code="gift")
    assert [q.text for q in out.left_out] == ["排好"]
    assert csv.read(exporting.export(code="csv").data).read == 1
