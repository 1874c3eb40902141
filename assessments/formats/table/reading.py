"""Rows as questions."""

import re
from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from assessments.formats.question import Parsed, ParsedAnswer, ParsedQuestion, Problem, told
from assessments.formats.table import typed
from assessments.formats.table.choices import Choices, choices_of, chosen
from assessments.formats.table.lines import open_lines
from assessments.formats.table.rows import Row, sheet_rows
from assessments.formats.table.words import kind_of, plain, truth_of
from assessments.formats.weights import equal_share
from school.lib.refusal import Refusal

HUNDRED = Decimal(100)
DIFFICULTY = "难度:"
_CATEGORY = re.compile(r"(?<!\\)[/／>＞]")
_TAGS = re.compile(r"[,，、;；|\n]+")
_NO = frozenset({"否", "不", "no", "n", "false", "0", "×", "x"})
_FORMATS = ("html", "markdown", "moodle")


def read_table(data: bytes, code: str) -> Parsed:
    """All questions of the table, and each line that could not be read."""
    parsed = Parsed(format=code)
    try:
        sheets, parsed.problems[:] = open_lines(data)
        for sheet in sheets:
            rows = list(sheet_rows(sheet, sheet.problems))
            # A second sheet with notes is no reason to complain where a first has questions.
            parsed.problems += sheet.problems if rows or len(sheets) == 1 or sheet.lines else []
            for row in rows:
                _take(row, parsed)
    except Refusal as refusal:
        parsed.problems.append(_problem(0, refusal))
    return parsed


def _take(row: Row, parsed: Parsed) -> None:
    parsed.read += 1
    try:
        parsed.questions.append(question_of(row, parsed.problems))
    except Refusal as refusal:
        parsed.problems.append(_problem(row.line, refusal))


def _problem(line: int, refusal: Refusal) -> Problem:
    return Problem(line, refusal.code, told(refusal.message, refusal.params))


def question_of(row: Row, notes: list[Problem]) -> ParsedQuestion:
    """The question in this row. Refuses what it would have to guess: text-missing, kind-unknown,
    answer-missing, answer-unknown, single-several, number-unclear, gaps-differ, pair-unclear."""
    if not row.get("text"):
        raise Refusal("text-missing", _("The words of the question are missing."))
    text, choices = choices_of(row)
    question = ParsedQuestion(kind=_kind(row, choices), text=text, line=row.line)
    _READERS[question.kind](question, row, choices)
    _fill(question, row, notes)
    return question


# --- kinds --------------------------------------------------------------------------------------


def _kind(row: Row, choices: Choices) -> str:
    """The kind that the row names, or its heading, or what its choices and answer look like."""
    named = row.get("kind")
    kind = kind_of(named) if named else row.section
    if named and not kind:
        raise Refusal("kind-unknown", _("“%(name)s” is no kind that we have."), {"name": named})
    if kind in ("", "choice"):
        return _inferred(row, choices)
    if kind == "calculation":
        return "number" if typed.is_number(row.get("answer")) else "essay"
    if kind == "shorttext" and typed.blanks(row.get("text")) > 1 and not choices:
        return "cloze"
    if kind == "place":
        raise Refusal("kind-place", _("A place on a picture can't be written in a table."))
    return kind


def _inferred(row: Row, choices: Choices) -> str:
    answer = row.get("answer")
    if row.wrong:
        return "single"
    if len(choices) == 2 and sorted(map(str, map(truth_of, choices.values()))) == ["False", "True"]:
        return "truefalse"
    if choices:
        several = len(chosen(answer, choices, lettered=row.lettered)) > 1
        return "multiple" if several else "single"
    if truth_of(answer) is not None and plain(answer) not in ("0", "1"):
        return "truefalse"
    if typed.blanks(row.get("text")) > 1:
        return "cloze"
    return "number" if typed.is_number(answer) else "shorttext"


def _single(question: ParsedQuestion, row: Row, choices: Choices) -> None:
    if row.wrong:
        right = row.get("answer")
        if not right:
            raise Refusal("answer-missing", _("The answer is missing."))
        choices = dict(enumerate([right, *row.wrong]))
        places = [0]
    else:
        _need_choices(choices)
        places = chosen(row.get("answer"), choices, lettered=row.lettered)
    if len(places) > 1 and not row.get("weights"):
        raise Refusal("single-several", _("A single choice has one answer, but here are several."))
    question.answers = _worth(row, choices, dict.fromkeys(places, HUNDRED), Decimal(0))


def _multiple(question: ParsedQuestion, row: Row, choices: Choices) -> None:
    """As in exams: the right ones share the marks, and a wrong one takes all of them."""
    _need_choices(choices)
    places = chosen(row.get("answer"), choices, lettered=row.lettered)
    share = equal_share(len(places))
    question.answers = _worth(row, choices, dict.fromkeys(places, share), -HUNDRED)


def _need_choices(choices: Choices) -> None:
    if len(choices) < 2:
        raise Refusal("choices-missing", _("There are fewer than two answers to choose from."))


def _worth(row: Row, choices: Choices, right: dict[int, Decimal], wrong: Decimal):
    answers = [
        ParsedAnswer(text=text, fraction=right.get(at, wrong), feedback=row.feedbacks.get(at, ""))
        for at, text in choices.items()
    ]
    return _weighted(row, answers)


def _weighted(row: Row, answers: list[ParsedAnswer]) -> list[ParsedAnswer]:
    """With the weights that the row states, one an answer. Refuses: weights-unclear."""
    if not row.get("weights"):
        return answers
    weights = [typed.decimal_of(part) for part in typed.split(row.get("weights"))]
    if len(weights) != len(answers) or any(w is None or abs(w) > HUNDRED for w in weights):
        message = _("Give one weight for each answer, in per cent from -100 to 100.")
        raise Refusal("weights-unclear", message)
    for answer, weight in zip(answers, weights, strict=True):
        answer.fraction = weight
    return answers


def _truefalse(question: ParsedQuestion, row: Row, choices: Choices) -> None:
    truths = [truth_of(text) for text in choices.values()]
    truth = truth_of(row.get("answer"))
    if len(choices) == 2 and set(truths) == {True, False} and not _is_bare_truth(row.get("answer")):
        (place, *_more) = chosen(row.get("answer"), choices, lettered=row.lettered)
        truth = truth_of(choices[place])
    elif truth is None:
        # Without words of their own, the first choice is "true" and the second "false".
        truth = {"A": True, "B": False}.get(plain(row.get("answer")).upper())
    if truth is None:
        _refuse_truth(row.get("answer"))
    question.answers = [
        ParsedAnswer(text="true", fraction=HUNDRED if truth else Decimal(0)),
        ParsedAnswer(text="false", fraction=Decimal(0) if truth else HUNDRED),
    ]
    _say(question.answers, row)


def _is_bare_truth(answer: str) -> bool:
    return truth_of(answer) is not None and not plain(answer).isdigit()


def _refuse_truth(answer: str) -> None:
    if not answer:
        raise Refusal("answer-missing", _("The answer is missing."))
    message = _("“%(answer)s” is neither true nor false.")
    raise Refusal("answer-unknown", message, {"answer": answer})


def _say(answers: list[ParsedAnswer], row: Row) -> None:
    for at, answer in enumerate(answers):
        answer.feedback = row.feedbacks.get(at, "")


def _typed(read: Callable[[str], list[ParsedAnswer]]) -> Callable:
    def fill(question: ParsedQuestion, row: Row, choices: Choices) -> None:
        # Quiz sites put the accepted answers of a blank where the choices stand.
        cell = row.get("answer")
        if choices and not (cell and not row.options):
            cell = typed.join(list(choices.values()))
        question.answers = _weighted(row, read(cell))
        _say(question.answers, row)

    return fill


def _cloze(question: ParsedQuestion, row: Row, _choices: Choices) -> None:
    question.text = typed.gap_text(row.get("text"))
    count = typed.blanks(row.get("text"))
    if not count:
        raise Refusal("gaps-missing", _("There is no gap in the text: write ____ or [[1]]."))
    question.gaps = typed.gaps(row.get("answer"), count)


def _matching(question: ParsedQuestion, row: Row, choices: Choices) -> None:
    parts = list(choices.values()) or typed.split(row.get("answer"), "；;\n|")
    if len(parts) < 2:
        raise Refusal("choices-missing", _("There are fewer than two pairs."))
    question.answers = [typed.pair(part) for part in parts]


def _ordering(question: ParsedQuestion, row: Row, choices: Choices) -> None:
    _need_choices(choices)
    order = list(choices)
    named = re.findall(r"[A-Z]", plain(row.get("answer")).upper())
    if named:
        order = [ord(letter) - ord("A") for letter in named]
        if sorted(order) != sorted(choices):
            message = _("The order must name each choice once.")
            raise Refusal("order-unclear", message)
    question.answers = [ParsedAnswer(text=choices[at], fraction=HUNDRED) for at in order]


def _written(question: ParsedQuestion, row: Row, _choices: Choices) -> None:
    """Marked by a person; what the table gives as the answer helps her."""
    question.text = row.get("text")
    if row.get("answer"):
        question.extra["graderinfo"] = row.get("answer")


_READERS: dict[str, Callable] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "shorttext": _typed(typed.wordings),
    "number": _typed(typed.numbers),
    "cloze": _cloze,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _written,
    "file": _written,
    "description": _written,
}


# --- what every kind has ------------------------------------------------------------------------


def _fill(question: ParsedQuestion, row: Row, notes: list[Problem]) -> None:
    question.general_feedback = row.get("explanation")
    question.name = row.get("name")
    question.id_number = row.get("id")
    question.category = tuple(filter(None, split_path(row.get("category"))))
    question.tags = _tags(row)
    question.language = row.get("language")
    question.mark = _decimal(row, "mark", notes, Decimal(1))
    question.penalty = _decimal(row, "penalty", notes, None)
    question.shuffle = plain(row.get("shuffle")).casefold() not in _NO
    case = plain(row.get("case")).casefold()
    question.case_sensitive = bool(case) and case not in _NO
    format_name = plain(row.get("format")).casefold()
    if format_name in _FORMATS:
        _set_format(question, format_name)


def split_path(text: str) -> list[str]:
    r"""The names of a category path; `\/` is a stroke inside a name."""
    return [part.replace("\\/", "/").strip() for part in _CATEGORY.split(text)]


def _tags(row: Row) -> tuple[str, ...]:
    tags = [tag.strip() for tag in _TAGS.split(row.get("tags")) if tag.strip()]
    difficulty = row.get("difficulty")
    return (*tags, f"{DIFFICULTY}{difficulty}") if difficulty else tuple(tags)


def _decimal(row: Row, name: str, notes: list[Problem], default):
    if not row.get(name):
        return default
    value = typed.decimal_of(row.get(name))
    if value is None or value < 0:
        message = told(_("“%(text)s” is no number of marks."), {"text": row.get(name)})
        notes.append(Problem(row.line, f"{name}-unclear", message, cost=False))
        return default
    return value


def _set_format(question: ParsedQuestion, name: str) -> None:
    question.text_format = name
    for answer in question.answers if question.kind in ("single", "multiple", "matching") else ():
        answer.text_format = name
