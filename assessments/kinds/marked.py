"""What the kinds have in common whose answers a person marks."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any, ClassVar

from assessments.formats.question import ParsedQuestion
from assessments.kinds.base import Frozen, Kind
from assessments.kinds.exchange import Written
from assessments.plaintext import plain_text


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

    def from_parsed(self, parsed: ParsedQuestion) -> Written:
        made = super().from_parsed(parsed)
        made.fields["marking_notes"] = _notes(parsed.extra)
        return made

    def to_parsed(self, question: Any) -> ParsedQuestion:
        """The notes as the file gave them, unless they were changed since."""
        parsed = super().to_parsed(question)
        notes = question.marking_notes
        if notes != _notes(parsed.extra):
            moodle = {**parsed.extra.get("moodle", {}), "graderinfo": [notes, "plain"]}
            parsed.extra = {**parsed.extra, "graderinfo": notes, "moodle": moodle}
        return parsed

    def grade(self, frozen: Frozen, value: Any) -> Decimal | None:
        return None if value else Decimal(0)

    def feedback(self, frozen: Frozen, value: Any, language: str) -> list[str]:
        return []


def _notes(extra: Mapping[str, Any]) -> str:
    """What a file says to who marks: in Moodle's XML a text with its format."""
    kept = (extra.get("moodle") or {}).get("graderinfo")
    return plain_text(*kept) if kept else extra.get("graderinfo") or ""
