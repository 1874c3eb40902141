"""Select the place on a picture."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from assessments.area import HUNDRED, Area, from_pixels, plain, read_area
from assessments.formats.question import ParsedAnswer, ParsedQuestion, Problem
from assessments.kinds.base import (
    Frozen,
    Kind,
    fraction_of,
    frozen_answer,
    pair,
    part,
    parts_of,
    said,
)
from assessments.kinds.choice import NEARLY, unreadable
from assessments.kinds.exchange import (
    Written,
    parsed_answer,
    parsed_question,
    written,
    written_answer,
)

TENTH = Decimal("0.1")
NOWHERE = Area("circle", ((Decimal(0), Decimal(0)),))


class Place(Kind):
    """A picture to tap on. Of the areas that hold the spot the best one counts; a spot in none of
    them brings nothing. For who can't tap on a picture the areas are numbered and listed, so at
    least one of them should be a wrong one.

    A value is `{"x", "y"}` in per cent of width and height, or `{"area": key}` if she chose by
    number."""

    code = "place"
    label = _("Place on a picture")
    order = 90
    template = "assessments/kinds/place.html"
    mixes = True
    fields = Kind.fields | {"area", "picture", "shuffle"}

    def problem(self, answers: Sequence[Any], question: Any = None) -> Any | None:
        if question and not question.picture:
            return _("Choose the picture.")
        if len(answers) < 2:
            return _("Give at least two places, a right one and a wrong one: they are also listed "
                     "by number, for who can't tap on a picture.")  # fmt: skip
        if any(read_area(answer.area) is None for answer in answers):
            return _("Each place needs its circle, rectangle or polygon in the picture.")
        if max(answer.fraction for answer in answers) < HUNDRED - NEARLY:
            return _("One place must be worth 100.")
        return None

    def freeze_answers(self, versions: Sequence[Any]) -> list[dict[str, Any]]:
        rows = pair(versions)
        return [frozen_answer(row, texts=texts, area=row.area) for row, texts in rows]

    def read(self, frozen: Frozen, raw: Any) -> dict[str, Any] | None:
        if not raw:
            return None
        if not isinstance(raw, Mapping) or not set(raw) <= {"area", "x", "y"}:
            raise unreadable()
        if raw.get("area"):
            if raw["area"] not in [answer["key"] for answer in frozen["answers"]]:
                raise unreadable()
            return {"area": raw["area"]}
        x, y = _per_cent(raw.get("x")), _per_cent(raw.get("y"))
        if (x is None) != (y is None):
            raise unreadable()
        return None if x is None else {"x": x, "y": y}

    def read_form(self, frozen: Frozen, data: Any) -> dict[str, Any] | None:
        return self.read(frozen, parts_of(data))

    def grade(self, frozen: Frozen, value: Any) -> Decimal:
        hit = self._hit(frozen, value)
        return part(fraction_of(hit)) if hit else Decimal(0)

    def feedback(self, frozen: Frozen, value: Any, language: str) -> list[str]:
        hit = self._hit(frozen, value)
        word = said(hit["texts"], language, "feedback") if hit else ""
        return [word] if word else []

    def shown(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        if "picture" not in frozen:
            return {}
        chosen = (value or {}).get("area")
        places = [
            {
                "number": number,
                "key": answer["key"],
                "text": said(answer["texts"], language),
                "chosen": answer["key"] == chosen,
                **_at(*_area(answer).middle, frozen),
            }
            for number, answer in enumerate(_legible(frozen), start=1)
        ]
        return {
            "picture": frozen["picture"],
            "box": _box(frozen),
            "places": places,
            "by_number": chosen is not None,
            "spot": _spot(frozen, value),
        }

    def reviewed(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        best = max(frozen["answers"], key=fraction_of)
        given = next((a for a in frozen["answers"] if a["key"] == (value or {}).get("area")), None)
        spot = _spot(frozen, value)
        if given:
            spot = _at(*_area(given).middle, frozen)
        return {
            "picture": frozen["picture"],
            "box": _box(frozen),
            "spot": spot,
            "right_spot": _at(*_area(best).middle, frozen),
            "right": said(best["texts"], language),
        }

    def response(self, frozen: Frozen, value: Any, language: str = "") -> str:
        if not value:
            return ""
        hit = self._hit(frozen, value)
        if not hit:
            return str(_("Beside all places"))
        return said(hit["texts"], language) or str(_area(hit))

    def from_parsed(self, parsed: ParsedQuestion) -> Written:
        size = _size(parsed)
        areas = [from_pixels(one.area or {}, *size) if size else None for one in parsed.answers]
        answers = [
            written_answer(answer, area=str(area or ""))
            for answer, area in zip(parsed.answers, areas, strict=True)
        ]
        lost = _("The picture, or a place on it, can't be read.")
        problem = Problem(parsed.line, "place-unreadable", lost, cost=False)
        return written(parsed, answers, problems=[] if all(areas) else [problem])

    def to_parsed(self, question: Any) -> ParsedQuestion:
        rows = question.answers.all()
        return parsed_question(question, [_parsed_place(question, row) for row in rows])

    def _hit(self, frozen: Frozen, value: Any) -> Mapping[str, Any] | None:
        """The area that was chosen, or the best one that holds the spot."""
        if not value:
            return None
        if "area" in value:
            return next((a for a in frozen["answers"] if a["key"] == value["area"]), None)
        spot = Decimal(value["x"]), Decimal(value["y"])
        ratio = Decimal(frozen["picture"]["height"]) / frozen["picture"]["width"]
        held = [a for a in frozen["answers"] if _area(a).holds(*spot, ratio)]
        return max(held, key=fraction_of, default=None)


def _per_cent(raw: Any) -> str | None:
    """A tenth of a per cent as a text: JSON's own numbers would not come back exactly."""
    if raw in (None, ""):
        return None
    if isinstance(raw, bool) or not isinstance(raw, str | int | float) or len(str(raw)) > 24:
        raise unreadable()
    try:
        at = Decimal(str(raw))
        if not 0 <= at <= HUNDRED:
            raise unreadable()
    except InvalidOperation:
        raise unreadable() from None
    return plain(at.quantize(TENTH))


def _legible(frozen: Frozen) -> list[Mapping[str, Any]]:
    """All areas, but those that a trainer has only begun to write when she looks at a preview."""
    return [answer for answer in frozen["answers"] if read_area(answer["area"])]


def _area(answer: Mapping[str, Any]) -> Area:
    return read_area(answer["area"]) or NOWHERE


def _box(frozen: Frozen) -> str:
    """The drawing over the picture: a hundred wide, as high as the picture is."""
    return f"0 0 100 {plain(_height(frozen))}"


def _height(frozen: Frozen) -> Decimal:
    picture = frozen["picture"]
    return (Decimal(100) * picture["height"] / picture["width"]).quantize(TENTH)


def _at(x: Decimal, y: Decimal, frozen: Frozen) -> dict[str, str]:
    """A spot in the coordinates of the drawing."""
    down = (Decimal(y) * _height(frozen) / HUNDRED).quantize(TENTH)
    return {"x": plain(Decimal(x).quantize(TENTH)), "y": plain(down)}


def _spot(frozen: Frozen, value: Any) -> dict[str, str] | None:
    if not value or "x" not in value:
        return None
    given = {"given_x": value["x"], "given_y": value["y"]}
    return _at(Decimal(value["x"]), Decimal(value["y"]), frozen) | given


def _size(parsed: ParsedQuestion) -> tuple[int, int] | None:
    for content in parsed.pictures.values():
        try:
            return Image.open(BytesIO(content)).size
        except (UnidentifiedImageError, OSError, ValueError):
            return None
    return None


def _parsed_place(question: Any, answer: Any) -> ParsedAnswer:
    area = read_area(answer.area)
    if area is None or not question.picture_id:
        return parsed_answer(question, answer)
    pixels = area.in_pixels(question.picture.width, question.picture.height)
    return parsed_answer(question, answer, area=pixels)
