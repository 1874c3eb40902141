"""`question_statistics`: the figures of a quiz or of a marks file, in the promised form."""

import json
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from assessments.statistics.marks_file import read_marks
from school.lib.refusal import Refusal
from tests.assessments import cast, crowd

EXAM = ["attempts", "mean", "median", "standard_deviation", "skewness", "kurtosis", "alpha"]
EXAM += ["error_ratio", "standard_error", "questions"]
QUESTION = ["name", "facility", "standard_deviation", "discrimination", "efficiency"]
QUESTION += ["intended_weight", "effective_weight"]
MARKS = "Q1,Q2,Q3\n1,1,2\n1,1,2\n1,0,2\n1,0,0\n0,0,0\n"


def asked(capsys, *args) -> dict:
    call_command("question_statistics", *args, "--json")
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def file(tmp_path):
    def write(text: str, encoding: str = "utf-8") -> str:
        path = tmp_path / "marks.csv"
        path.write_bytes(text.encode(encoding))
        return str(path)

    return write


def test_an_exam_sat_on_paper(capsys, file):
    found = asked(capsys, "--marks", file(MARKS))
    assert list(found) == EXAM
    assert [list(question) for question in found["questions"]] == [QUESTION] * 3
    assert (found["attempts"], found["mean"]) == (4, 50)
    assert found["alpha"] == pytest.approx(67.5)
    assert [question["name"] for question in found["questions"]] == ["Q1", "Q2", "Q3"]


def test_in_words(capsys, file):
    call_command("question_statistics", "--marks", file(MARKS))
    said = capsys.readouterr().out
    assert "Internal consistency (alpha), %: 67.50" in said
    assert "Q3" in said


def test_no_figure_is_a_null(capsys, file):
    found = asked(capsys, "--marks", file("Q1\n1\n1\n"))
    assert found["alpha"] is None
    assert found["questions"][0]["discrimination"] is None


@pytest.mark.django_db
@pytest.mark.parametrize("named", ["C1/quiz", "c1/quiz", "key"])
def test_a_quiz_by_course_and_slug_or_by_its_key(capsys, course, named):
    quiz = cast.quiz(course, questions=[cast.single()])
    people = crowd.leaders(3)
    crowd.sit(quiz, people, questions=2, right=lambda who, at: who > at)
    crowd.sit(quiz, people[:1], questions=2, number=2)
    name = str(quiz.translation_key) if named == "key" else named
    found = asked(capsys, name)
    assert (found["attempts"], found["mean"]) == (3, 50)
    assert asked(capsys, name, "--attempts", "all")["attempts"] == 4


@pytest.mark.django_db
@pytest.mark.parametrize("named", ["C1/none", "C9/quiz", "nothing", str(UUID(int=4))])
def test_a_quiz_that_is_not_there(capsys, course, named):
    cast.quiz(course, questions=[cast.single()])
    with pytest.raises(SystemExit):
        asked(capsys, named)
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "quiz-unknown"


def test_either_a_quiz_or_a_file():
    with pytest.raises(CommandError):
        call_command("question_statistics")


# --- the file ----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_files_as_people_save_them(file, encoding):
    text = "姓名;题一;题二\r\n满分;2;１\r\n李梅;1.5;1\r\n\r\n;0;\r\n"
    sheet = read_marks(text.encode(encoding))
    assert [column.name for column in sheet.columns] == ["题一", "题二"]
    assert (sheet.size, sheet.out_of) == (2, [30, 30])
    assert sheet.totals == [25, 0]


def test_columns_without_a_maximum_are_no_questions():
    sheet = read_marks(b"Q1,Class,Q2\n1,,1\n1,12,0\n0,13,1\n")
    assert [column.name for column in sheet.columns] == ["Q1", "Q2"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "marks-empty"),
        ("Q1\n1\n", "marks-empty"),
        ("Name\nmax\nLi\n", "marks-empty"),
        ("Q1,Q2\n1,1O\n1,1\n", "mark-unreadable"),
        ("Q1\n1\none\n", "mark-unreadable"),
        ("Q1\n1\nnan\n", "mark-unreadable"),
        ("Q1\n1\n1e400\n", "mark-unreadable"),
        ("Q1\n1\n0.00000001\n", "mark-unreadable"),
        ("Q1\n1\n2\n", "mark-too-high"),
    ],
)
def test_what_would_have_to_be_guessed_is_refused(text, code):
    with pytest.raises(Refusal) as refusal:
        read_marks(text.encode())
    assert refusal.value.code == code


def test_a_refusal_names_line_and_question():
    with pytest.raises(Refusal) as refusal:
        read_marks(b"Q1,Q2\n1,1\n\n1,5\n")
    assert str(refusal.value) == "Line 4, “Q2”: 5 is more than the maximum, 1."
