"""The terms of an attempt: the rules that were promised at its start, kept with it as JSON.

An attempt from before there were such rules has none kept; what stands here by default is how
those were sat: a question on each page, back and forth, results at the end, everything shown."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from assessments import presets

Texts = dict[str, str]
DEFERRED, IMMEDIATE, INTERACTIVE, CERTAINTY = "deferred", "immediate", "interactive", "certainty"
SEQUENTIAL = "sequential"
SUBMIT, GRACE, ABANDON = "submit", "grace", "abandon"


@dataclass(frozen=True)
class Terms:
    """`pages` are the slots on each page, `headings` the parts by their first slot, `penalty` per
    cent of a question's marks, `bands` (from so many per cent, words) by language, the highest
    first. Moments are ISO texts, None for none."""

    pages: list[list[int]] = field(default_factory=list)
    headings: dict[str, Texts] = field(default_factory=dict)
    behaviour: str = DEFERRED
    tries: int = 1
    penalty: str = "0"
    navigation: str = "free"
    overtime: str = SUBMIT
    review: presets.Review = field(default_factory=presets.open_review)
    bands: list[tuple[int, Texts]] = field(default_factory=list)
    due_at: str | None = None
    closes_at: str | None = None

    @classmethod
    def of(cls, attempt: Any) -> "Terms":
        return cls(**attempt.terms)

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def checks(self) -> bool:
        """Whether she may ask, question by question, whether it is right."""
        return self.behaviour in (IMMEDIATE, INTERACTIVE)

    @property
    def forward_only(self) -> bool:
        return self.navigation == SEQUENTIAL

    @property
    def tries_each(self) -> int:
        return self.tries if self.behaviour == INTERACTIVE else 1

    def closed(self, now: datetime) -> bool:
        return self.closes_at is not None and datetime.fromisoformat(self.closes_at) <= now

    def was_due(self, at: datetime) -> bool:
        return self.due_at is not None and datetime.fromisoformat(self.due_at) < at

    def page_of(self, slot: int) -> int:
        """On which page a question is, from 1."""
        pages = (number for number, slots in enumerate(self.pages, start=1) if slot in slots)
        return next(pages, slot)

    def all_pages(self, slots: Iterable[int]) -> Sequence[Sequence[int]]:
        return self.pages or [[slot] for slot in slots]

    def penalty_of(self, frozen: Any) -> Decimal:
        """What each wrong try costs, as a part of 1: the question's own word, else the quiz's."""
        own = frozen.get("penalty")
        return Decimal(self.penalty) / 100 if own is None else Decimal(own)

    def word_to(self, percent: Decimal, language: str) -> str:
        reached = (texts for start, texts in self.bands if percent >= start)
        texts = next(reached, {})
        return texts.get(language) or next(iter(texts.values()), "")


def paginate(parts: Sequence[int], per_page: int) -> list[list[int]]:
    """The slots of each page, where `parts` says for each slot to which part it belongs: a page
    is full after so many questions, and a part begins on a page of its own."""
    pages: list[list[int]] = []
    before = None
    for slot, part in enumerate(parts, start=1):
        if part != before or len(pages[-1]) == per_page:
            pages.append([])
        pages[-1].append(slot)
        before = part
    return pages
