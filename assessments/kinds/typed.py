"""What the kinds have in common in which an answer is typed."""

import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assessments.kinds.base import LONGEST, Frozen, Kind, fraction_of, part, said
from assessments.kinds.choice import unreadable


class TypedKind(Kind):
    """A field to type into. A value is the text as it was typed."""

    longest = LONGEST

    def match(self, frozen: Frozen, answer: Mapping[str, Any], typed: str) -> bool:
        """Whether what was typed meets this answer of the question."""
        raise NotImplementedError

    def read(self, frozen: Frozen, raw: Any) -> str | None:
        if raw is None:
            return None
        if not isinstance(raw, str) or len(raw) > self.longest or not storable(raw):
            raise unreadable()
        return raw.strip() or None

    def grade(self, frozen: Frozen, value: Any) -> Decimal:
        best = self._best(frozen, value)
        return part(fraction_of(best)) if best else Decimal(0)

    def feedback(self, frozen: Frozen, value: Any, language: str) -> list[str]:
        best = self._best(frozen, value)
        word = said(best["texts"], language, "feedback") if best else ""
        return [word] if word else []

    def response(self, frozen: Frozen, value: Any, language: str = "") -> str:
        return fold(value or "")

    def _best(self, frozen: Frozen, value: Any) -> Mapping[str, Any] | None:
        if not value:
            return None
        met = [answer for answer in frozen["answers"] if self.match(frozen, answer, value)]
        return max(met, key=fraction_of, default=None)


def storable(text: str) -> bool:
    """A NUL and halves of a character can be sent in JSON, but PostgreSQL keeps neither."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def fold(text: str, *, case: bool = False) -> str:
    """The text without what people type differently and mean the same: case (unless `case`
    counts), full and half width, the number of spaces."""
    once = unicodedata.normalize("NFKC", text)
    if not case:
        once = unicodedata.normalize("NFKC", once.casefold())
        once = unicodedata.normalize("NFKC", once.casefold())
    return " ".join(once.split())
