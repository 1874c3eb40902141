"""Questions as items, in the names of QTI 2; `writing` turns them into those of QTI 3."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from assessments.formats.qti.item import OURS
from assessments.formats.qti.markup import PICTURES, put, put_blocks, writable
from assessments.formats.qti.response import HUNDRED
from assessments.formats.question import ParsedAnswer, ParsedQuestion
from assessments.formats.weights import in_plain

TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
SHAPES = {"circle": "circle", "rectangle": "rect", "polygon": "poly"}
ONE = Decimal(1)


def item_of(question: ParsedQuestion, identifier: str) -> Element:
    """One item; KeyError for a kind that QTI has no interaction for."""
    root = Element(
        "assessmentItem",
        {
            "identifier": identifier,
            "title": writable(question.name),
            "label": writable(question.id_number),
            "adaptive": "false",
            "timeDependent": "false",
            "toolName": OURS,
        },
    )
    if question.language:
        root.set("xml:lang", writable(question.language))
    declarations, processing = Element("holder"), Element("responseProcessing")
    body = Element("itemBody")
    _WRITERS[question.kind](question, declarations, body, processing)
    root.extend(list(declarations))
    _outcome(root, "SCORE", question.mark)
    root.append(body)
    if len(processing) or processing.attrib:
        root.append(processing)
    if question.general_feedback:
        _feedback(root, question)
    return root


def _outcome(root: Element, name: str, most: Decimal) -> None:
    SubElement(
        root,
        "outcomeDeclaration",
        identifier=name,
        cardinality="single",
        baseType="float",
        normalMaximum=in_plain(most),
    )


def _feedback(root: Element, question: ParsedQuestion) -> None:
    place = list(root).index(root.find("itemBody"))
    attributes = {"identifier": "GENERAL", "cardinality": "single", "baseType": "identifier"}
    declared = Element("outcomeDeclaration", attributes)
    default = SubElement(declared, "defaultValue")
    SubElement(default, "value").text = "general"
    root.insert(place, declared)
    said = SubElement(
        root,
        "modalFeedback",
        outcomeIdentifier="GENERAL",
        showHide="show",
        identifier="general",
    )
    text_format = question.general_feedback_format or question.text_format
    put_blocks(said, question.general_feedback, text_format)


def _text(body: Element, question: ParsedQuestion, gaps: Sequence[Element] = ()) -> None:
    put_blocks(body, question.text, question.text_format, gaps)


def _declare(parent: Element, base: str, cardinality: str = "single", at: int = 0) -> Element:
    name = f"RESPONSE{at}" if at else "RESPONSE"
    return SubElement(
        parent,
        "responseDeclaration",
        identifier=name,
        cardinality=cardinality,
        baseType=base,
    )


def _correct(declaration: Element, values: Sequence[str]) -> None:
    if values:
        correct = SubElement(declaration, "correctResponse")
        for value in values:
            SubElement(correct, "value").text = writable(value)


def _mapping(
    declaration: Element, entries: Sequence[tuple[str, Decimal]], mark: Decimal, **more: str
) -> Element:
    mapping = SubElement(declaration, "mapping", defaultValue="0", lowerBound="0")
    mapping.set("upperBound", in_plain(mark or ONE))
    for key, fraction in entries:
        worth = in_plain(fraction * (mark or ONE) / HUNDRED)
        SubElement(mapping, "mapEntry", mapKey=writable(key), mappedValue=worth, **more)
    return mapping


def _by_template(processing: Element, name: str) -> None:
    processing.set("template", TEMPLATES + name)


# --- choices ------------------------------------------------------------------------------------


def _choice(question: ParsedQuestion, declared: Element, body: Element, done: Element) -> None:
    is_single = question.kind != "multiple"
    answers = question.answers
    names = [f"C{at}" for at in range(1, len(answers) + 1)]
    if question.kind == "truefalse":
        names = ["true", "false"]
    response = _declare(declared, "identifier", "single" if is_single else "multiple")
    right = [name for name, a in zip(names, answers, strict=True) if a.fraction > 0]
    if is_single:
        best = max(answers, key=lambda answer: answer.fraction)
        right = [names[answers.index(best)]]
    _correct(response, right)
    _mapping(
        response, [(n, a.fraction) for n, a in zip(names, answers, strict=True)], question.mark
    )
    _say_with_marks(done, declared, response, answers)
    _text(body, question)
    interaction = SubElement(
        body,
        "choiceInteraction",
        responseIdentifier="RESPONSE",
        shuffle=_truth(question.shuffle and question.kind != "truefalse"),
        maxChoices="1" if is_single else "0",
    )
    for name, answer in zip(names, answers, strict=True):
        choice = SubElement(interaction, "simpleChoice", identifier=name)
        _say(choice, answer, name)


def _say_with_marks(
    done: Element, declared: Element, response: Element, answers: Sequence[ParsedAnswer]
) -> None:
    """The template gives marks; what is said to a choice needs a line more."""
    if not any(answer.feedback for answer in answers):
        _by_template(done, "map_response")
        return
    kind = {"cardinality": response.get("cardinality", ""), "baseType": "identifier"}
    SubElement(declared, "outcomeDeclaration", {"identifier": "FEEDBACK", **kind})
    _add_mapped(done, "RESPONSE")
    outcome = SubElement(done, "setOutcomeValue", identifier="FEEDBACK")
    SubElement(outcome, "variable", identifier="RESPONSE")


def _say(choice: Element, answer: ParsedAnswer, name: str) -> None:
    put(choice, answer.text, answer.text_format)
    if answer.feedback:
        said = SubElement(
            choice,
            "feedbackInline",
            outcomeIdentifier="FEEDBACK",
            identifier=name,
            showHide="show",
        )
        put(said, answer.feedback, answer.feedback_format or answer.text_format)


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _matching(question: ParsedQuestion, declared: Element, body: Element, done: Element) -> None:
    pairs = [answer for answer in question.answers if answer.text]
    partners = list(dict.fromkeys(answer.match for answer in question.answers))
    keys = [f"L{at} R{partners.index(a.match) + 1}" for at, a in enumerate(pairs, start=1)]
    response = _declare(declared, "directedPair", "multiple")
    _correct(response, keys)
    _mapping(response, [(key, HUNDRED / len(keys)) for key in keys], question.mark)
    _by_template(done, "map_response")
    _text(body, question)
    interaction = SubElement(
        body,
        "matchInteraction",
        responseIdentifier="RESPONSE",
        shuffle=_truth(question.shuffle),
        maxAssociations=str(len(pairs)),
    )
    left, right = (SubElement(interaction, "simpleMatchSet") for _side in range(2))
    for at, answer in enumerate(pairs, start=1):
        choice = SubElement(left, "simpleAssociableChoice", identifier=f"L{at}", matchMax="1")
        put(choice, answer.text, answer.text_format)
    for at, partner in enumerate(partners, start=1):
        most = str(len(pairs))
        choice = SubElement(right, "simpleAssociableChoice", identifier=f"R{at}", matchMax=most)
        put(choice, partner, "plain")


def _ordering(question: ParsedQuestion, declared: Element, body: Element, done: Element) -> None:
    names = [f"C{at}" for at in range(1, len(question.answers) + 1)]
    _correct(_declare(declared, "identifier", "ordered"), names)
    _by_template(done, "match_correct")
    _text(body, question)
    attributes = {"responseIdentifier": "RESPONSE", "shuffle": "true"}
    interaction = SubElement(body, "orderInteraction", attributes)
    for name, answer in zip(names, question.answers, strict=True):
        choice = SubElement(interaction, "simpleChoice", identifier=name)
        put(choice, answer.text, answer.text_format)


# --- fields and gaps ----------------------------------------------------------------------------


def _field(question: ParsedQuestion, declared: Element, body: Element, done: Element) -> None:
    _typed(question, declared, done, 0, question.mark)
    if question.kind == "shorttext":
        _by_template(done, "map_response")
    _text(body, question)
    holder = SubElement(body, "p")
    entry = SubElement(holder, "textEntryInteraction", responseIdentifier="RESPONSE")
    units = {answer.unit for answer in question.answers}
    entry.tail = writable(units.pop()) if len(units) == 1 else None


def _typed(gap: ParsedQuestion, declared: Element, done: Element, at: int, mark: Decimal) -> None:
    """Declare what may be typed; a number's tolerance can only be said in the processing."""
    best = max(gap.answers, key=lambda answer: answer.fraction)
    if gap.kind == "number":
        response = _declare(declared, "float", at=at)
        _correct(response, [in_plain(best.value or Decimal(0))])
        _compare(done, gap, response.get("identifier", ""), mark)
        return
    response = _declare(declared, "string", at=at)
    _correct(response, [best.text])
    entries = [(answer.text, answer.fraction) for answer in gap.answers]
    _mapping(response, entries, mark, caseSensitive=_truth(gap.case_sensitive))


def _compare(done: Element, gap: ParsedQuestion, name: str, mark: Decimal) -> None:
    condition = SubElement(done, "responseCondition")
    for at, answer in enumerate(gap.answers):
        branch = SubElement(condition, "responseElseIf" if at else "responseIf")
        off = in_plain(answer.tolerance)
        equal = SubElement(branch, "equal", toleranceMode="absolute", tolerance=f"{off} {off}")
        SubElement(equal, "variable", identifier=name)
        value = SubElement(equal, "baseValue", baseType="float")
        value.text = in_plain(answer.value or Decimal(0))
        _score(branch, answer.fraction * (mark or ONE) / HUNDRED)


def _score(branch: Element, worth: Decimal) -> None:
    """Set, because the gaps before have set it too, as a sum with what there was."""
    outcome = SubElement(branch, "setOutcomeValue", identifier="SCORE")
    total = SubElement(outcome, "sum")
    SubElement(total, "variable", identifier="SCORE")
    SubElement(total, "baseValue", baseType="float").text = in_plain(worth)


def _cloze(question: ParsedQuestion, declared: Element, body: Element, done: Element) -> None:
    gaps = []
    for at, gap in enumerate(question.gaps, start=1):
        name = f"RESPONSE{at}"
        if gap.kind == "single":
            gaps.append(_inline_choice(gap, declared, at))
        else:
            _typed(gap, declared, done, at, gap.mark)
            gaps.append(Element("textEntryInteraction", responseIdentifier=name))
        if gap.kind != "number":
            _add_mapped(done, name)
    _text(body, question, gaps)


def _inline_choice(gap: ParsedQuestion, declared: Element, at: int) -> Element:
    names = [f"G{at}C{place}" for place in range(1, len(gap.answers) + 1)]
    response = _declare(declared, "identifier", at=at)
    best = max(gap.answers, key=lambda answer: answer.fraction)
    _correct(response, [names[gap.answers.index(best)]])
    entries = [(n, a.fraction) for n, a in zip(names, gap.answers, strict=True)]
    _mapping(response, entries, gap.mark)
    interaction = Element(
        "inlineChoiceInteraction",
        responseIdentifier=f"RESPONSE{at}",
        shuffle=_truth(gap.shuffle),
    )
    for name, answer in zip(names, gap.answers, strict=True):
        put(SubElement(interaction, "inlineChoice", identifier=name), answer.text, "plain")
    return interaction


def _add_mapped(done: Element, name: str) -> None:
    outcome = SubElement(done, "setOutcomeValue", identifier="SCORE")
    total = SubElement(outcome, "sum")
    SubElement(total, "variable", identifier="SCORE")
    SubElement(total, "mapResponse", identifier=name)


# --- pictures and persons -----------------------------------------------------------------------


def _place(question: ParsedQuestion, declared: Element, body: Element, done: Element) -> None:
    response = _declare(declared, "point")
    mapping = SubElement(response, "areaMapping", defaultValue="0", lowerBound="0")
    mapping.set("upperBound", in_plain(question.mark or ONE))
    for answer in question.answers:
        area = answer.area or {}
        coords = [at for point in area.get("points", ()) for at in point]
        coords += [area["radius"]] if area.get("shape") == "circle" else []
        SubElement(
            mapping,
            "areaMapEntry",
            shape=SHAPES.get(area.get("shape", ""), "default"),
            coords=",".join(str(at) for at in coords),
            mappedValue=in_plain(answer.fraction * (question.mark or ONE) / HUNDRED),
        )
    _by_template(done, "map_response_point")
    _text(body, question)
    interaction = SubElement(
        body, "selectPointInteraction", responseIdentifier="RESPONSE", maxChoices="1"
    )
    name = next(iter(question.pictures), "")
    source = PICTURES + quote(name)
    SubElement(
        interaction, "object", data=source, type=picture_type(question.pictures.get(name, b""))
    )


def picture_type(content: bytes) -> str:
    if content.startswith(b"\x89PNG"):
        return "image/png"
    return "image/gif" if content.startswith(b"GIF8") else "image/jpeg"


def _written(name: str) -> Callable:
    def write(question: ParsedQuestion, declared: Element, body: Element, _done: Element) -> None:
        _declare(declared, "string" if name == "extendedTextInteraction" else "file")
        _text(body, question)
        if notes := question.extra.get("graderinfo"):
            rubric = SubElement(body, "rubricBlock", view="scorer")
            put_blocks(rubric, notes if isinstance(notes, str) else notes.get("text", ""), "plain")
        SubElement(body, name, responseIdentifier="RESPONSE")

    return write


def _description(question: ParsedQuestion, _declared: Element, body: Element, _done) -> None:
    _text(body, question)


_WRITERS: dict[str, Callable] = {
    "single": _choice,
    "multiple": _choice,
    "truefalse": _choice,
    "shorttext": _field,
    "number": _field,
    "matching": _matching,
    "ordering": _ordering,
    "cloze": _cloze,
    "place": _place,
    "essay": _written("extendedTextInteraction"),
    "file": _written("uploadInteraction"),
    "description": _description,
}
KINDS = frozenset(_WRITERS)
