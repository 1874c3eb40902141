"""A quiz's file: its rules, and the questions that go into the bank."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml

from school.home.starter.files import LANGUAGES, ContentError, Texts, digest, read_yaml, require


@dataclass(frozen=True)
class AnswerEntry:
    """What may be answered, with its worth in per cent. `text` is empty for numbers, `value` None
    for all others."""

    text: Texts
    fraction: Decimal
    feedback: Texts
    value: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    unit: Texts | None = None


@dataclass(frozen=True)
class QuestionEntry:
    code: str
    kind: str
    text: Texts
    feedback: Texts
    answers: list[AnswerEntry]
    tags: list[str]
    source: str


@dataclass(frozen=True)
class QuizFile:
    """`draw` is how many questions an attempt has, drawn at random; 0 is all of them."""

    file: Path
    source: str
    slug: str
    title: Texts
    intro: Texts
    minutes: int
    pass_mark: int
    draw: int
    questions: list[QuestionEntry]


def read_quiz(file: Path) -> QuizFile:
    """Raises ContentError."""
    data = read_yaml(file)
    require(data, ["slug", "title", "intro", "minutes", "pass_mark", "draw", "questions"], file)
    questions = [_read_question(entry, file) for entry in data["questions"]]
    rules = {name: value for name, value in data.items() if name != "questions"}
    return QuizFile(
        file=file,
        source=digest(yaml.safe_dump([rules, [question.code for question in questions]])),
        questions=questions,
        **{name: data[name] for name in ("slug", "title", "minutes", "pass_mark", "draw")},
        intro={language: text.strip() for language, text in data["intro"].items()},
    )


def _read_question(entry: dict, file: Path) -> QuestionEntry:
    require(entry, ["id", "kind", "text", "answers", "feedback"], file)
    return QuestionEntry(
        code=entry["id"],
        kind=entry["kind"],
        text=entry["text"],
        feedback=entry["feedback"],
        answers=[_read_answer(answer, entry["id"], file) for answer in entry["answers"]],
        tags=entry.get("tags", []),
        source=digest(yaml.safe_dump(entry)),
    )


def _read_answer(answer: dict, code: str, file: Path) -> AnswerEntry:
    if not ("text" in answer or "value" in answer) or "fraction" not in answer:
        raise ContentError(file, f"{code}: an answer needs a text or a value, and a fraction")
    return AnswerEntry(
        text=_both(answer.get("text", "")),
        fraction=Decimal(str(answer["fraction"])),
        feedback=_both(answer.get("feedback", "")),
        value=Decimal(str(answer["value"])) if "value" in answer else None,
        tolerance=Decimal(str(answer.get("tolerance", 0))),
        unit=_both(answer.get("unit", "")),
    )


def _both(text: Texts | str) -> Texts:
    """A text that is the same in all languages may be written once."""
    return text if isinstance(text, dict) else dict.fromkeys(LANGUAGES, text)
