"""Places on a picture: Moodle's "drag and drop markers" with one marker."""

import re
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from assessments.formats.moodlexml.texts import said_in, text_at, text_in
from assessments.formats.numbers import need_number
from assessments.formats.question import ParsedAnswer, ParsedQuestion, Problem
from assessments.formats.weights import HUNDRED, read_weight
from school.lib.refusal import Refusal

_SEPARATORS = re.compile(r"[;,\s]+")


def read_markers(question: ParsedQuestion, element: Element) -> list[Problem]:
    """One marker with its zones is a place to tap on; several are more than that.

    Refuses kind-unknown."""
    question.kind = "place"
    own = element.findall("place")
    if own:
        question.answers = [_own(place) for place in own]
        return []
    drags = {text_at(drag, "no"): text_in(drag) for drag in element.findall("drag")}
    drops = element.findall("drop")
    if len(drags) != 1 or not drops:
        message = _("Questions of the type “%(type)s” with several markers have no place here.")
        raise Refusal("kind-unknown", message, {"type": "ddmarker"})
    text = next(iter(drags.values()))
    question.answers = [ParsedAnswer(text, fraction=HUNDRED, area=_area(drop)) for drop in drops]
    return []


def _own(place: Element) -> ParsedAnswer:
    """A place as this school writes it beside Moodle's markers: wrong ones have words too."""
    said, feedback = said_in(place, "plain"), said_in(place.find("feedback"), "plain")
    return ParsedAnswer(
        text=said.text,
        text_format=said.format,
        fraction=read_weight(place.get("fraction", "0")) or Decimal(0),
        feedback=feedback.text,
        feedback_format=feedback.format if feedback.text and feedback.format != said.format else "",
        area=_area(place),
    )


def _area(element: Element) -> dict[str, Any]:
    """Shape and points in pixels: "x,y;r" of a circle, "x,y;width,height", "x,y;x,y;x,y"."""
    shape = text_at(element, "shape").lower()
    coords = _SEPARATORS.split(text_at(element, "coords").strip())
    numbers = [_pixels(need_number(number).number) for number in coords[:400]]
    if shape == "circle" and len(numbers) == 3:
        return {"shape": shape, "points": [numbers[:2]], "radius": numbers[2]}
    if shape == "rectangle" and len(numbers) == 4:
        x, y, width, height = numbers
        return {"shape": shape, "points": [[x, y], [x + width, y + height]], "radius": 0}
    if shape == "polygon" and len(numbers) >= 6 and len(numbers) % 2 == 0:
        points = [numbers[at : at + 2] for at in range(0, len(numbers), 2)]
        return {"shape": shape, "points": points, "radius": 0}
    raise Refusal("place-unreadable", _("A place on the picture can't be read."))


def _pixels(number: Decimal) -> int | float:
    return int(number) if number == int(number) else float(number)
