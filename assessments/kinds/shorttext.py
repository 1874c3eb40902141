"""Short text."""

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.kinds.base import HUNDRED, Frozen, fraction_of, frozen_answer, said, texts_of
from assessments.kinds.typed import TypedKind, fold

# A star stands for any text, `\*` for a star.
STAR = re.compile(r"(?<!\\)\*")


class ShortText(TypedKind):
    """A word or two. The wordings of every language count, whichever language is on the screen."""

    code = "shorttext"
    label = _("Short text")
    order = 40
    template = "assessments/kinds/shorttext.html"

    fields = TypedKind.fields | {"case_sensitive"}

    def problem(self, answers: Sequence[Any], question: Any = None) -> Any | None:
        if not any(answer.text.strip() and answer.fraction >= HUNDRED for answer in answers):
            return _("Give at least one wording that is worth 100.")
        if any(not answer.text.strip() for answer in answers):
            return _("Each answer needs its words.")
        return None

    def freeze_answers(self, versions: Sequence[Any]) -> list[dict[str, Any]]:
        return [
            frozen_answer(answer, texts={version.locale.language_code: texts_of(answer)})
            for version in versions
            for answer in version.answers.all()
        ]

    def freeze_more(self, versions: Sequence[Any], mix: Random | None) -> dict[str, Any]:
        return {"case": True} if versions[0].case_sensitive else {}

    def match(self, frozen: Frozen, answer: Mapping[str, Any], typed: str) -> bool:
        case = frozen.get("case", False)
        return any(meets(texts["text"], typed, case=case) for texts in answer["texts"].values())

    def shown(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        return {"value": value or ""}

    def reviewed(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        own = [a for a in frozen["answers"] if language in a["texts"]] or frozen["answers"]
        best = max(own, key=fraction_of)
        return {"value": value or "", "right": plain(said(best["texts"], language))}


def meets(pattern: str, typed: str, *, case: bool = False) -> bool:
    """Whether the typed text meets the pattern, both folded. The pieces between the stars must
    come in their order; looked for from the left, so that it takes linear time."""
    split = STAR.split(_with_plain_stars(pattern))
    pieces = [fold(piece.replace(r"\*", "*"), case=case) for piece in split]
    rest = fold(typed, case=case)
    if len(pieces) == 1:
        return rest == pieces[0]
    first, *middle, last = pieces
    if len(rest) < len(first) + len(last):
        return False
    if not rest.startswith(first) or not rest.endswith(last):
        return False
    return _in_order(middle, rest[len(first) : len(rest) - len(last)])


def plain(pattern: str) -> str:
    """The pattern as a person would write the answer: without its stars."""
    return STAR.sub("", _with_plain_stars(pattern)).replace(r"\*", "*").strip()


def _with_plain_stars(pattern: str) -> str:
    """A star typed with a Chinese keyboard is a star."""
    return pattern.replace("＊", "*")


def _in_order(pieces: list[str], text: str) -> bool:
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True
