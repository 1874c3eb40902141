"""What the kinds have in common whose answers a person marks."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any, ClassVar

from assessments.kinds.base import Frozen, Kind


class MarkedKind(Kind):
    """An answer that a trainer reads. Nothing given is worth nothing; anything else is worth what
    a person says, so `grade` doesn't know."""

    by_person: ClassVar[bool] = True
    fields = frozenset({"marking_notes"})

    def problem(self, answers: Sequence[Any], question: Any = None) -> Any | None:
        return None

    def freeze_answers(self, versions: Sequence[Any]) -> list[dict[str, Any]]:
        return []

    def freeze_more(self, versions: Sequence[Any], mix: Random | None) -> dict[str, Any]:
        notes = {version.locale.language_code: version.marking_notes for version in versions}
        return {"notes": notes} if any(notes.values()) else {}

    def grade(self, frozen: Frozen, value: Any) -> Decimal | None:
        return None if value else Decimal(0)

    def feedback(self, frozen: Frozen, value: Any, language: str) -> list[str]:
        return []
