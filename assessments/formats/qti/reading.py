"""Items as questions, by their interactions."""

import posixpath
import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from assessments.formats.check import check
from assessments.formats.qti.body import body_of, flow_of
from assessments.formats.qti.choosing import read_choice, read_match, read_order
from assessments.formats.qti.gaps import read_gap_match, read_gaps
from assessments.formats.qti.item import Item, unsupported
from assessments.formats.qti.package import Listed, Package, open_package
from assessments.formats.qti.response import (
    coords_of,
    is_plain,
    mark_of,
    per_cent,
    responses_of,
)
from assessments.formats.qti.xml import parse
from assessments.formats.question import Parsed, ParsedAnswer, ParsedQuestion, Problem, told
from school.lib.refusal import Refusal

PICTURE = "@@PLUGINFILE@@/"
_SRC = re.compile(r'(<img [^>]*?src=")([^"]*)(")')
_SHAPES = {"circle": "circle", "rect": "rectangle", "poly": "polygon"}


def read_package(data: bytes) -> Parsed:
    """The items of a package, or of a file that is one item. An item's number counts as its
    line."""
    parsed = Parsed(format="qti")
    try:
        package, roots = _open(data)
    except Refusal as refusal:
        parsed.problems.append(_problem(0, refusal))
        return parsed
    for line, listed in enumerate(package.items, start=1):
        parsed.read += 1
        try:
            root = roots.get(listed.path)
            root = parse(package.read(listed.path)) if root is None else root
            if root.tag in ("assessmentTest", "assessmentSection", "manifest"):
                parsed.read -= 1
                continue
            parsed.questions.append(_question(root, listed, line, package, parsed.problems))
        except Refusal as refusal:
            parsed.problems.append(_problem(line, refusal))
    return parsed


def _open(data: bytes) -> tuple[Package, dict[str, Element]]:
    if data.startswith(b"PK"):
        return open_package(data), {}
    return Package(items=[Listed("")]), {"": parse(data)}


def _problem(line: int, refusal: Refusal) -> Problem:
    return Problem(line, refusal.code, told(refusal.message, refusal.params))


def _question(
    root: Element, listed: Listed, line: int, package: Package, notes: list[Problem]
) -> ParsedQuestion:
    if root.tag != "assessmentItem":
        message = _("This is no QTI 2 or 3 item, but “%(name)s”.")
        raise Refusal("qti-unknown", message, {"name": root.tag[:60]})
    element = root.find("itemBody")
    body = body_of(element if element is not None else Element("itemBody"))
    question = ParsedQuestion(
        kind="description",
        # Some programs put all the words into the title.
        text=body.flow.text or root.get("title", ""),
        text_format=body.flow.format,
        line=line,
        name=root.get("title", ""),
        id_number=root.get("label", ""),
        tags=listed.tags,
        category=listed.category,
        language=root.get("lang", ""),
    )
    item = Item(root, body, responses_of(root), question, package, listed.path, [])
    _read(item)
    _say(item)
    _take_pictures(item)
    item.notes += check(question)
    notes += item.notes
    return question


def _read(item: Item) -> None:
    """Refuses qti-interaction: one that we don't have, or several together."""
    mark = mark_of(item.root)
    names = [one.tag for one in item.body.others]
    if len(names) > 1 or (names and item.body.gaps and names != ["gapMatchInteraction"]):
        both = ", ".join(dict.fromkeys([*names, *(gap.tag for gap in item.body.gaps)]))
        raise unsupported(_("Several interactions in one item are not supported: %(name)s."), both)
    if not names and not item.body.gaps:
        item.question.mark = mark if mark is not None else Decimal(0)
        return
    item.question.mark = Decimal(1) if mark is None else mark
    if names and names[0] not in _READERS:
        raise unsupported(_("The interaction %(name)s is not supported."), names[0])
    if not is_plain(item.root):
        item.note(
            "qti-processing", _("Its own rules for marks were left out; please look at them.")
        )
    interaction = item.body.others[0] if names else item.body.gaps[0]
    reader = _READERS[names[0]] if names else read_gaps
    reader(item, interaction)
    if mark is None and (top := item.response(interaction).top) and not item.question.gaps:
        item.question.mark = top


# --- pictures and persons -----------------------------------------------------------------------


def _place(item: Item, interaction: Element) -> None:
    """A place to point at, or spots to choose from."""
    response, question = item.response(interaction), item.question
    question.kind = "place"
    if interaction.tag == "hotspotInteraction":
        spots = [
            (one.get("shape", ""), coords_of(one), response.worth(one.get("identifier", "")))
            for one in interaction.iter("hotspotChoice")
        ]
    else:
        top = response.top or Decimal(1)
        spots = [(p.shape, p.coords, per_cent(p.marks, top)) for p in response.places]
    question.answers = [
        ParsedAnswer(fraction=worth, area=_area(shape, coords)) for shape, coords, worth in spots
    ]
    picture = next((one for one in interaction.iter() if one.tag in ("object", "img")), None)
    if picture is None or not question.answers:
        raise Refusal("place-unclear", _("The picture or the places on it are missing."))
    source = picture.get("data") or picture.get("src", "")
    name = posixpath.basename(unquote(source))
    question.pictures[name] = item.package.read(item.package.beside(item.path, source))


def _area(shape: str, coords: list[Decimal]) -> dict:
    numbers = [float(at) if at % 1 else int(at) for at in coords]
    radius = numbers.pop() if shape == "circle" and len(numbers) == 3 else 0
    points = [list(pair) for pair in zip(numbers[::2], numbers[1::2], strict=False)]
    if shape not in _SHAPES or not points:
        message = _("A place of the shape “%(name)s” is not supported.")
        raise Refusal("place-shape", message, {"name": shape})
    return {"shape": _SHAPES[shape], "points": points, "radius": radius}


def _essay(item: Item, _interaction: Element) -> None:
    item.question.kind = "essay"
    _read_notes(item)


def _file(item: Item, _interaction: Element) -> None:
    item.question.kind = "file"
    _read_notes(item)


def _read_notes(item: Item) -> None:
    """What only the person who marks it sees."""
    notes = flow_of(one for one in item.root.iter("rubricBlock") if "scorer" in one.get("view", ""))
    if notes.text:
        item.question.extra["graderinfo"] = notes.text


_READERS: dict[str, Callable[[Item, Element], None]] = {
    "choiceInteraction": read_choice,
    "matchInteraction": read_match,
    "orderInteraction": read_order,
    "gapMatchInteraction": read_gap_match,
    "hotspotInteraction": _place,
    "selectPointInteraction": _place,
    "extendedTextInteraction": _essay,
    "uploadInteraction": _file,
}


# --- what every item has ------------------------------------------------------------------------


def _say(item: Item) -> None:
    """What is said to a choice, and to whatever was answered."""
    general = []
    choices = {
        one.get("identifier", ""): answer
        for one, answer in zip(item.root.iter("simpleChoice"), item.question.answers, strict=False)
        if item.question.kind in ("single", "multiple")
    }
    for feedback in item.root.findall("modalFeedback"):
        answer = choices.get(feedback.get("identifier", ""))
        if answer is not None and not answer.feedback:
            flow = flow_of([feedback])
            answer.feedback, answer.feedback_format = flow.text, flow.format
        else:
            general.append(feedback)
    flow = flow_of(general)
    item.question.general_feedback = flow.text
    item.question.general_feedback_format = flow.format if flow.text else ""


def _take_pictures(item: Item) -> None:
    """Pictures in the texts come along under their names; those that can't be read are noted."""
    question = item.question
    question.text = _with_pictures(item, question.text, question.text_format)
    question.general_feedback = _with_pictures(
        item, question.general_feedback, question.general_feedback_format
    )
    for answer in question.answers:
        answer.text = _with_pictures(item, answer.text, answer.text_format)


def _with_pictures(item: Item, text: str, text_format: str) -> str:
    if text_format != "html":
        return text
    return _SRC.sub(lambda found: found[1] + _picture(item, found[2]) + found[3], text)


def _picture(item: Item, source: str) -> str:
    href = unescape(source)
    if href.startswith(("http:", "https:", "data:", PICTURE)):
        return source
    try:
        path = item.package.beside(item.path, href)
        content = item.package.read(path)
    except Refusal as refusal:
        item.note(refusal.code, told(refusal.message, refusal.params))
        return source
    name = posixpath.basename(path)
    if item.question.pictures.get(name, content) != content:
        name = path.replace("/", "-")
    item.question.pictures[name] = content
    return PICTURE + name.replace('"', "&quot;")
