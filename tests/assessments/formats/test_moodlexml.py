"""Moodle XML: every type of question, and everything that can be wrong with a file."""

import base64
from decimal import Decimal

import pytest

from assessments.formats import moodlexml
from tests.assessments.formats import exchange
from tests.assessments.formats.exchange import codes, worth

D = Decimal
PICTURE = b"\x89PNG\r\n\x1a\n picture"


def quiz(*questions: str) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "\n".join(questions) + "\n</quiz>\n"


def question(kind: str, inner: str = "", text: str = "Which?") -> str:
    return (
        f'<question type="{kind}"><name><text>N</text></name>'
        f'<questiontext format="html"><text>{text}</text></questiontext>{inner}</question>'
    )


def answer(text: str, fraction: object = 0, feedback: str = "", more: str = "") -> str:
    return (
        f'<answer fraction="{fraction}" format="html"><text>{text}</text>'
        f'<feedback format="html"><text>{feedback}</text></feedback>{more}</answer>'
    )


def category(path: str) -> str:
    return f'<question type="category"><category><text>{path}</text></category></question>'


TRUTH = answer("true", 100) + answer("false", 0)
FINE = question("truefalse", TRUTH, "Fine?")


def read(text: str):
    return exchange.read(moodlexml, text)


def only(text: str):
    return exchange.only(moodlexml, quiz(text))


# --- Types --------------------------------------------------------------------------------------


def test_a_single_choice_with_everything():
    found = only(
        question(
            "multichoice",
            "<generalfeedback format='markdown'><text>*Because*</text></generalfeedback>"
            "<defaultgrade>2.5000000</defaultgrade><penalty>0.3333333</penalty><hidden>1</hidden>"
            "<idnumber>Q-7</idnumber><single>true</single><shuffleanswers>false</shuffleanswers>"
            "<answernumbering>ABCD</answernumbering>"
            "<correctfeedback format='html'><text>Yes!</text></correctfeedback>"
            + answer("<![CDATA[<b>a</b>]]>", 100, "right")
            + answer("b", "33.33")
            + answer("c", -50)
            + "<hint format='html'><text>Think</text><clearwrong/></hint>"
            "<tags><tag><text>sales</text></tag><tag><text>week 1</text></tag></tags>",
        )
    )
    assert (found.kind, found.name, found.text, found.text_format) == (
        "single",
        "N",
        "Which?",
        "html",
    )
    assert worth(found) == [("<b>a</b>", 100), ("b", D("33.33333")), ("c", -50)]
    assert found.answers[0].feedback == "right"
    assert (found.general_feedback, found.general_feedback_format) == ("*Because*", "markdown")
    assert (found.mark, found.penalty, found.shuffle) == (D("2.5"), D("0.3333333"), False)
    assert (found.id_number, found.tags) == ("Q-7", ("sales", "week 1"))
    assert found.extra == {
        "hidden": True,
        "moodle": {
            "answernumbering": "ABCD",
            "correctfeedback": ["Yes!", "html"],
            "hints": [{"text": "Think", "format": "html", "flags": ["clearwrong"]}],
        },
    }


def test_a_multiple_choice():
    found = only(
        question(
            "multichoice",
            "<single>false</single>" + answer("a", 50) + answer("b", 50) + answer("c", -100),
        )
    )
    assert (found.kind, worth(found)) == ("multiple", [("a", 50), ("b", 50), ("c", -100)])


@pytest.mark.parametrize("words", [("true", "false"), ("对", "错"), ("sant", "fals")])
def test_true_or_false(words):
    found = only(question("truefalse", answer(words[0], 100, "yes") + answer(words[1], 0, "no")))
    assert (found.kind, worth(found)) == ("truefalse", [("true", 100), ("false", 0)])
    assert [a.feedback for a in found.answers] == ["yes", "no"]


def test_false_first():
    found = only(question("truefalse", answer("false", 100) + answer("true", 0)))
    assert worth(found) == [("true", 0), ("false", 100)]


def test_short_text():
    inner = "<usecase>1</usecase>" + answer("Wu*", 100) + answer("Zhao", "50.00000", "nearly")
    found = only(question("shortanswer", inner))
    assert (found.kind, found.case_sensitive) == ("shorttext", True)
    assert worth(found) == [("Wu*", 100), ("Zhao", 50)]
    assert {a.text_format for a in found.answers} == {"plain"}


def test_numbers_with_tolerances_and_units():
    found = only(
        question(
            "numerical",
            answer("3.14", 100, "", "<tolerance>0.005</tolerance>")
            + answer("3", 50, "rough", "<tolerance>0.5</tolerance>")
            + answer("*", 0, "no")
            + "<units><unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit>"
            "<unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>",
        )
    )
    assert found.kind == "number"
    assert [(a.value, a.tolerance, a.fraction, a.unit) for a in found.answers] == [
        (D("3.14"), D("0.005"), 100, "m"),
        (3, D("0.5"), 50, "m"),
    ]
    assert found.extra == {"otherwise": "no", "units": [["cm", "100"]]}


def test_matching_with_a_partner_too_many():
    pairs = [("cat", "miaow"), ("dog", "woof"), ("", "moo")]
    inner = "".join(
        f'<subquestion format="html"><text>{text}</text><answer><text>{match}</text></answer>'
        "</subquestion>"
        for text, match in pairs
    )
    found = only(question("matching", inner))
    assert found.kind == "matching"
    assert [(a.text, a.match) for a in found.answers] == pairs


def test_ordering_goes_by_places():
    found = only(question("ordering", answer("c", 3) + answer("a", "1.0") + answer("b", 2)))
    assert (found.kind, [a.text for a in found.answers]) == ("ordering", ["a", "b", "c"])


def test_essay_file_and_description():
    parsed = read(
        quiz(
            question("essay", "<responseformat>editor</responseformat>"),
            question(
                "essay", "<responseformat>noinline</responseformat><attachments>2</attachments>"
            ),
            question("description"),
        )
    )
    assert [q.kind for q in parsed.questions] == ["essay", "file", "description"]
    assert [q.mark for q in parsed.questions] == [1, 1, 0]
    assert parsed.questions[1].extra["moodle"]["attachments"] == "2"


# --- Gaps ---------------------------------------------------------------------------------------


def gaps(text: str) -> list:
    return only(question("cloze", text=f"<![CDATA[{text}]]>")).gaps


def test_a_text_with_gaps_of_all_our_kinds():
    found = only(
        question(
            "cloze",
            text="<![CDATA[<p>{1:SHORTANSWER:=Paris#Yes~%50%Lyon#Nearly~*#No} has "
            "{2:NUMERICAL:=20:0.5#Right~%25%19.5:2} {:MULTICHOICE:=parts~circles#no} [[4]]</p>]]>",
        )
    )
    assert found.kind == "cloze"
    assert found.text == "<p>[[1]] has [[2]] [[3]] [&#91;4]]</p>"
    assert [(gap.kind, gap.mark) for gap in found.gaps] == [
        ("shorttext", 1),
        ("number", 2),
        ("single", 1),
    ]
    words, number, choice = found.gaps
    assert worth(words) == [("Paris", 100), ("Lyon", 50), ("*", 0)]
    assert [a.feedback for a in words.answers] == ["Yes", "Nearly", "No"]
    assert [(a.value, a.tolerance, a.fraction) for a in number.answers] == [
        (20, D("0.5"), 100),
        (D("19.5"), 2, 25),
    ]
    assert worth(choice) == [("parts", 100), ("circles", 0)]
    assert found.mark == 4


@pytest.mark.parametrize(
    ("name", "kind", "case", "shuffle", "layout"),
    [
        ("SA", "shorttext", False, False, None),
        ("MW", "shorttext", False, False, None),
        ("SAC", "shorttext", True, False, None),
        ("SHORTANSWER_C", "shorttext", True, False, None),
        ("MC", "single", False, False, None),
        ("MCS", "single", False, True, None),
        ("MULTICHOICE_V", "single", False, False, "vertical"),
        ("MCVS", "single", False, True, "vertical"),
        ("MCH", "single", False, False, "horizontal"),
        ("MULTICHOICE_HS", "single", False, True, "horizontal"),
    ],
)
def test_the_names_of_gaps(name, kind, case, shuffle, layout):
    (gap,) = gaps(f"A {{1:{name}:=a~b}}")
    assert (gap.kind, gap.case_sensitive, gap.shuffle) == (kind, case, shuffle)
    assert gap.extra.get("layout") == layout


def test_marks_in_gaps():
    (gap,) = gaps(r"A {1:SA:=a\~b\}c\#d&amp;e#f\~g~=&#39;h&#39;}")
    assert [(a.text, a.feedback) for a in gap.answers] == [("a~b}c#d&e", "f~g"), ("'h'", "")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("No gap", "cloze-unreadable"),
        ("Open {1:SA:=a", "cloze-unreadable"),
        ("{1:SA:=a} and {1:MULTICHOICE}", "cloze-unreadable"),
        ("{1:MULTIRESPONSE:=a~=b}", "gap-unrepresentable"),
        ("{1:MRH:=a~=b}", "gap-unrepresentable"),
        ("{1:XYZ:=a}", "gap-unknown"),
        ("{1:SA:%150%a}", "weight-illegal"),
        ("{1:NM:=many}", "number-unreadable"),
        ("{1:MC:=a}", "answer-missing"),
        ("{1:SA:%50%a}", "weight-sum"),
    ],
)
def test_gaps_that_cannot_be_read(text, code):
    parsed = read(quiz(question("cloze", text=text), FINE))
    assert [(c, cost) for _line, c, cost in codes(parsed)] == [(code, True)]
    assert len(parsed.questions) == 1


@pytest.mark.parametrize(
    ("kind", "tag", "form"), [("gapselect", "selectoption", "plain"), ("ddwtos", "dragbox", "html")]
)
def test_missing_words_to_choose(kind, tag, form):
    words = [("dog", 1), ("cat", 1), ("mat", 2), ("hat", 2), ("cow", 1)]
    inner = "".join(
        f"<{tag}><text>{text}</text><group>{group}</group></{tag}>" for text, group in words
    )
    found = only(question(kind, inner, "The [[2]] sat on the [[3]]."))
    assert (found.kind, found.text) == ("cloze", "The [[1]] sat on the [[2]].")
    assert [worth(gap) for gap in found.gaps] == [
        [("dog", 0), ("cat", 100), ("cow", 0)],
        [("mat", 100), ("hat", 0)],
    ]
    assert {a.text_format for gap in found.gaps for a in gap.answers} == {form}


def test_a_gap_without_its_word():
    inner = "<selectoption><text>a</text><group>1</group></selectoption>"
    parsed = read(quiz(question("gapselect", inner, "The [[2]]")))
    assert codes(parsed) == [(3, "cloze-unreadable", True)]


# --- Places on pictures -------------------------------------------------------------------------


def drop(shape: str, coords: str, choice: int = 1) -> str:
    return (
        f"<drop><no>1</no><shape>{shape}</shape><coords>{coords}</coords>"
        f"<choice>{choice}</choice></drop>"
    )


def drag(number: int, text: str) -> str:
    return f"<drag><no>{number}</no><text>{text}</text><noofdrags>1</noofdrags></drag>"


BACKGROUND = f'<file name="shop.png" encoding="base64">{base64.b64encode(PICTURE).decode()}</file>'


def test_one_marker_is_a_place():
    inner = BACKGROUND + drag(1, "door") + drop("circle", "10,20;5")
    inner += drop("rectangle", "10,20;30,40") + drop("polygon", "0,0;10,0;5.5,9")
    found = only(question("ddmarker", inner))
    assert (found.kind, found.pictures) == ("place", {"shop.png": PICTURE})
    assert [a.area for a in found.answers] == [
        {"shape": "circle", "points": [[10, 20]], "radius": 5},
        {"shape": "rectangle", "points": [[10, 20], [40, 60]], "radius": 0},
        {"shape": "polygon", "points": [[0, 0], [10, 0], [5.5, 9]], "radius": 0},
    ]
    assert worth(found) == [("door", 100)] * 3


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        (drag(1, "a") + drag(2, "b") + drop("circle", "1,2;3"), "kind-unknown"),
        (drag(1, "a"), "kind-unknown"),
        (drag(1, "a") + drop("star", "1,2;3"), "place-unreadable"),
        (drag(1, "a") + drop("circle", "1,2"), "place-unreadable"),
        (drag(1, "a") + drop("circle", "a,b;c"), "number-unreadable"),
    ],
)
def test_markers_that_are_no_place(inner, code):
    parsed = read(quiz(question("ddmarker", BACKGROUND + inner)))
    assert codes(parsed) == [(3, code, True)]


# --- What we don't have --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind",
    [
        "calculated",
        "calculatedsimple",
        "calculatedmulti",
        "random",
        "randomsamatch",
        "ddimageortext",
        "coderunner",
        "stack",
        "",
    ],
)
def test_other_types_are_told_by_their_name(kind):
    parsed = read(quiz(FINE, question(kind, answer("a", 100)), FINE))
    assert codes(parsed) == [(4, "kind-unknown", True)]
    assert (kind or "?") in str(parsed.problems[0].message)
    assert (parsed.read, len(parsed.questions)) == (3, 2)


# --- Categories and pictures ---------------------------------------------------------------------


def test_nested_categories():
    parsed = read(
        quiz(
            FINE,
            category("$course$/top/Sales/Week 1"),
            FINE,
            category("$module$/top/Food//Drink"),
            FINE,
            category("top"),
            FINE,
        )
    )
    assert [q.category for q in parsed.questions] == [
        (),
        ("Sales", "Week 1"),
        ("Food/Drink",),
        (),
    ]
    assert parsed.read == 4


def test_pictures_in_texts_and_answers():
    def file(name: str) -> str:
        content = base64.b64encode(PICTURE + name.encode()).decode()
        return f'<file name="{name}" path="/" encoding="base64">{content}</file>'

    text = f'<text><![CDATA[<img src="@@PLUGINFILE@@/a%20b.png">]]></text>{file("a b.png")}'
    source = (
        f'<question type="multichoice"><questiontext format="html">{text}</questiontext>'
        f'<answer fraction="100"><text>x &lt;img src="@@PLUGINFILE@@/c.png"></text>'
        f"{file('c.png')}</answer>{answer('y')}</question>"
    )
    found = only(source)
    assert found.pictures == {"a b.png": PICTURE + b"a b.png", "c.png": PICTURE + b"c.png"}


def test_a_picture_inside_the_text():
    data = base64.b64encode(PICTURE).decode()
    found = only(
        question("essay", text=f'<![CDATA[Look: <img src="data:image/png;base64,{data}">]]>')
    )
    assert found.pictures == {"inline-1.png": PICTURE}
    assert found.text == 'Look: <img src="@@PLUGINFILE@@/inline-1.png">'


@pytest.mark.parametrize("content", ["", "A", "é"])
def test_a_lost_picture_is_told(content):
    text = (
        '<question type="essay"><questiontext><text>'
        '<![CDATA[<img src="@@PLUGINFILE@@/a.png">]]></text>'
        f'<file name="b.png" encoding="base64">{content}</file></questiontext></question>'
    )
    parsed = read(quiz(text))
    assert codes(parsed) == [(3, "picture-missing", False)] * 2
    assert len(parsed.questions) == 1


# --- Weights ------------------------------------------------------------------------------------


@pytest.mark.parametrize("weight", ["150", "-101", "abc", "NaN", "1e5"])
def test_illegal_weights_cost_the_question(weight):
    bad = question("multichoice", answer("a", 100) + answer("b", weight))
    parsed = read(quiz(FINE, bad, FINE))
    assert codes(parsed) == [(4, "weight-illegal", True)]
    assert weight in str(parsed.problems[0].message)


def test_a_rounded_third_is_mended_and_told():
    inner = "<single>false</single>" + answer("a", 33) + answer("b", "33.33333")
    parsed = read(quiz(question("multichoice", inner + answer("c", "33.33333") + answer("d", -50))))
    third = D("33.33333")
    assert [weight for _text, weight in worth(parsed.questions[0])] == [third, third, third, -50]
    assert codes(parsed) == [(3, "weight-illegal", False)]


def test_unusual_weights_are_kept_and_told():
    parsed = read(quiz(question("multichoice", answer("a", 100) + answer("b", 37))))
    assert worth(parsed.questions[0]) == [("a", 100), ("b", 37)]
    assert codes(parsed) == [(3, "weight-illegal", False)]


# --- Broken files -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (question("essay", text="&nosuchthing;"), "entity-unknown"),
        (question("essay", text="<b>never closed"), "question-broken"),
        (question("essay", text="a < b"), "question-broken"),
        (question("essay", text="<![CDATA[never closed"), "question-broken"),
        (question("essay", text="<!-- never closed"), "question-broken"),
        (question("essay", text="&#0;"), "question-broken"),
        (question("essay", text="<m:math>x</m:math>"), "question-broken"),
        (question("essay").replace("</question>", ""), "question-broken"),
        ('<question type="essay"', "question-broken"),
        (question("essay", text="<!DOCTYPE a [<!ENTITY b 'c'>]>"), "question-broken"),
        (question("essay", text="<a>" * 500 + "</a>" * 500), "question-broken"),
        (question("essay", text=""), "text-missing"),
    ],
)
def test_a_broken_question_costs_only_itself(bad, code):
    parsed = read(quiz(FINE, bad, FINE, FINE))
    assert codes(parsed) == [(4, code, True)]
    assert (parsed.read, len(parsed.questions)) == (4, 3)


def test_a_file_that_was_cut_off():
    text = quiz(FINE, FINE)
    parsed = read(text[: text.rindex("<answer")])
    assert codes(parsed) == [(4, "question-broken", True)]
    assert len(parsed.questions) == 1


def test_html_entities_and_a_bare_ampersand_are_letters():
    found = only(question("essay", text="a&nbsp;&mdash;&eacute; Fish & chips &amp; &lt;b&gt;"))
    assert found.text == "a\xa0—é Fish & chips & <b>"


def test_entities_in_cdata_are_left_alone():
    assert only(question("essay", text="<![CDATA[a&nbsp;b &x; c]]>")).text == "a&nbsp;b &x; c"


def test_html_that_is_not_escaped_is_kept():
    assert only(question("essay", text="a <b>bold</b> end")).text == "a <b>bold</b> end"


def test_entities_that_the_file_declares_are_never_expanded():
    bomb = '<!DOCTYPE quiz [<!ENTITY a "lol"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///x">]>'
    text = quiz(question("essay", text="&b;"), question("essay", text="&f;"), FINE)
    parsed = read(text.replace("<quiz>", f"{bomb}<quiz>"))
    assert [p.code for p in parsed.problems] == ["entity-unknown", "entity-unknown"]
    assert len(parsed.questions) == 1


def test_questions_in_comments_are_none():
    parsed = read(quiz(FINE, f"<!-- {FINE} -->", "<!-- question: 7 -->", FINE))
    assert (parsed.read, parsed.problems) == (2, [])


def test_a_question_inside_cdata_is_text():
    text = question("essay", text="<![CDATA[write </question> and mean it]]>")
    assert only(text).text == "write </question> and mean it"


@pytest.mark.parametrize("text", ["", "hello", "<quiz></quiz>", "<html><body></body></html>"])
def test_a_file_without_questions_says_so(text):
    parsed = read(text)
    assert (parsed.read, codes(parsed)) == (0, [(1, "questions-missing", False)])


def test_a_declared_encoding_counts():
    text = quiz(question("essay", text="déjà")).replace("UTF-8", "ISO-8859-1")
    parsed = moodlexml.read(text.encode("latin-1"))
    assert (parsed.questions[0].text, parsed.problems) == ("déjà", [])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_other_encodings(encoding):
    parsed = moodlexml.read(quiz(question("essay", text="今天下单，明天自提")).encode(encoding))
    assert (parsed.questions[0].text, parsed.problems) == ("今天下单，明天自提", [])


def test_it_knows_its_files():
    assert moodlexml.looks_like(quiz(FINE).encode(), "a.xml")
    assert not moodlexml.looks_like(b"<html><table></table></html>", "a.xml")
