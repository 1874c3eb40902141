"""The form in which questions pass between files and the bank."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.functional import lazy

from school.lib.refusal import sentence

# A message with its parameters, in the language of whoever reads it.
told = lazy(sentence, str)


@dataclass
class ParsedAnswer:
    """An answer as a file gives it.

    `fraction` is in per cent of the question's marks, -100 to 100. A range of numbers is its middle
    `value` with half its width as `tolerance`. In a matching question `match` is the partner of
    `text`; an answer with a `match` and no `text` is a partner that fits nothing. In an ordering
    question the answers stand in their right order. What fits in these two is worth 100. A place
    on a picture has its shape in `area`, in pixels of the picture:
    `{"shape": "rectangle" | "circle" | "polygon", "points": [[x, y], …], "radius": number}`.
    True/false has two answers, "true" and "false", in this order."""

    text: str = ""
    text_format: str = "plain"
    fraction: Decimal = Decimal(0)
    feedback: str = ""
    feedback_format: str = ""
    value: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    unit: str = ""
    match: str = ""
    area: dict[str, Any] | None = None


@dataclass
class ParsedQuestion:
    """A question as a file gives it.

    `kind` is single, multiple, truefalse, shorttext, number, matching, ordering, cloze, place,
    essay, file or description. Text formats are plain, html, markdown and moodle (HTML whose line
    breaks count); an empty format of a feedback is that of the text. Pictures are named in the
    texts as `@@PLUGINFILE@@/name` or by their name. In a cloze text `[[1]]` is the place of the
    first gap, and each gap is a question of kind shorttext, number or single with its mark.
    `penalty` is the part of the mark, 0 to 1, that each further try costs. `extra` is what only
    one format knows, JSON-able, kept for the round trip."""

    kind: str
    text: str
    text_format: str = "plain"
    name: str = ""
    line: int = 0
    category: tuple[str, ...] = ()
    answers: list[ParsedAnswer] = field(default_factory=list)
    general_feedback: str = ""
    general_feedback_format: str = ""
    mark: Decimal = Decimal(1)
    penalty: Decimal | None = None
    tags: tuple[str, ...] = ()
    id_number: str = ""
    case_sensitive: bool = False
    shuffle: bool = True
    language: str = ""
    pictures: dict[str, bytes] = field(default_factory=dict)
    gaps: list["ParsedQuestion"] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class Problem:
    """What could not be read as it stands, for a person to look at. `cost` says whether it cost
    the whole question; otherwise the question went in and this is worth a look."""

    line: int
    code: str
    message: Any
    cost: bool = True


@dataclass
class Parsed:
    """What a file held. `read` counts the question-like items seen: those in `questions` and those
    that a problem cost."""

    format: str
    questions: list[ParsedQuestion] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    read: int = 0
