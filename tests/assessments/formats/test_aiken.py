"""Aiken and its usual variations."""

from decimal import Decimal

import pytest

from assessments.formats import aiken
from tests.assessments.formats import exchange
from tests.assessments.formats.exchange import codes, only, worth


def read(text: str):
    return exchange.read(aiken, text)


def test_as_moodle_documents_it():
    question = only(aiken, "What is it?\nA) one\nB) two\nC) three\nANSWER: B\n")
    assert (question.kind, question.text, question.line) == ("single", "What is it?", 1)
    assert worth(question) == [("one", 0), ("two", 100), ("three", 0)]


@pytest.mark.parametrize(
    "mark", ["{})", "{}.", "{}) ", "({})", "（{}）", "{}、", "{}．", "{}：", "{}）"]
)
@pytest.mark.parametrize("letters", ["AB", "ab", "ＡＢ"])
def test_letters_in_all_ways(mark, letters):
    choices = [f"{mark.format(letter)} choice" for letter in letters]
    question = only(aiken, "\n".join(["Which?", *choices, "ANSWER: A"]))
    assert worth(question) == [("choice", 100), ("choice", 0)]


@pytest.mark.parametrize(
    "line",
    [
        "ANSWER: B",
        "answer:B",
        "Answer ： B",
        "ANS: B",
        "Correct answer: b",
        "答案：B",
        "正确答案: Ｂ",
        "参考答案：B. two",
        "ANSWER: B) two",
        "ANSWER: (B)",
    ],
)
def test_the_answer_in_all_ways(line):
    question = only(aiken, f"Which?\nA) one\nB) two\n{line}")
    assert worth(question) == [("one", 0), ("two", 100)]


@pytest.mark.parametrize("said", ["A, C", "AC", "A C", "A;C", "A、C", "a and c", "A & C", "ＡＣ"])
def test_several_answers_share(said):
    question = only(aiken, f"Which?\nA) a\nB) b\nC) c\nANSWER: {said}")
    assert question.kind == "multiple"
    assert worth(question) == [("a", 50), ("b", 0), ("c", 50)]


def test_three_answers_share_what_can_be_shared():
    question = only(aiken, "Which?\nA) a\nB) b\nC) c\nANSWER: ABC")
    assert {answer.fraction for answer in question.answers} == {Decimal("33.33333")}


def test_several_lines_and_blank_ones():
    question = only(
        aiken, "\n\nA long\n\nquestion?\n\nA) one\nand more\n\nB) two\n\nANSWER: A\n\n\n"
    )
    assert (question.text, question.line) == ("A long\nquestion?", 3)
    assert worth(question) == [("one\nand more", 100), ("two", 0)]


def test_an_explanation_after_the_answer():
    parsed = read(
        "一？\nA、甲\nB、乙\n答案：A\n解析：因为\n所以\n\n二？\nA、甲\nB、乙\n答案：B\n三？\nA、甲\nB、乙\n答案：B"
    )
    assert [q.general_feedback for q in parsed.questions] == ["因为\n所以", "", ""]
    assert [q.text for q in parsed.questions] == ["一？", "二？", "三？"]


@pytest.mark.parametrize(
    ("said", "truth"), [("T", 1), ("TRUE", 1), ("对", 1), ("√", 1), ("F", 0), ("错误", 0), ("×", 0)]
)
def test_true_or_false(said, truth):
    question = only(aiken, f"It is so.\nANSWER: {said}")
    assert question.kind == "truefalse"
    assert worth(question) == [("true", truth * 100), ("false", 100 - truth * 100)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Which?\nA) a\nB) b", "answer-missing"),
        ("Which?\nA) a\nB) b\nANSWER: C", "answer-unknown"),
        ("Which?\nA) a\nB) b\nANSWER: the first", "answer-unknown"),
        ("Which?\nA) a\nB) b\nANSWER:", "answer-unknown"),
        ("Which?\nA) a\nANSWER: A", "answer-missing"),
        ("Which?\nA) a\nB)\nANSWER: A", "answer-missing"),
        ("Which?\nANSWER: A", "answer-missing"),
        ("A) a\nB) b\nANSWER: A", "text-missing"),
    ],
)
def test_what_costs_a_question_costs_nothing_else(text, code):
    fine = "Fine?\nA) a\nB) b\nANSWER: A\n"
    parsed = read(f"{fine}\n{text}\n\n{fine}")
    assert codes(parsed) == [(6, code, True)]
    assert (parsed.read, len(parsed.questions)) == (3, 2)


def test_a_missing_answer_line_does_not_swallow_the_next_question():
    parsed = read("One?\nA) a\nB) b\n\nTwo?\nA) a\nB) b\nANSWER: B")
    assert codes(parsed) == [(1, "answer-missing", True)]
    assert [q.text for q in parsed.questions] == ["Two?"]


def test_letters_that_are_no_choices_are_text():
    question = only(aiken, "Which?\nB. B. King\nA. a\nD. is not next\nB. b\nANSWER: A")
    assert question.text == "Which?\nB. B. King"
    assert worth(question) == [("a\nD. is not next", 100), ("b", 0)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_files_of_all_programs(end, encoding):
    text = end.join(["几个？", "A、一", "B、二", "答案：B"])
    parsed = aiken.read(text.encode(encoding))
    assert worth(parsed.questions[0]) == [("一", 0), ("二", 100)]


def test_it_knows_its_files():
    assert aiken.looks_like(b"Which?\nA) a\nB) b\nANSWER: A", "a.txt")
    assert not aiken.looks_like(b"Which?{=a ~b}", "a.txt")
    assert not aiken.looks_like(b"A) letters\nB) only", "a.txt")
