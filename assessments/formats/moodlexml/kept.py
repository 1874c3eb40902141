"""What only Moodle knows of a question, kept for the way back."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from assessments.formats.moodlexml.texts import FORMATS, said_in, text_in

_PLAIN = [
    "hidden",
    "answernumbering",
    "showstandardinstruction",
    "shownumcorrect",
    "unitgradingtype",
    "unitpenalty",
    "showunits",
    "unitsleft",
    "responseformat",
    "responserequired",
    "responsefieldlines",
    "minwordlimit",
    "maxwordlimit",
    "attachments",
    "attachmentsrequired",
    "filetypeslist",
    "maxbytes",
    "layouttype",
    "selecttype",
    "selectcount",
    "gradingtype",
    "showgrading",
    "numberingstyle",
]
_TEXTS = [
    "correctfeedback",
    "partiallycorrectfeedback",
    "incorrectfeedback",
    "graderinfo",
    "responsetemplate",
]
_HINT_FLAGS = ("shownumcorrect", "clearwrong")
_NAMES = {name: moodles for moodles, name in reversed(FORMATS.items())}


def keep(element: Element) -> dict[str, Any]:
    """Those of Moodle's own settings that the question has."""
    kept: dict[str, Any] = {}
    for tag in _PLAIN:
        if element.find(tag) is not None:
            kept[tag] = text_in(element.find(tag))
    for tag in _TEXTS:
        said = said_in(element.find(tag))
        if said.text:
            kept[tag] = list(said)
    hints = [_hint(hint) for hint in element.findall("hint")]
    return kept | ({"hints": hints} if hints else {})


def put_back(element: Element, kept: dict[str, Any]) -> None:
    for tag in _PLAIN:
        if tag in kept:
            SubElement(element, tag).text = kept[tag]
    for tag in _TEXTS:
        if tag in kept:
            put_text(element, tag, *kept[tag])
    for hint in kept.get("hints", []):
        made = put_text(element, "hint", hint["text"], hint["format"])
        for flag in hint["flags"]:
            SubElement(made, flag)


def put_text(parent: Element, tag: str, text: str, form: str, **attributes: str) -> Element:
    """An element with a format, and its words inside."""
    element = SubElement(parent, tag, **attributes, format=_NAMES.get(form, "html"))
    SubElement(element, "text").text = text
    return element


def _hint(hint: Element) -> dict[str, Any]:
    said = said_in(hint)
    return {"text": said.text, "format": said.format, "flags": list(_flags(hint))}


def _flags(hint: Element) -> Iterator[str]:
    return (flag for flag in _HINT_FLAGS if hint.find(flag) is not None)
