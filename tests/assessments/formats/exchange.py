"""What the tests of formats share: reading texts, comparing questions, drawing questions."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from assessments.formats.question import Parsed, ParsedAnswer, ParsedQuestion
from assessments.formats.weights import equal_share

HUNDRED = Decimal(100)

# Marks of all formats, Chinese ones among them, beside letters of several scripts.
letters = st.one_of(
    st.sampled_from("=~#{}:\\%[]<>&'\"/*-.,;_$|1 ＝～＃｛｝：％。、中文äЖ𝒳\n"),
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp", "Cf")),
)


def _tidy(text: str) -> str:
    """As readers leave texts: no blank around their lines, nor empty lines."""
    lines = [line.strip() for line in text.split("\n")]
    return "\n".join(line for line in lines if line)


texts = st.text(letters, min_size=1, max_size=40).map(_tidy).filter(bool)
words = texts.map(lambda text: " ".join(text.split()))
feedbacks = st.one_of(st.just(""), texts)
formats = st.sampled_from(["plain", "html", "markdown", "moodle"])
numbers = st.decimals(-10_000, 10_000, places=4).map(lambda number: number + 0)
tolerances = st.decimals(0, 100, places=3)


def read(format_module, text: str) -> Parsed:
    parsed = format_module.read(text.encode())
    assert_all_told(parsed)
    return parsed


def assert_all_told(parsed: Parsed) -> None:
    """Nothing is dropped in silence: what was seen went in or was reported."""
    assert parsed.read == len(parsed.questions) + sum(p.cost for p in parsed.problems)
    assert all(problem.code and str(problem.message) for problem in parsed.problems)
    assert all(problem.line >= 1 for problem in parsed.problems)
    assert all(question.line >= 1 and question.text for question in parsed.questions)


def only(format_module, text: str) -> ParsedQuestion:
    """The one question of a text in which nothing is wrong."""
    parsed = read(format_module, text)
    assert [(p.code, str(p.message)) for p in parsed.problems] == []
    (question,) = parsed.questions
    return question


def worth(question: ParsedQuestion) -> list[tuple[str, Decimal]]:
    return [(answer.text, answer.fraction) for answer in question.answers]


def codes(parsed: Parsed) -> list[tuple[int, str, bool]]:
    return [(problem.line, problem.code, problem.cost) for problem in parsed.problems]


def settled(question: ParsedQuestion) -> ParsedQuestion:
    """The question with what means the same written in one way, and without its line."""
    general = question.general_feedback_format
    return replace(
        question,
        line=0,
        mark=question.mark.normalize(),
        answers=[_settled_answer(question, answer) for answer in question.answers],
        gaps=[settled(gap) for gap in question.gaps],
        general_feedback_format=(
            (general or question.text_format) if question.general_feedback else ""
        ),
    )


def _settled_answer(question: ParsedQuestion, answer: ParsedAnswer) -> ParsedAnswer:
    form = answer.feedback_format or answer.text_format
    return replace(
        answer,
        feedback_format=form if answer.feedback else "",
        text_format=answer.text_format if answer.text else "plain",
        fraction=answer.fraction.normalize(),
        value=None if answer.value is None else answer.value.normalize(),
        tolerance=answer.tolerance.normalize(),
    )


def _answer(draw, text: str, fraction, form: str) -> ParsedAnswer:
    return ParsedAnswer(
        text=text,
        text_format=form,
        fraction=Decimal(fraction),
        feedback=draw(feedbacks),
        feedback_format=draw(formats),
    )


def _single(draw) -> list[ParsedAnswer]:
    others = draw(st.lists(st.sampled_from([0, 0, 50, -25]), min_size=1, max_size=4))
    return [_answer(draw, draw(texts), worth, draw(formats)) for worth in [100, *others]]


def _multiple(draw) -> list[ParsedAnswer]:
    right = draw(st.integers(1, 4))
    wrong = draw(st.lists(st.sampled_from([0, -50, -100]), min_size=1, max_size=3))
    shares = [equal_share(right)] * right
    return [_answer(draw, draw(texts), worth, draw(formats)) for worth in [*shares, *wrong]]


def _truefalse(draw) -> list[ParsedAnswer]:
    truth = draw(st.booleans())
    worths = (100, 0) if truth else (0, 100)
    return [
        _answer(draw, word, worth, "plain")
        for word, worth in zip(("true", "false"), worths, strict=True)
    ]


def _shorttext(draw) -> list[ParsedAnswer]:
    worths = [100, *draw(st.lists(st.sampled_from([100, 50, 0]), max_size=2))]
    return [_answer(draw, draw(texts), worth, "plain") for worth in worths]


def _number(draw) -> list[ParsedAnswer]:
    found = []
    for worth in [100, *draw(st.lists(st.sampled_from([100, 50, 0]), max_size=2))]:
        answer = _answer(draw, "", worth, "plain")
        answer.value, answer.tolerance = draw(numbers), draw(tolerances)
        found.append(answer)
    return found


def _matching(draw) -> list[ParsedAnswer]:
    pairs = draw(st.lists(st.tuples(texts, words), min_size=2, max_size=4))
    return [ParsedAnswer(text, draw(formats), HUNDRED, match=match) for text, match in pairs]


def _nothing(draw) -> list[ParsedAnswer]:
    return []


ANSWERS = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "shorttext": _shorttext,
    "number": _number,
    "matching": _matching,
    "essay": _nothing,
    "description": _nothing,
}


@st.composite
def questions(draw, kinds=tuple(ANSWERS)) -> ParsedQuestion:
    """Any question of these kinds."""
    kind = draw(st.sampled_from(kinds))
    question = ParsedQuestion(
        kind,
        draw(texts),
        draw(formats),
        name=draw(st.one_of(st.just(""), words)),
        category=tuple(draw(st.lists(names, max_size=3))),
        answers=ANSWERS[kind](draw),
        general_feedback=draw(feedbacks),
        general_feedback_format=draw(formats),
        tags=tuple(draw(st.lists(words, max_size=2, unique=True))),
        id_number=draw(st.one_of(st.just(""), words)),
    )
    if kind == "description":
        question.mark = Decimal(0)
    return question


# Slashes at a name's ends run together with those between names; "top" is Moodle's own name.
names = words.filter(
    lambda name: not name.startswith(("/", "$")) and not name.endswith("/") and name != "top"
)
