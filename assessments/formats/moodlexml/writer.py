"""Questions as Moodle XML."""

import base64
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from assessments.formats.moodlexml.gapwriter import can_write_gap, cloze_text
from assessments.formats.moodlexml.kept import put_back, put_text
from assessments.formats.path import write_path
from assessments.formats.question import ParsedAnswer, ParsedQuestion
from assessments.formats.weights import in_plain

_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "truefalse": "truefalse",
    "shorttext": "shortanswer",
    "number": "numerical",
    "matching": "matching",
    "ordering": "ordering",
    "cloze": "cloze",
    "place": "ddmarker",
    "essay": "essay",
    "file": "essay",
    "description": "description",
}


def can_write(question: ParsedQuestion) -> bool:
    """Whether Moodle XML has a way to say this question."""
    if question.kind == "cloze":
        return all(can_write_gap(gap) for gap in question.gaps)
    if question.kind == "number":
        return all(answer.value is not None for answer in question.answers)
    return question.kind in _TYPES


def write(questions: Iterable[ParsedQuestion]) -> bytes:
    """The questions that Moodle XML can say, in UTF-8."""
    quiz, category = Element("quiz"), ()
    for question in questions:
        if not can_write(question):
            continue
        if question.category != category:
            category = question.category
            _put_category(quiz, category)
        _put_question(quiz, question)
    for element in quiz.iter():
        element.text = _NOT_IN_XML.sub("", element.text) if element.text else element.text
    indent(quiz)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(quiz, encoding="utf-8") + b"\n"


def _put_category(quiz: Element, category: tuple[str, ...]) -> None:
    element = SubElement(quiz, "question", type="category")
    SubElement(SubElement(element, "category"), "text").text = write_path(category)


def _put_question(quiz: Element, question: ParsedQuestion) -> None:
    element = SubElement(quiz, "question", type=_TYPES[question.kind])
    SubElement(SubElement(element, "name"), "text").text = question.name
    text = cloze_text(question) if question.kind == "cloze" else question.text
    holder = put_text(element, "questiontext", text, question.text_format)
    _put_pictures(element if question.kind == "place" else holder, question)
    _put_common(element, question)
    writer = _WRITERS.get(question.kind)
    if writer:
        writer(element, question)
    put_back(element, question.extra.get("moodle", {}))


def _put_pictures(holder: Element, question: ParsedQuestion) -> None:
    for name, content in question.pictures.items():
        file = SubElement(holder, "file", name=name, path="/", encoding="base64")
        file.text = base64.b64encode(content).decode()


def _put_common(element: Element, question: ParsedQuestion) -> None:
    form = question.general_feedback_format or question.text_format
    put_text(element, "generalfeedback", question.general_feedback, form)
    SubElement(element, "defaultgrade").text = in_plain(question.mark)
    if question.penalty is not None:
        SubElement(element, "penalty").text = in_plain(question.penalty)
    SubElement(element, "hidden").text = "1" if question.extra.get("hidden") else "0"
    SubElement(element, "idnumber").text = question.id_number
    SubElement(element, "shuffleanswers").text = str(int(question.shuffle))
    if question.language:
        # Moodle passes over it; this school reads it back.
        SubElement(element, "language").text = question.language
    if question.tags:
        tags = SubElement(element, "tags")
        for tag in question.tags:
            SubElement(SubElement(tags, "tag"), "text").text = tag


def _put_choices(element: Element, question: ParsedQuestion) -> None:
    SubElement(element, "single").text = str(question.kind == "single").lower()
    for answer in question.answers:
        _put_answer(element, question, answer, answer.text_format)


def _put_words(element: Element, question: ParsedQuestion) -> None:
    SubElement(element, "usecase").text = str(int(question.case_sensitive))
    for answer in question.answers:
        _put_answer(element, question, answer, "plain")


def _put_truth(element: Element, question: ParsedQuestion) -> None:
    for answer in question.answers:
        _put_answer(element, question, answer, "plain")


def _put_numbers(element: Element, question: ParsedQuestion) -> None:
    for answer in question.answers:
        said = in_plain(answer.value or Decimal(0))
        row = _put_answer(element, question, answer, "plain", said)
        SubElement(row, "tolerance").text = in_plain(answer.tolerance)
    otherwise = question.extra.get("otherwise")
    if otherwise:
        row = SubElement(element, "answer", fraction="0", format="plain_text")
        SubElement(row, "text").text = "*"
        form = question.extra.get("otherwise_format") or question.text_format
        put_text(row, "feedback", otherwise, form)
        SubElement(row, "tolerance").text = "0"
    _put_units(element, question)


def _put_units(element: Element, question: ParsedQuestion) -> None:
    unit = next((answer.unit for answer in question.answers if answer.unit), "")
    if not unit:
        return
    units = SubElement(element, "units")
    for name, factor in [(unit, "1"), *question.extra.get("units", [])]:
        row = SubElement(units, "unit")
        SubElement(row, "multiplier").text = factor
        SubElement(row, "unit_name").text = name


def _put_answer(
    element: Element,
    question: ParsedQuestion,
    answer: ParsedAnswer,
    form: str,
    text: str | None = None,
) -> Element:
    said = answer.text if text is None else text
    row = put_text(element, "answer", said, form, fraction=in_plain(answer.fraction))
    put_text(row, "feedback", answer.feedback, answer.feedback_format or answer.text_format)
    return row


def _put_pairs(element: Element, question: ParsedQuestion) -> None:
    for answer in question.answers:
        row = put_text(element, "subquestion", answer.text, answer.text_format)
        SubElement(SubElement(row, "answer"), "text").text = answer.match


def _put_order(element: Element, question: ParsedQuestion) -> None:
    for place, answer in enumerate(question.answers, start=1):
        put_text(element, "answer", answer.text, answer.text_format, fraction=str(place))


def _put_file(element: Element, question: ParsedQuestion) -> None:
    kept = question.extra.get("moodle", {})
    for tag, usual in (("responseformat", "noinline"), ("attachments", "1")):
        if tag not in kept:
            SubElement(element, tag).text = usual


def _put_places(element: Element, question: ParsedQuestion) -> None:
    """The right places as zones of one marker, which Moodle reads; then all of them, which only
    this school does."""
    right = [answer for answer in question.answers if answer.fraction > 0 and answer.area]
    drag = SubElement(element, "drag")
    SubElement(drag, "no").text = "1"
    SubElement(drag, "text").text = right[0].text if right else ""
    SubElement(drag, "noofdrags").text = "1"
    for number, answer in enumerate(right, start=1):
        drop = SubElement(element, "drop")
        SubElement(drop, "no").text = str(number)
        _put_area(drop, answer)
        SubElement(drop, "choice").text = "1"
    for answer in question.answers:
        if answer.area:
            weight = in_plain(answer.fraction)
            place = put_text(element, "place", answer.text, answer.text_format, fraction=weight)
            form = answer.feedback_format or answer.text_format
            put_text(place, "feedback", answer.feedback, form)
            _put_area(place, answer)


def _put_area(element: Element, answer: ParsedAnswer) -> None:
    area = answer.area or {}
    points = [list(point) for point in area.get("points", [])]
    if area.get("shape") == "circle":
        points.append([area["radius"]])
    if area.get("shape") == "rectangle":
        (x1, y1), (x2, y2) = points
        points = [[min(x1, x2), min(y1, y2)], [abs(x2 - x1), abs(y2 - y1)]]
    SubElement(element, "shape").text = area.get("shape", "")
    SubElement(element, "coords").text = ";".join(",".join(map(str, p)) for p in points)


_WRITERS: dict[str, Callable[[Element, ParsedQuestion], None]] = {
    "single": _put_choices,
    "multiple": _put_choices,
    "truefalse": _put_truth,
    "shorttext": _put_words,
    "number": _put_numbers,
    "matching": _put_pairs,
    "ordering": _put_order,
    "place": _put_places,
    "file": _put_file,
}
