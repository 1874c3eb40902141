"""From a Moodle XML file to questions."""

import re
from decimal import Decimal
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from assessments.formats.check import check
from assessments.formats.decode import decode
from assessments.formats.moodlexml.chunks import Chunk, chunks
from assessments.formats.moodlexml.element import broken, element_of
from assessments.formats.moodlexml.kept import keep
from assessments.formats.moodlexml.texts import (
    flag_at,
    number_at,
    said_at,
    take_pictures,
    text_at,
    text_in,
)
from assessments.formats.moodlexml.types import TYPES
from assessments.formats.path import read_path
from assessments.formats.question import Parsed, ParsedQuestion, Problem, told
from school.lib.refusal import Refusal

CODE = "moodlexml"
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.-]{1,40})[\"']")
_TYPE = re.compile(r"<question[^<>]{0,400}?type\s*=\s*[\"']category[\"']")
_THIRD = Decimal("0.3333333")


def read(data: bytes) -> Parsed:
    """The questions of a Moodle XML file; what can't be read is among the problems."""
    declared = _DECLARED.search(data[:400])
    decoded = decode(data, declared[1].decode() if declared else "")
    parsed = Parsed(CODE, problems=decoded.problems())
    category: tuple[str, ...] = ()
    for chunk in chunks(decoded.text):
        category = _take(parsed, chunk, category)
    if not parsed.read and not parsed.problems:
        parsed.problems.append(
            Problem(1, "questions-missing", _("There are no questions in this file."), cost=False)
        )
    return parsed


def _take(parsed: Parsed, chunk: Chunk, category: tuple[str, ...]) -> tuple[str, ...]:
    """Take the question of the chunk; returns the category of those that follow."""
    question = ParsedQuestion("", "", line=chunk.line, category=category)
    try:
        if not chunk.whole:
            raise broken()
        element = element_of(chunk.text)
        if element.get("type") == "category":
            return read_path(text_at(element, "category"))
        notes = _fill(question, element)
        notes += check(question)
    except Refusal as refusal:
        problem = Problem(chunk.line, refusal.code, told(refusal.message, refusal.params))
        # A category that can't be read costs no question, but its questions lose their place.
        problem.cost = not _TYPE.match(chunk.text)
        parsed.problems.append(problem)
        parsed.read += problem.cost
        return category
    parsed.read += 1
    parsed.questions.append(question)
    parsed.problems += notes
    return category


def _fill(question: ParsedQuestion, element: Element) -> list[Problem]:
    kind = (element.get("type") or "").strip().lower()
    if kind not in TYPES:
        message = _("Questions of the type “%(type)s” have no place in this school.")
        raise Refusal("kind-unknown", message, {"type": kind[:40] or "?"})
    question.name = " ".join(text_at(element, "name").split())
    question.text, question.text_format = said_at(element, "questiontext")
    _take_common(question, element)
    notes = TYPES[kind](question, element)
    return [*notes, *take_pictures(question, element)]


def _take_common(question: ParsedQuestion, element: Element) -> None:
    general = said_at(element, "generalfeedback", question.text_format)
    question.general_feedback = general.text
    if general.format != question.text_format:
        question.general_feedback_format = general.format
    mark = number_at(element, "defaultgrade")
    question.mark = question.mark if mark is None else abs(mark)
    question.penalty = _penalty(element)
    question.id_number = text_at(element, "idnumber")
    tags = (text_in(tag) for tag in element.findall("tags/tag"))
    question.tags = tuple(dict.fromkeys(tag for tag in tags if tag))
    question.language = text_at(element, "language")
    question.shuffle = flag_at(element, "shuffleanswers", True)
    kept = keep(element)
    if kept.pop("hidden", "0") not in ("", "0"):
        question.extra["hidden"] = True
    if kept:
        question.extra["moodle"] = kept


def _penalty(element: Element) -> Decimal | None:
    """Old files round a third in their own ways."""
    penalty = number_at(element, "penalty")
    if penalty is None or not 0 <= penalty <= 1:
        return None
    return _THIRD if abs(penalty - _THIRD) < Decimal("0.005") else penalty
