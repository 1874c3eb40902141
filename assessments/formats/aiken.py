"""Aiken, the plainest form of choice questions: a text, lettered answers, `ANSWER: B`.

Beside what Moodle reads, answers may be lettered `A、` `(A)` `a)` `Ａ．`, the answer line may say
答案 and name several letters or true and false, and an explanation may follow it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from assessments.formats.check import check
from assessments.formats.decode import decode
from assessments.formats.question import Parsed, ParsedAnswer, ParsedQuestion, Problem, told
from assessments.formats.weights import HUNDRED, equal_share
from school.lib.refusal import Refusal

code = "aiken"
label = _("Aiken")
suffix = "aiken.txt"
kinds = frozenset({"single", "multiple", "truefalse"})

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SAMPLE = 1 << 16
_CHOICE = re.compile(r"[(（]?([A-Za-zＡ-Ｚａ-ｚ])\s?[.)．）、:：]\s*(.*)")
_ANSWER = re.compile(
    r"(?:ANSWERS?|ANS|CORRECT(?: ANSWERS?)?|KEY|(?:正确|参考|标准)?答案)\s*[:：]\s*(.*)",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"(?:FEEDBACK|EXPLANATION|(?:答案)?解析|解释|说明)\s*[:：]\s*(.*)", re.IGNORECASE
)
_LETTERS_ONLY = re.compile(r"[A-Z](?:\s*(?:[,;/、，；&+和]|and|\s)?\s*[A-Z])*[.)]?", re.IGNORECASE)
_ONE_LETTER = re.compile(r"[(]?([A-Z])[.):、]", re.IGNORECASE)
_TRUE = {"t", "true", "对", "正确", "√", "是"}
_FALSE = {"f", "false", "错", "错误", "×", "x", "否"}


@dataclass
class _Block:
    """The lines of one question, as far as they are known."""

    line: int = 0
    text: list[str] = field(default_factory=list)
    choices: list[list[str]] = field(default_factory=list)
    answer: str | None = None
    reason: list[str] = field(default_factory=list)
    resting: bool = False

    @property
    def open(self) -> bool:
        return bool(self.text or self.choices)

    @property
    def next_letter(self) -> str:
        return LETTERS[len(self.choices) : len(self.choices) + 1]


def read(data: bytes) -> Parsed:
    """The questions of an Aiken file; what can't be read is among the problems."""
    decoded = decode(data)
    parsed = Parsed(code, problems=decoded.problems())
    for block in _blocks(decoded.text):
        parsed.read += 1
        question = ParsedQuestion("single", "\n".join(block.text).strip(), line=block.line)
        try:
            _fill(question, block)
            notes = check(question)
        except Refusal as refusal:
            message = told(refusal.message, refusal.params)
            parsed.problems.append(Problem(block.line, refusal.code, message))
            continue
        parsed.questions.append(question)
        parsed.problems += notes
    return parsed


def can_write(question: ParsedQuestion) -> bool:
    """Whether Aiken reads the question back as it is: its lines must not look like others."""
    if question.kind not in kinds or question.pictures or len(question.answers) > len(LETTERS):
        return False
    found = read(_written(question).encode())
    return len(found.questions) == 1 and not found.problems and _same(question, found.questions[0])


def write(questions: Iterable[ParsedQuestion]) -> bytes:
    """The choice questions, in UTF-8. Aiken knows neither weights nor feedback to an answer."""
    return "\n".join(_written(one) for one in questions if can_write(one)).encode()


def looks_like(data: bytes, name: str = "") -> bool:
    """Whether it has lettered answers and a line that says which is right."""
    lines = [line.strip() for line in decode(data[:_SAMPLE]).text.split("\n")]
    named = any(_ANSWER.match(line) for line in lines)
    return named and any(_letter(line) == "A" for line in lines)


def _blocks(text: str) -> list[_Block]:
    found: list[_Block] = []
    block = _Block()
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if _begins_another(block, line):
            found.append(block)
            block = _Block()
        if line and not block.open and not block.line:
            block.line = number
        _put(block, line)
    return [one for one in [*found, block] if one.line]


def _begins_another(block: _Block, line: str) -> bool:
    """After its answer line or a second A, or after choices that a blank line ended."""
    if not line:
        return False
    if block.answer is not None:
        return not _REASON.match(line) and not (block.reason and not block.resting)
    if not block.choices or _ANSWER.match(line):
        return False
    letter = _letter(line)
    return letter == "A" or (block.resting and letter != block.next_letter)


def _put(block: _Block, line: str) -> None:
    """Put the line where it belongs: text, a choice or its second line, answer, explanation."""
    answer, reason = _ANSWER.match(line), _REASON.match(line)
    if not line:
        block.resting = True
        return
    if block.answer is None and answer:
        block.answer = answer[1].strip()
    elif block.answer is not None:
        block.reason.append(reason[1] if reason else line)
    elif _letter(line) == (block.next_letter or "-"):
        block.choices.append([_CHOICE.match(line)[2].strip()])
    elif block.choices:
        block.choices[-1].append(line)
    else:
        block.text.append(line)
    block.resting = False


def _letter(line: str) -> str:
    """The letter that the line begins with, if it is lettered like a choice."""
    found = _CHOICE.match(line)
    return unicodedata.normalize("NFKC", found[1]).upper() if found else ""


def _fill(question: ParsedQuestion, block: _Block) -> None:
    if block.answer is None:
        raise Refusal("answer-missing", _("No line says which answer is right."))
    question.general_feedback = "\n".join(block.reason).strip()
    said = unicodedata.normalize("NFKC", block.answer).strip()
    if not block.choices:
        _take_truth(question, said)
        return
    right = _right(said, len(block.choices))
    share = equal_share(len(right))
    question.kind = "single" if len(right) == 1 else "multiple"
    question.answers = [
        ParsedAnswer("\n".join(lines).strip(), fraction=share if place in right else Decimal(0))
        for place, lines in enumerate(block.choices)
    ]


def _take_truth(question: ParsedQuestion, said: str) -> None:
    """Without choices the answer may be true or false."""
    if said.lower() not in _TRUE | _FALSE:
        raise Refusal("answer-missing", _("There are no lettered answers."))
    question.kind = "truefalse"
    truth = said.lower() in _TRUE
    question.answers = [
        ParsedAnswer("true", fraction=HUNDRED if truth else Decimal(0)),
        ParsedAnswer("false", fraction=Decimal(0) if truth else HUNDRED),
    ]


def _right(said: str, count: int) -> set[int]:
    """The places of the answers that the line names."""
    named = _ONE_LETTER.match(said)
    if named and not _LETTERS_ONLY.fullmatch(said):
        letters = named[1]
    else:
        letters = re.sub(r"\band\b", "", said, flags=re.IGNORECASE)
        letters = re.sub(r"[^A-Za-z]", "", letters) if _LETTERS_ONLY.fullmatch(said) else ""
    places = {LETTERS.index(letter) for letter in letters.upper()}
    if not places or max(places) >= count:
        message = _("“%(text)s” names none of the lettered answers.")
        raise Refusal("answer-unknown", message, {"text": said[:40]})
    return places


def _written(question: ParsedQuestion) -> str:
    lines = [question.text]
    if question.kind == "truefalse":
        lines.append(f"ANSWER: {max(question.answers, key=lambda a: a.fraction).text.upper()}")
    else:
        lines += [f"{at}) {a.text}" for at, a in zip(LETTERS, question.answers, strict=False)]
        right = [at for at, a in zip(LETTERS, question.answers, strict=False) if a.fraction > 0]
        lines.append(f"ANSWER: {', '.join(right)}")
    if question.general_feedback:
        lines.append(f"FEEDBACK: {question.general_feedback}")
    return "\n".join(lines) + "\n"


def _same(one: ParsedQuestion, other: ParsedQuestion) -> bool:
    """Alike in what Aiken can say."""
    return _content(one) == _content(other)


def _content(question: ParsedQuestion) -> tuple:
    answers = [(answer.text, answer.fraction > 0) for answer in question.answers]
    return question.kind, question.text, question.general_feedback, answers
