"""Question banks as trainers and quiz sites keep them in tables."""

from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from assessments.formats import csv, guess, xlsx
from assessments.formats.question import Parsed, ParsedAnswer, ParsedQuestion
from tests.assessments.formats.drawn import questions
from tests.lib import files

HEADER = "题型,题干,选项A,选项B,选项C,选项D,答案,解析\n"
RIGHT = Decimal(100)


def read(text: str, header: str = HEADER) -> Parsed:
    return csv.read((header + text).encode())


def one(text: str, header: str = HEADER):
    parsed = read(text, header)
    assert [p for p in parsed.problems if p.cost] == []
    (question,) = parsed.questions
    return question


def code(text: str, header: str = HEADER) -> tuple[int, str]:
    """The line and code of the only problem of a file without questions."""
    parsed = read(text, header)
    assert (parsed.questions, parsed.read) == ([], 1)
    (problem,) = parsed.problems
    return problem.line, problem.code


def right(question) -> list[str]:
    return [answer.text for answer in question.answers if answer.fraction > 0]


# --- answers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    ["B", "b", "Ｂ", "ｂ", " B ", "（B）", "B.", "答案：B", "选B", "2", "乙", "B.乙", "B、乙", "②"],
)
def test_a_single_answer_in_every_way_of_naming_it(answer):
    question = one(f"单选题,问,甲,乙,丙,丁,{answer},\n")
    assert (question.kind, right(question)) == ("single", ["乙"])


@pytest.mark.parametrize(
    "answer",
    ["ABD", "abd", "ＡＢＤ", '"A,B,D"', "A、B、D", "A，B、D", "A B D", "A/B/D", "A;B;D", "BDA",
     "AABD", "甲、乙、丁", '"1,2,4"', "A.甲；B.乙；D.丁"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["多选题", "多项选择", "不定项选择题", ""])
def test_several_answers_with_and_without_separators(kind, answer):
    question = one(f"{kind},问,甲,乙,丙,丁,{answer},\n")
    assert (question.kind, right(question)) == ("multiple", ["甲", "乙", "丁"])
    assert [a.fraction for a in question.answers if a.text == "丙"] == [-RIGHT]


@pytest.mark.parametrize(
    ("answer", "truth"),
    [(word, True) for word in "正确 对 是 √ ✓ T t TRUE Ｔ 1 A".split()]  # noqa: SIM905
    + [(word, False) for word in "错误 错 否 × ✗ x F false 0 B".split()],  # noqa: SIM905
)
def test_true_and_false_in_every_sign(answer, truth):
    question = one(f"判断题,问,,,,,{answer},\n")
    assert question.kind == "truefalse"
    assert [(a.text, a.fraction) for a in question.answers] == [
        ("true", RIGHT if truth else 0), ("false", 0 if truth else RIGHT),
    ]  # fmt: skip


def test_true_and_false_as_choices_are_named_by_letter():
    assert right(one("判断题,问,错,对,,,B,\n")) == ["true"]
    assert right(one(",问,正确,错误,,,B,\n")) == ["false"]


def test_empty_choices_keep_their_letters():
    assert right(one("单选题,问,甲,,丙,丁,D,\n")) == ["丁"]


def test_wordings_that_count():
    assert right(one("填空题,首都是____,,,,,北京；北京市|Peking,\n")) == [
        "北京",
        "北京市",
        "Peking",
    ]
    assert right(one("填空题,分号,,,,,a\\；b,\n")) == ["a；b"]


def test_several_blanks_are_a_text_with_gaps():
    question = one("填空题,____是（  ）的首都,,,,,北京/北京市；中国,\n")
    assert (question.kind, question.text) == ("cloze", "[[1]]是[[2]]的首都")
    assert [right(gap) for gap in question.gaps] == [["北京", "北京市"], ["中国"]]
    assert code("填空题,____和____,,,,,一；二；三,\n") == (2, "gaps-differ")


@pytest.mark.parametrize(
    ("answer", "value", "off", "unit"),
    [
        ("25000", 25000, 0, ""), ("25000元", 25000, 0, "元"), ('"25,000"', 25000, 0, ""),
        ("2.5万元", 25000, 0, "元"), ("3.14±0.01", "3.14", "0.01", ""), ("3~5", 4, 1, ""),
        ("-2.5", "-2.5", 0, ""), ("８０%", 80, 0, "%"),
    ],
)  # fmt: skip
def test_numbers(answer, value, off, unit):
    (given,) = one(f"数字题,问,,,,,{answer},\n").answers
    assert (given.value, given.tolerance, given.unit) == (Decimal(value), Decimal(off), unit)


def test_pairs_orders_and_what_a_person_marks():
    pairs = one("匹配题,连,鸡蛋=>生鲜,苹果＝水果,,,,\n")
    assert [(a.text, a.match) for a in pairs.answers] == [("鸡蛋", "生鲜"), ("苹果", "水果")]
    assert [a.text for a in one("排序题,排,一,二,三,,CAB,\n").answers] == ["三", "一", "二"]
    essay = one("简答题,谈谈,,,,,要点一,\n")
    assert (essay.kind, essay.extra) == ("essay", {"graderinfo": "要点一"})


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("单选题,问,甲,乙,,,,\n", "answer-missing"),
        ("单选题,问,甲,乙,,,E,\n", "answer-unknown"),
        ("单选题,问,甲,乙,,,AB,\n", "single-several"),
        ("单选题,问,甲,,,,A,\n", "choices-missing"),
        ("投票题,问,甲,乙,,,A,\n", "kind-unknown"),
        (",,甲,乙,,,A,\n", "text-missing"),
        ("判断题,问,,,,,也许,\n", "answer-unknown"),
        ("数字题,问,,,,,很多,\n", "number-unclear"),
        ("匹配题,问,甲,乙,,,,\n", "pair-unclear"),
        ("排序题,问,甲,乙,,,AC,\n", "order-unclear"),
        ("热点题,问,,,,,A,\n", "kind-place"),
    ],
)
def test_what_can_not_be_represented_is_reported_with_its_line(row, expected):
    assert code(row) == (2, expected)


# --- columns ------------------------------------------------------------------------------------


def test_columns_in_any_order_with_all_that_they_say():
    header = "难度,答案,D,C,B,A,知识点,分值,解析,题目内容,题目类型,所属分类,序号,试题编号\n"
    question = one("易,a,丁,丙,乙,甲,售后、生鲜,2分,因为,问,单选,总库/蛋,1,q1\n", header)
    assert [a.text for a in question.answers] == ["甲", "乙", "丙", "丁"]
    assert right(question) == ["甲"]
    assert question.tags == ("售后", "生鲜", "难度:易")
    assert (question.mark, question.general_feedback) == (2, "因为")
    assert (question.category, question.id_number) == (("总库", "蛋"), "q1")


def test_without_a_header():
    parsed = read("1,问一,甲,乙,丙,丁,a,因为\n2,问二,甲,乙,丙,丁,ABD,因\n3,问三,,,,,√,\n", "")
    assert [(q.line, q.kind, q.text) for q in parsed.questions] == [
        (1, "single", "问一"), (2, "multiple", "问二"), (3, "truefalse", "问三"),
    ]  # fmt: skip
    assert parsed.questions[0].general_feedback == "因为"


def test_headings_name_the_kind_of_what_follows():
    text = "一、判断题（每题2分）,,,,,,,\n,问,,,,,A,\n二、填空题,,,,,,,\n,首都____,,,,,A,\n"
    assert [q.kind for q in read(text).questions] == ["truefalse", "shorttext"]


def test_choices_in_one_cell_and_inside_the_question():
    question = one('问,"A.甲\nB.乙\nC.丙",C\n', "题干,选项,答案\n")
    assert ([a.text for a in question.answers], right(question)) == (["甲", "乙", "丙"], ["丙"])
    question = one("下面哪个？A.甲 B.乙 C.丙,B\n", "题干,答案\n")
    assert (question.text, right(question)) == ("下面哪个？", ["乙"])


def test_a_quotation_mark_out_of_place_costs_no_other_line():
    parsed = read('单选题,"没关,甲,乙,,,A,\n单选题,问二,甲,乙,,,B,\n')
    assert [q.line for q in parsed.questions][-1] == 3
    assert (2, "quotes") in [(p.line, p.code) for p in parsed.problems]


def test_lines_inside_a_cell():
    question = one('单选题,"第一行\n第二行",甲,乙,,,A,\n')
    assert question.text == "第一行\n第二行"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_and_delimiters(encoding, delimiter):
    text = (HEADER + "单选题,鸡蛋放在哪里,冷藏,常温,,,A,\n").replace(",", delimiter)
    (question,) = csv.read(text.encode(encoding)).questions
    assert (question.text, right(question)) == ("鸡蛋放在哪里", ["冷藏"])


# --- quiz sites ---------------------------------------------------------------------------------


def test_kahoot():
    book = files.workbook(
        ["Quiz template"],
        [None, "Add questions, at least two answer alternatives …"],
        [None, "Question - max 120 characters", "Answer 1 - max 75 characters",
         "Answer 2 - max 75 characters", "Answer 3 - max 75 characters",
         "Answer 4 - max 75 characters", "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240",
         "Correct answer(s) - choose at least one"],
        [1, "Which?", 2, 3, 4, None, 20, 2],
        [2, "Which two?", "a", "b", "c", "d", 20, "1,3"],
    )  # fmt: skip
    single, multiple = xlsx.read(book).questions
    assert (single.kind, right(single)) == ("single", ["3"])
    assert (multiple.kind, right(multiple)) == ("multiple", ["a", "c"])


def test_quizizz():
    parsed = read(
        "Text of the question (required),Question Type,Text for option 1,,,,,\n"
        "Pick,Multiple Choice,w,x,,2,30,why\n"
        'Pick all,Checkbox,w,x,y,"1,3",30,\n'
        "Fill,Fill-in-the-Blank,yes,yep,,,30,\n"
        "Say,Open-Ended,,,,,30,\n"
        "Ask,Poll,a,b,,,30,\n",
        "Question Text,Question Type,Option 1,Option 2,Option 3,Correct Answer,Time in seconds,"
        "Answer explanation\n",
    )
    assert [(q.kind, right(q)) for q in parsed.questions] == [
        ("single", ["x"]), ("multiple", ["w", "y"]), ("shorttext", ["yes", "yep"]), ("essay", []),
    ]  # fmt: skip
    assert [(p.line, p.code) for p in parsed.problems] == [(7, "kind-unknown")]


def test_wenjuanxing():
    header = "题目类型,题目内容,选项1,选项2,选项3,正确答案,分值,答案解析\n"
    question = one("单选题,问,甲,乙,丙,3,5,因为\n", header)
    assert (right(question), question.mark) == (["丙"], 5)


def test_a_right_answer_beside_wrong_ones():
    question = one(
        "Which?,r,w1,w2\n", "Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2\n"
    )
    assert (question.kind, right(question), len(question.answers)) == ("single", ["r"], 3)


# --- workbooks ----------------------------------------------------------------------------------


def test_titles_sheets_by_kind_and_hidden_ones():
    book = Workbook()
    book.active.title = "判断题"
    for row in (["2026年题库"], [], ["题干", "答案"], ["地球是圆的", "A"]):
        book.active.append(row)
    book.active.merge_cells("A1:B1")
    other = book.create_sheet("多选题")
    other.append(["题干", "A", "B", "答案"])
    other.append(["问", "甲", "乙", "A"])
    hidden = book.create_sheet("旧题")
    hidden.append(["题干", "答案"])
    hidden.append(["旧", "对"])
    hidden.sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    parsed = xlsx.read(out.getvalue())
    assert [(q.line, q.kind, q.text) for q in parsed.questions] == [
        (4, "truefalse", "地球是圆的"), (2, "multiple", "问"),
    ]  # fmt: skip
    assert [(p.code, p.cost) for p in parsed.problems] == [("sheet-hidden", False)]


def test_a_kind_merged_over_its_questions():
    book = files.workbook(
        ["题型", "题干", "答案"], ["判断题", "一", "A"], [None, "二", "B"], merged=["A2:A3"]
    )
    assert [q.kind for q in xlsx.read(book).questions] == ["truefalse", "truefalse"]


def test_percentages_are_read_as_they_are_shown():
    book = Workbook()
    book.active.append(["题干", "A", "B", "答案"])
    book.active.append(["佣金是多少", 0.05, 0.125, "A"])
    book.active["B2"].number_format, book.active["C2"].number_format = "0%", "0.0%"
    out = BytesIO()
    book.save(out)
    assert [a.text for a in xlsx.read(out.getvalue()).questions[0].answers] == ["5%", "12.5%"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "sheet-empty"),
        (b"PK\x03\x04 no archive", "sheet-unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "sheet-unreadable"),
    ],
)
def test_what_is_no_table_says_why(data, expected):
    assert [problem.code for problem in xlsx.read(data).problems] == [expected]


def test_whose_file_it_is():
    assert guess(HEADER.encode() + "单选题,问,甲,乙,,,A,\n".encode()).code == "csv"
    assert guess(files.workbook(["题干", "答案"], ["一", "对"])).code == "xlsx"


@pytest.mark.parametrize("sign", [" ", "(", "A.", "\\", "=>", "____", "1,", "；"])
def test_a_very_long_cell_takes_no_longer_than_its_size(sign):
    """Each of these would take hours with a search that begins anew at every letter."""
    cell = f'"x{sign * 30_000}x"'
    for header in (HEADER, ""):
        csv.read((header + f"匹配题,{cell},{cell},{cell},,,{cell},{cell}\n" * 2).encode())
        csv.read((header + f",{cell},,,,,{cell},{cell}\n" * 2).encode())


@pytest.mark.parametrize(
    "text", ["#1", "#A", "{a}", "{=a|b}", "a/b", "\\/", "\\#1", "\\", "|", "/"]
)
def test_a_wording_of_a_gap_that_looks_like_something_else(text):
    gaps = [
        ParsedQuestion("shorttext", "", answers=[ParsedAnswer(word, fraction=RIGHT)])
        for word in (text, "b")
    ]
    question = ParsedQuestion("cloze", "One [[1]], two [[2]].", gaps=gaps, mark=Decimal(2))
    for form in (csv, xlsx):
        (back,) = form.read(form.write([question])).questions
        assert [answer.text for gap in back.gaps for answer in gap.answers] == [text, "b"]
        assert [gap.kind for gap in back.gaps] == ["shorttext", "shorttext"]


# --- never a crash, never a silent drop ---------------------------------------------------------

_WORDS = (
    "A|AB|E|√|单选题|多选题|判断题|填空题|排序题|匹配题|数字题|投票|题干|答案|选项A|____|____（）|a=>b|="
    "|{=a/b}；#3|1|1,2|3.5±1|\\|一、单选题|A.甲 B.乙|\0|1e9999|-|"
)
_CELLS = st.sampled_from([*_WORDS.split("|"), "|", "{=a|b}；#3", '"', "9" * 400])
_ROWS = st.lists(st.lists(_CELLS | st.text(max_size=6), max_size=9), max_size=12)


def _accounted(parsed: Parsed) -> None:
    lost = sum(problem.cost and problem.line > 0 for problem in parsed.problems)
    assert parsed.read == len(parsed.questions) + lost
    for problem in parsed.problems:
        assert str(problem.message)


@given(data=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_reported(data):
    for form in (csv, xlsx):
        form.looks_like(data, "")
        _accounted(form.read(data))


@given(rows=_ROWS, delimiter=st.sampled_from(",\t;"), header=st.booleans())
def test_any_table_is_read_or_reported(rows, delimiter, header):
    text = "\n".join(delimiter.join(row) for row in rows)
    _accounted(csv.read(((HEADER.replace(",", delimiter) if header else "") + text).encode()))


@given(rows=_ROWS, header=st.booleans())
def test_any_workbook_is_read_or_reported(rows, header):
    cells = [[ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row] for row in rows]
    _accounted(xlsx.read(files.workbook(*([HEADER.strip().split(",")] if header else []), *cells)))


@given(drawn=questions(), data=st.data())
def test_a_damaged_workbook_is_read_or_reported(drawn, data):
    whole = bytearray(xlsx.write([drawn]))
    # A workbook says when it was made, so that its size is not always the same.
    for _time in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, 99_999)) % len(whole)] = data.draw(st.integers(0, 255))
    _accounted(xlsx.read(bytes(whole)))
