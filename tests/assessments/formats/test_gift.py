"""GIFT: every construct, and everything that real files do wrong."""

from decimal import Decimal

import pytest

from assessments.formats import gift
from assessments.formats.question import ParsedAnswer
from tests.assessments.formats import exchange
from tests.assessments.formats.exchange import codes, only, worth

D = Decimal


def read(text: str):
    return exchange.read(gift, text)


# --- Choices ------------------------------------------------------------------------------------


def test_a_single_choice_with_feedback():
    question = only(
        gift, "::Tomb:: Who is buried here? {=nobody #Right. ~Grant#Not he. ~Mrs Grant}"
    )
    assert (question.kind, question.name, question.text) == (
        "single",
        "Tomb",
        "Who is buried here?",
    )
    assert worth(question) == [("nobody", 100), ("Grant", 0), ("Mrs Grant", 0)]
    assert [a.feedback for a in question.answers] == ["Right.", "Not he.", ""]


def test_answers_without_any_space_between():
    assert worth(only(gift, "Who?{~Ann~Bea=Cai}")) == [("Ann", 0), ("Bea", 0), ("Cai", 100)]


def test_partial_weights_of_a_single_choice():
    question = only(gift, "Which?{=best ~%50%good ~%-25%bad ~worst}")
    assert question.kind == "single"
    assert [weight for _text, weight in worth(question)] == [100, 50, -25, 0]


def test_no_right_answer_but_weights_is_a_multiple_choice():
    question = only(gift, "Which two?{~%50%a ~%50%b ~%-100%c}")
    assert question.kind == "multiple"
    assert worth(question) == [("a", 50), ("b", 50), ("c", -100)]


def test_a_rounded_third_is_a_third():
    question = only(gift, "Which three?{~%33.33%a ~%33.333%b ~%33.33333%c ~%-33.33%d}")
    third = D("33.33333")
    assert [weight for _text, weight in worth(question)] == [third, third, third, -third]


@pytest.mark.parametrize("weight", ["33", "33.3"])
def test_a_roughly_rounded_third_is_told(weight):
    parsed = read(f"Which three?{{~%{weight}%a ~%33.33333%b ~%33.33333%c ~d}}")
    assert {w for _text, w in worth(parsed.questions[0])} == {D("33.33333"), D(0)}
    assert codes(parsed) == [(1, "weight-illegal", False)]


def test_a_third_among_other_shares_is_itself():
    parsed = read("Which three?{~%50%a ~%33%b ~%17%c ~d}")
    assert [w for _text, w in worth(parsed.questions[0])] == [50, 33, 17, 0]


def test_equal_weights_share_what_they_were_meant_to():
    parsed = read("Which?{~%100%a ~%100%b ~c}")
    assert worth(parsed.questions[0]) == [("a", 50), ("b", 50), ("c", 0)]
    assert codes(parsed) == [(1, "weight-shared", False)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Which?{=%150%a ~b}", "weight-illegal"),
        ("Which?{~%-101%a =b}", "weight-illegal"),
        ("Which?{~%50%a ~%20%b}", "weight-sum"),
        ("Which?{~a ~b}", "answer-missing"),
        ("Which?{~a}", "answer-missing"),
        ("Which?{=}", "answer-missing"),
        ("{=a ~b}", "text-missing"),
        ("Which?{=a ~b", "braces-unbalanced"),
        ("Which? =a ~b}", "braces-unbalanced"),
        ("How many?{#some}", "number-unreadable"),
        ("How many?{#1:x}", "number-unreadable"),
        ("How many?{#}", "answer-missing"),
        ("How many?{#1e999}", "number-unreadable"),
        ("Pairs?{=a -> b =c}", "matching-unreadable"),
        ("Pairs?{=a -> b}", "answer-missing"),
        ("Pairs?{=a -> b =c ->}", "answer-missing"),
        ("Word?{=%50%a}", "weight-sum"),
    ],
)
def test_what_costs_a_question_costs_nothing_else(text, code):
    parsed = read(f"Before {{T}}\n\n{text}\n\n::After:: the end {{F}}")
    assert codes(parsed) == [(3, code, True)]
    assert [q.kind for q in parsed.questions] == ["truefalse", "truefalse"]
    assert parsed.read == 3


def test_an_unusual_weight_is_kept_and_told():
    parsed = read("Which?{=a ~%37%b}")
    assert worth(parsed.questions[0]) == [("a", 100), ("b", 37)]
    assert codes(parsed) == [(1, "weight-illegal", False)]


# --- True and false, words, essays, descriptions -------------------------------------------------


@pytest.mark.parametrize("word", ["T", "TRUE", "true", "t", " T ", "对", "正确"])
def test_true(word):
    question = only(gift, f"The sun is hot.{{{word}}}")
    assert question.kind == "truefalse"
    assert worth(question) == [("true", 100), ("false", 0)]


@pytest.mark.parametrize("word", ["F", "FALSE", "False", "错", "错误"])
def test_false(word):
    assert worth(only(gift, f"The sun is cold.{{{word}}}")) == [("true", 0), ("false", 100)]


@pytest.mark.parametrize(("word", "wrong"), [("TRUE", 1), ("FALSE", 0)])
def test_feedback_to_the_wrong_answer_comes_first(word, wrong):
    question = only(gift, f"Hot?{{{word}#Think again.#Well done.####The sun burns.}}")
    assert question.answers[wrong].feedback == "Think again."
    assert question.answers[1 - wrong].feedback == "Well done."
    assert question.general_feedback == "The sun burns."


def test_short_text_with_alternatives_and_weights():
    question = only(gift, "Who?{=Wu Zetian#Yes. =%50%Wu =*Zhao*}")
    assert question.kind == "shorttext"
    assert worth(question) == [("Wu Zetian", 100), ("Wu", 50), ("*Zhao*", 100)]
    assert question.answers[0].feedback == "Yes."


def test_a_word_alone_is_a_short_text():
    question = only(gift, "The capital of France is {Paris}.")
    assert (question.kind, worth(question)) == ("shorttext", [("Paris", 100)])


def test_missing_word():
    question = only(gift, "Goods come {~today =tomorrow ~never} at noon.")
    assert question.text == "Goods come _____ at noon."
    assert question.kind == "single"


@pytest.mark.parametrize("braces", ["{}", "{ }", "{\n}", "{####Any honest answer will do.}"])
def test_essay(braces):
    question = only(gift, f"Tell us about your group. {braces}")
    assert (question.kind, question.answers) == ("essay", [])
    assert question.general_feedback in ("", "Any honest answer will do.")


def test_description():
    question = only(gift, "::Hello:: You can use paper.")
    assert (question.kind, question.name, question.mark) == ("description", "Hello", 0)
    assert question.text == "You can use paper."


# --- Numbers ------------------------------------------------------------------------------------


def numbers(text: str) -> list[tuple]:
    question = only(gift, text)
    assert question.kind == "number"
    return [(a.value, a.tolerance, a.fraction) for a in question.answers]


@pytest.mark.parametrize(
    ("written", "value", "tolerance"),
    [
        ("#1822:5", 1822, 5),
        ("# 3", 3, 0),
        ("#3.141..3.142", D("3.1415"), D("0.0005")),
        ("#-5..-1", -3, 2),
        ("#5..1", 3, 2),
        ("#=-0.5:0.25", D("-0.5"), D("0.25")),
        ("#1,000:0", 1000, 0),
        ("#2,5", D("2.5"), 0),
        ("#１２：１", 12, 1),
        ("#1e3", 1000, 0),
    ],
)
def test_one_number(written, value, tolerance):
    assert numbers(f"How many?{{{written}}}") == [(value, tolerance, 100)]


def test_several_numbers_and_what_to_say_to_all_others():
    question = only(gift, "How many?{#\n=%100%3:0#Exactly.\n=%50%3:2#Nearly.\n~#Count again.\n}")
    assert [(a.value, a.tolerance, a.fraction) for a in question.answers] == [
        (3, 0, 100),
        (3, 2, 50),
    ]
    assert [a.feedback for a in question.answers] == ["Exactly.", "Nearly."]
    assert question.extra == {"otherwise": "Count again."}


def test_a_number_with_its_unit():
    question = only(gift, "How heavy?{#2.5 kg}")
    assert (question.answers[0].value, question.answers[0].unit) == (D("2.5"), "kg")


# --- Matching -----------------------------------------------------------------------------------


def test_matching_with_a_partner_too_many():
    question = only(gift, "Match.{\n=cat -> cat food\n=dog -> dog food\n= -> bread\n}")
    assert question.kind == "matching"
    assert [(a.text, a.match) for a in question.answers] == [
        ("cat", "cat food"),
        ("dog", "dog food"),
        ("", "bread"),
    ]


def test_arrows_and_marks_within_pairs():
    question = only(gift, r"Match.{=a \= b -> c#1 =d -> e -> f}")
    assert [(a.text, a.match) for a in question.answers] == [("a = b", "c#1"), ("d", "e -> f")]


# --- Names, formats, escapes, comments, categories -----------------------------------------------


@pytest.mark.parametrize("form", ["html", "markdown", "plain", "moodle"])
def test_formats_pass_from_the_text_to_what_says_nothing_else(form):
    question = only(gift, f"[{form}]Which?{{=[plain]a#[html]b ~c#d####e}}")
    assert (question.text, question.text_format) == ("Which?", form)
    first, second = question.answers
    assert (first.text, first.text_format, first.feedback_format) == ("a", "plain", "html")
    assert (second.text, second.text_format, second.feedback_format) == ("c", form, "")
    assert (question.general_feedback, question.general_feedback_format) == ("e", "")


def test_without_a_format_it_is_moodles_own():
    assert only(gift, "Which?{T}").text_format == "moodle"


def test_square_brackets_that_are_no_format_are_text():
    assert only(gift, "[A] Which?{T}").text == "[A] Which?"


def test_escapes():
    question = only(gift, r"::a\:\:b:: \{x\} \= \#1 \~ \: \\ c\nd {=e\=f \#2 ~g\~h\}}")
    assert question.name == "a::b"
    assert question.text == "{x} = #1 ~ : \\ c\nd"
    assert [a.text for a in question.answers] == ["e=f #2", "g~h}"]


def test_other_backslashes_stay():
    assert only(gift, r"\(\alpha\) is? {T}").text == r"\(\alpha\) is?"


def test_comments_everywhere():
    text = (
        "// the first {T}\n\n// before\n::Q:: Which?\n  // in the text\n of both {\n=a\n"
        "// ~not this\n~b\n}\n// after {=x}\n\n// the last"
    )
    question = only(gift, text)
    assert question.text == "Which?\nof both"
    assert [a.text for a in question.answers] == ["a", "b"]
    assert question.line == 4


def test_a_comment_after_the_braces():
    assert only(gift, "Hot? {T} // easy").text == "Hot?"


def test_an_address_is_no_comment():
    assert only(gift, "See http://example.org/a {T}").text == "See http://example.org/a"


def test_ids_and_tags():
    text = (
        "// [id:Q-1] [tag:sales] [tag:week one]\n// [tag:sales] [tag:a\\]b]\nHot? {T}\n\nCold? {F}"
    )
    first, second = read(text).questions
    assert (first.id_number, first.tags) == ("Q-1", ("sales", "week one", "a]b"))
    assert (second.id_number, second.tags) == ("", ())


def test_categories():
    text = (
        "No home? {T}\n\n$CATEGORY: $course$/top/Sales/Week 1\n\nOne? {T}\n\n"
        "$CATEGORY: Food//Drink/Tea\nTwo? {F}\n$category: top\n\nThree? {T}"
    )
    parsed = read(text)
    assert [q.category for q in parsed.questions] == [
        (),
        ("Sales", "Week 1"),
        ("Food/Drink", "Tea"),
        (),
    ]
    assert parsed.read == 4


# --- What real files do wrong --------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n\n", "\r\n\r\n \r\n"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_line_ends_blank_lines_and_no_final_one(end, last):
    lines = ["::A:: One?", "  {", "=a", "  ~b", "}", "", "::B:: Two?", "\t{F}", "", "Three?{}"]
    parsed = read(end.join(lines) + last)
    assert [(q.text, q.kind) for q in parsed.questions] == [
        ("One?", "single"),
        ("Two?", "truefalse"),
        ("Three?", "essay"),
    ]
    assert codes(parsed) == []


def test_unescaped_colons_and_equals_in_the_text():
    question = only(gift, "Ratio 1:2, so x = 3: true or y=4? {=yes ~no: x = 3}")
    assert question.text == "Ratio 1:2, so x = 3: true or y=4?"


def test_marks_inside_answers_on_lines_of_their_own():
    question = only(gift, "Which?{\n=x=5 and y = 6\n~8~10 a day # as 5 = 5\n}")
    assert [(a.text, a.feedback) for a in question.answers] == [
        ("x=5 and y = 6", ""),
        ("8~10 a day", "as 5 = 5"),
    ]


def test_two_answers_in_one_of_the_lines_stay_two():
    assert worth(only(gift, "Which?{\n=a ~b\n~c\n}")) == [("a", 100), ("b", 0), ("c", 0)]


def test_an_equals_inside_a_word_is_told():
    parsed = read("Which?{=x=5 ~x=6}")
    assert worth(parsed.questions[0]) == [("x=5", 100), ("x=6", 0)]
    assert codes(parsed) == [(1, "equals-in-answer", False)]


def test_html_answers():
    question = only(
        gift,
        '[html]<p class="a">Which?</p>{=<a href="/x?y=1#z">one</a>#<b id=c>yes</b> '
        '~<span style="color:#f00">two &#39;quoted&#39;</span> ~see https://a.example/?b=c#d}',
    )
    assert [a.text for a in question.answers] == [
        '<a href="/x?y=1#z">one</a>',
        '<span style="color:#f00">two &#39;quoted&#39;</span>',
        "see https://a.example/?b=c#d",
    ]
    assert question.answers[0].feedback == "<b id=c>yes</b>"


def test_stray_letters_after_the_braces_make_a_gap_as_in_moodle():
    assert only(gift, "Two and two is {=4 ~5} .").text == "Two and two is _____ ."


@pytest.mark.parametrize("stray", ['";', ".", ";", "。", "'"])
def test_stray_marks_after_a_sentence_are_nothing(stray):
    assert only(gift, f"Two and two? {{=4 ~5}}{stray}").text == "Two and two?"


@pytest.mark.parametrize("braces", ["{T}", "{}", "{=a -> b =c -> d}"])
def test_stray_marks_make_no_gap_where_no_word_is_missing(braces):
    assert only(gift, f'Two and two {braces}";').text == "Two and two"


@pytest.mark.parametrize("stray", [" ", "\u200b", "\u3000", "\xa0 "])
def test_invisible_letters_after_the_braces_are_none(stray):
    assert only(gift, f"Two and two? {{=4 ~5}}{stray}").text == "Two and two?"


def test_a_brace_too_many_is_told():
    parsed = read("Two and two? {=4 ~5}};")
    assert [q.text for q in parsed.questions] == ["Two and two?"]
    assert codes(parsed) == [(1, "braces-doubtful", False)]


def test_braces_of_a_formula():
    question = only(gift, r"How much is \frac{1}{2}? {=\sqrt{4} ~1}")
    assert question.text == r"How much is \frac{1}{2}?"
    assert [a.text for a in question.answers] == [r"\sqrt{4}", "1"]


def test_blank_lines_inside_the_braces():
    question = only(gift, "Which?\n{\n\n=a\n\n\n~b\n\n}")
    assert (question.text, worth(question)) == ("Which?", [("a", 100), ("b", 0)])


def test_questions_that_no_blank_line_keeps_apart():
    text = "::A:: One? {T}\n::B:: Two? {F}\nThree? {=a ~b}\n// [id:x]\nFour? {}"
    parsed = read(text)
    assert [(q.line, q.kind) for q in parsed.questions] == [
        (1, "truefalse"),
        (2, "truefalse"),
        (3, "single"),
        (5, "essay"),
    ]
    assert [q.id_number for q in parsed.questions] == ["", "", "", "x"]


def test_a_forgotten_brace_does_not_swallow_the_next_question():
    parsed = read("::A:: One? {=a ~b\n::B:: Two? {F}\n\nThree? {=a\n\n::C:: Four? {T}")
    assert codes(parsed) == [(1, "braces-unbalanced", True), (4, "braces-unbalanced", True)]
    assert [q.name for q in parsed.questions] == ["B", "C"]


def test_a_title_that_never_ends_is_text():
    assert only(gift, "::Which? {T}").text == "Which?"


def test_only_a_title_asks_by_itself():
    assert only(gift, "::Which? :: {=a ~b}").text == "Which?"


def test_full_width_braces_and_marks():
    question = only(
        gift, "：：标题：：每天几个？｛＝8～10个＃对 ～％50％5个 ～20个＃＃＃＃看手册｝"
    )
    assert question.name == "标题"
    assert worth(question) == [("8～10个", 100), ("5个", 50), ("20个", 0)]
    assert question.answers[0].feedback == "对"
    assert question.general_feedback == "看手册"


def test_full_width_true_and_matching():
    parsed = read("今天下单｛对｝\n\n配对｛＝水－＞冰 ＝火→灰｝\n\n作文｛｝")
    assert [q.kind for q in parsed.questions] == ["truefalse", "matching", "essay"]
    assert [a.match for a in parsed.questions[1].answers] == ["冰", "灰"]


def test_full_width_braces_beside_others():
    parsed = read("今天下单｛对＃错了｝\nGoods come {=today ~now}\n几个？｛＝一 ～二｝")
    assert [q.text for q in parsed.questions] == ["今天下单", "Goods come", "几个？"]


def test_full_width_marks_in_ordinary_text_stay():
    question = only(gift, "每天8～10个｛包括鸡蛋｝，1＋1＝2？{=是 ~5～6个}")
    assert question.text == "每天8～10个｛包括鸡蛋｝，1＋1＝2？"
    assert [a.text for a in question.answers] == ["是", "5～6个"]


def test_a_chinese_file_saved_by_notepad():
    data = "\ufeff::一:: 明天自提？{T}\r\n\r\n二？{=是 ~不是}".encode("utf-16-le")
    parsed = gift.read(data)
    assert [q.text for q in parsed.questions] == ["明天自提？", "二？"]


def test_nothing_is_read_from_nothing():
    assert read("").read == read("\n// only a comment\n$CATEGORY: x").read == 0


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("::A:: x {T}", True),
        ("$CATEGORY: a\n\nx", True),
        ("x {\n=a ~b}", True),
        ("x｛＝a ～b｝", True),
        ("<quiz>{=a}</quiz>", False),
        ("题干,答案\na,b", False),
        ("x\nA) a\nB) b\nANSWER: A", False),
    ],
)
def test_it_knows_its_files(text, ours):
    assert gift.looks_like(text.encode(), "x.txt") is ours


def test_what_gift_cannot_say_is_named_in_a_comment():
    question = only(gift, "Which?{T}")
    question.kind, question.name = "ordering", "In order"
    question.answers = [ParsedAnswer("a"), ParsedAnswer("b")]
    assert not gift.can_write(question)
    assert gift.write([question]).decode() == (
        "// Not in this file, GIFT has no form for it (ordering): In order\n"
    )


def test_a_sign_that_begins_no_tag_swallows_no_answer():
    question = only(gift, "Match. {\n\t=a -> <B\n\t=c -> d\n}")
    assert [(a.text, a.match) for a in question.answers] == [("a", "<B"), ("c", "d")]
    question = only(gift, 'Match. {\n=a -> <b\n class="x">B</b>\n=c -> d\n}')
    assert question.answers[0].match.startswith("<b")
    assert len(question.answers) == 2
