"""Items as questions, by their interactions."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from assessments.formats.check import check
from assessments.formats.qti.body import Body, body_of, flow_of
from assessments.formats.qti.package import Listed, Package, open_package
from assessments.formats.qti.response import (
    HUNDRED,
    NUMBERS,
    Response,
    coords_of,
    is_plain,
    mark_of,
    numbers_of,
    per_cent,
    responses_of,
)
from assessments.formats.qti.xml import parse
from assessments.formats.question import Parsed, ParsedAnswer, ParsedQuestion, Problem, told
from assessments.formats.table.words import truth_of
from school.lib.refusal import Refusal

OURS = "group-leader-business-school"
PICTURE = "@@PLUGINFILE@@/"
# The field at the end of a text, and the unit behind it.
_UNIT = re.compile(r"(?:<p>\s*)?\[\[1\]\](?P<unit>[^\n<]{0,24})(?:</p>)?\s*$")
_SRC = re.compile(r'(<img [^>]*?src=")([^"]*)(")')
_SHAPES = {"circle": "circle", "rect": "rectangle", "poly": "polygon"}


@dataclass
class Item:
    """An item on its way to a question."""

    root: Element
    body: Body
    responses: dict[str, Response]
    question: ParsedQuestion
    package: Package
    path: str
    notes: list[Problem]

    def note(self, code: str, message) -> None:
        self.notes.append(Problem(self.question.line, code, message, cost=False))

    def response(self, interaction: Element) -> Response:
        name = interaction.get("responseIdentifier", "RESPONSE")
        return self.responses.get(name) or Response(name)


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
        raise _unsupported(_("Several interactions in one item are not supported: %(name)s."), both)
    if not names and not item.body.gaps:
        item.question.mark = mark if mark is not None else Decimal(0)
        return
    item.question.mark = Decimal(1) if mark is None else mark
    if names and names[0] not in _READERS:
        raise _unsupported(_("The interaction %(name)s is not supported."), names[0])
    if not is_plain(item.root):
        item.note(
            "qti-processing", _("Its own rules for marks were left out; please look at them.")
        )
    interaction = item.body.others[0] if names else item.body.gaps[0]
    reader = _READERS[names[0]] if names else _gaps
    reader(item, interaction)
    if mark is None and (top := item.response(interaction).top) and not item.question.gaps:
        item.question.mark = top


def _unsupported(message, name: str) -> Refusal:
    return Refusal("qti-interaction", message, {"name": name[:200]})


# --- choices ------------------------------------------------------------------------------------


def _choice(item: Item, interaction: Element) -> None:
    response, question = item.response(interaction), item.question
    choices = list(interaction.iter("simpleChoice"))
    question.shuffle = interaction.get("shuffle") == "true"
    question.kind = "multiple" if response.cardinality == "multiple" else "single"
    question.answers = [
        _said(choice, response.worth(choice.get("identifier", ""))) for choice in choices
    ]
    if question.kind == "multiple" and not response.entries:
        item.note(
            "all-or-nothing",
            _("Its marks were for all or nothing; here the right ones share them."),
        )
    if question.kind == "single" and (order := _truth(item, choices)):
        question.kind = "truefalse"
        question.answers = [question.answers[at] for at in order]
        for answer, word in zip(question.answers, ("true", "false"), strict=True):
            answer.text, answer.text_format = word, "plain"


def _said(choice: Element, worth: Decimal) -> ParsedAnswer:
    flow = flow_of([choice])
    feedback = flow_of(choice.iter("feedbackInline"))
    return ParsedAnswer(
        text=flow.text,
        text_format=flow.format,
        fraction=worth,
        feedback=feedback.text,
        feedback_format=feedback.format if feedback.text else "",
    )


def _truth(item: Item, choices: list[Element]) -> list[int] | None:
    """The places of true and false, if these two are the choices."""
    ours = item.root.get("toolName") == OURS
    signs = [choice.get("identifier", "") if ours else flow_of([choice]).text for choice in choices]
    truths = [truth_of(sign) if len(choices) == 2 else None for sign in signs]
    if set(truths) != {True, False}:
        return None
    return [truths.index(True), truths.index(False)]


def _match(item: Item, interaction: Element) -> None:
    """Pairs of two sets, each of the first with one of the second."""
    sets = list(interaction.iter("simpleMatchSet"))
    if len(sets) != 2:
        raise Refusal("pair-unclear", _("A matching item needs two sets."))
    left, right = (
        {one.get("identifier", ""): flow_of([one]) for one in side.iter("simpleAssociableChoice")}
        for side in sets
    )
    item.question.kind = "matching"
    item.question.shuffle = interaction.get("shuffle") != "false"
    response, used = item.response(interaction), set()
    for one in response.correct or [e.key for e in response.entries if e.marks > 0]:
        names = one.split()
        names = names if len(names) == 2 and names[0] in left else names[::-1]
        if len(names) == 2 and names[0] in left and names[1] in right:
            used.update(names)
            item.question.answers.append(_pair(left[names[0]], right[names[1]]))
    if missing := [name for name in left if name not in used]:
        message = _("“%(text)s” has no partner.")
        raise Refusal("pair-unclear", message, {"text": left[missing[0]].text})
    item.question.answers += [
        ParsedAnswer(match=flow.text) for name, flow in right.items() if name not in used
    ]


def _pair(left, right) -> ParsedAnswer:
    return ParsedAnswer(text=left.text, text_format=left.format, match=right.text, fraction=HUNDRED)


def _order(item: Item, interaction: Element) -> None:
    choices = {one.get("identifier", ""): one for one in interaction.iter("simpleChoice")}
    correct = item.response(interaction).correct
    if sorted(correct) != sorted(choices):
        raise Refusal("order-unclear", _("The order must name each choice once."))
    item.question.kind = "ordering"
    item.question.answers = [_said(choices[name], HUNDRED) for name in correct]


# --- gaps and fields ----------------------------------------------------------------------------


def _gaps(item: Item, first: Element) -> None:
    """One field at the end of the text is a short text or a number; all else is a gap text."""
    if _is_field(item, first):
        gap = _gap(item, first)
        question = item.question
        question.kind, question.answers = gap.kind, gap.answers
        question.case_sensitive = gap.case_sensitive
        unit = _UNIT.search(question.text)
        question.text = _UNIT.sub("", question.text).strip()
        for answer in question.answers if gap.kind == "number" and unit else ():
            answer.unit = unescape(unit["unit"]).strip()
        return
    item.question.kind = "cloze"
    item.question.gaps = [_gap(item, one) for one in item.body.gaps]
    if mark_of(item.root) is None:
        item.question.mark = sum((gap.mark for gap in item.question.gaps), Decimal(0))


def _is_field(item: Item, first: Element) -> bool:
    if len(item.body.gaps) > 1 or first.tag != "textEntryInteraction":
        return False
    if item.root.get("toolName") == OURS:
        return first.get("responseIdentifier") == "RESPONSE"
    if item.response(first).base in NUMBERS:
        return bool(_UNIT.search(item.question.text))
    return not item.body.goes_on


def _gap(item: Item, interaction: Element) -> ParsedQuestion:
    response = item.response(interaction)
    mark = response.top or Decimal(1)
    if interaction.tag == "inlineChoiceInteraction":
        answers = [
            _said(choice, response.worth(choice.get("identifier", "")))
            for choice in interaction.iter("inlineChoice")
        ]
        shuffle = interaction.get("shuffle") == "true"
        gap = ParsedQuestion("single", "", answers=answers, mark=mark, shuffle=shuffle)
    elif response.base in NUMBERS:
        whole = item.question.mark if len(item.body.gaps) == 1 else mark
        gap = ParsedQuestion("number", "", answers=numbers_of(item.root, response, whole))
        gap.mark = mark
    else:
        gap = _typed_gap(item, response, mark)
    if not gap.answers:
        raise Refusal("answer-missing", _("The answer is missing."))
    return gap


def _typed_gap(item: Item, response: Response, mark: Decimal) -> ParsedQuestion:
    # A star stands for any text here, and for a star in other programs.
    ours = item.root.get("toolName") == OURS
    keys = [entry.key for entry in response.entries] or response.correct
    answers = [
        ParsedAnswer(
            text=key if ours else key.replace("*", "\\*"),
            fraction=response.worth(key) if response.entries else HUNDRED,
        )
        for key in dict.fromkeys(keys)
    ]
    case = any(entry.case_sensitive for entry in response.entries)
    return ParsedQuestion("shorttext", "", answers=answers, mark=mark, case_sensitive=case)


def _gap_match(item: Item, interaction: Element) -> None:
    """Words to put into gaps: each gap is chosen for from all of them."""
    texts = {one.get("identifier", ""): flow_of([one]) for one in interaction.iter("gapText")}
    response = item.response(interaction)
    if not texts or not item.body.gaps:
        raise _unsupported(_("The interaction %(name)s is not supported."), "gapImg")
    item.question.kind = "cloze"
    for gap in item.body.gaps:
        name = gap.get("identifier", "")
        pairs = {f"{text} {name}": flow for text, flow in texts.items()}
        marks = [response.worth(pair) for pair in pairs]
        top = max(marks)
        if top <= 0:
            raise Refusal("answer-missing", _("A gap has no answer."))
        answers = [
            ParsedAnswer(text=flow.text, fraction=per_cent(max(Decimal(0), worth), top))
            for worth, flow in zip(marks, pairs.values(), strict=True)
        ]
        item.question.gaps.append(ParsedQuestion("single", "", answers=answers))


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
    "choiceInteraction": _choice,
    "matchInteraction": _match,
    "orderInteraction": _order,
    "gapMatchInteraction": _gap_match,
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
