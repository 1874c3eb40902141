"""Questions drawn at random, of what tables and QTI can both say, and how to compare them."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from assessments.formats.question import ParsedAnswer, ParsedQuestion
from assessments.formats.weights import equal_share

HUNDRED = Decimal(100)
_LETTERS = st.characters(
    codec="utf-8", exclude_categories=("C", "Z", "M"), exclude_characters="_＿[]()（）【】\ufeff"
) | st.sampled_from("题答案对错=>；;|\\,、.ABC12'\"&<")


def _is_word(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


words = (
    st.lists(st.text(_LETTERS, min_size=1, max_size=8), min_size=1, max_size=4)
    .map(" ".join)
    .filter(_is_word)
)
lines = st.lists(words, min_size=1, max_size=3).map("\n".join)
names = st.text("abc 中文", min_size=1, max_size=6).map(str.strip).filter(bool)
fractions = st.sampled_from([Decimal(n) for n in ("50", "33.33333", "0", "-25", "-100", "10")])
numbers = st.decimals(-10_000, 10_000, places=3).map(lambda d: d.normalize() + 0)


def answer(text: str, fraction: Decimal, feedback: str = "") -> ParsedAnswer:
    return ParsedAnswer(text=text, fraction=fraction, feedback=feedback)


distinct = st.lists(words, min_size=2, max_size=6, unique_by=lambda text: text.casefold())


@st.composite
def singles(draw) -> ParsedQuestion:
    texts = draw(distinct)
    worth = [HUNDRED, *(draw(fractions) for _text in texts[1:])]
    order = draw(st.permutations(range(len(texts))))
    answers = [answer(texts[at], worth[at], draw(words | st.just(""))) for at in order]
    return ParsedQuestion("single", draw(lines), answers=answers)


@st.composite
def multiples(draw) -> ParsedQuestion:
    texts = draw(distinct)
    right = draw(st.integers(1, len(texts)))
    wrong = draw(st.sampled_from([Decimal(-100), Decimal(0), Decimal(-50)]))
    worth = [equal_share(right)] * right + [wrong] * (len(texts) - right)
    answers = [answer(text, fraction) for text, fraction in zip(texts, worth, strict=True)]
    return ParsedQuestion("multiple", draw(lines), answers=answers)


@st.composite
def truefalses(draw) -> ParsedQuestion:
    right, wrong = draw(st.permutations([HUNDRED, Decimal(0)]))
    answers = [answer("true", right), answer("false", wrong)]
    return ParsedQuestion("truefalse", draw(lines), answers=answers)


@st.composite
def shorttexts(draw) -> ParsedQuestion:
    texts = draw(st.lists(words, min_size=1, max_size=4, unique=True))
    worth = [HUNDRED, *(draw(fractions) for _text in texts[1:])]
    answers = [answer(text, fraction) for text, fraction in zip(texts, worth, strict=True)]
    return ParsedQuestion("shorttext", draw(lines), answers=answers)


@st.composite
def number_questions(draw) -> ParsedQuestion:
    values = draw(st.lists(numbers, min_size=1, max_size=3, unique=True))
    worth = [HUNDRED, *(draw(fractions) for _value in values[1:])]
    answers = [
        ParsedAnswer(value=value, tolerance=abs(draw(numbers)), fraction=fraction)
        for value, fraction in zip(values, worth, strict=True)
    ]
    return ParsedQuestion("number", draw(lines), answers=answers)


@st.composite
def matchings(draw) -> ParsedQuestion:
    left, right = draw(distinct), draw(distinct)
    pairs = zip(left, right, strict=False)
    answers = [ParsedAnswer(text=a, match=b, fraction=HUNDRED) for a, b in pairs]
    return ParsedQuestion("matching", draw(lines), answers=answers)


@st.composite
def orderings(draw) -> ParsedQuestion:
    return ParsedQuestion(
        "ordering", draw(lines), answers=[answer(text, HUNDRED) for text in draw(distinct)]
    )


@st.composite
def clozes(draw) -> ParsedQuestion:
    gaps = draw(st.lists(_gaps(), min_size=2, max_size=4))
    pieces = [f"{draw(words)} [[{at}]]" for at in range(1, len(gaps) + 1)]
    text = " ".join([*pieces, draw(words)])
    mark = Decimal(len(gaps))
    return ParsedQuestion("cloze", text, gaps=gaps, mark=mark)


@st.composite
def _gaps(draw) -> ParsedQuestion:
    kind = draw(st.sampled_from(["shorttext", "single", "number"]))
    if kind == "number":
        answers = [ParsedAnswer(value=draw(numbers), fraction=HUNDRED)]
    elif kind == "single":
        texts = draw(distinct)
        answers = [answer(texts[0], HUNDRED), *(answer(t, Decimal(0)) for t in texts[1:])]
    else:
        texts = draw(st.lists(words, min_size=1, max_size=3, unique=True))
        answers = [answer(text, HUNDRED) for text in texts]
    return ParsedQuestion(kind, "", answers=answers)


@st.composite
def questions(draw) -> ParsedQuestion:
    """A question with all that a table and QTI can say of it."""
    drawn = draw(
        singles()
        | multiples()
        | truefalses()
        | shorttexts()
        | number_questions()
        | matchings()
        | orderings()
        | clozes()
        | lines.map(lambda text: ParsedQuestion("essay", text))
        | lines.map(lambda text: ParsedQuestion("file", text))
    )
    marks = st.sampled_from([Decimal(1), Decimal("0.5"), Decimal(3)])
    return replace(
        drawn,
        name=draw(names | st.just("")),
        general_feedback=draw(lines | st.just("")),
        mark=drawn.mark if drawn.kind == "cloze" else draw(marks),
        id_number=draw(names | st.just("")),
        tags=tuple(draw(st.lists(names, max_size=2, unique=True))),
        category=tuple(draw(st.lists(names | st.just("a/b"), max_size=3))),
        language=draw(st.sampled_from(["", "en", "zh-hans"])),
    )


def said(question: ParsedQuestion) -> dict:
    """The question without what says where it stood and what only one format knows."""
    return {
        "kind": question.kind,
        "text": question.text,
        "name": question.name,
        "category": question.category,
        "answers": [_said(one, question.kind) for one in question.answers],
        "feedback": question.general_feedback,
        "mark": question.mark,
        "tags": question.tags,
        "id": question.id_number,
        "language": question.language,
        "pictures": question.pictures,
        "gaps": [(gap.kind, [_said(one) for one in gap.answers]) for gap in question.gaps],
    }


def _said(one: ParsedAnswer, kind: str = "") -> tuple:
    value = None if one.value is None else (one.value, one.tolerance, one.unit)
    worth = None if kind in ("matching", "ordering") else one.fraction
    return one.text, worth, one.feedback, value, one.match, one.area
