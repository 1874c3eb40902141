"""The pages of an attempt, as a leader turns them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessments import answer, kinds, paper, result, scoring
from assessments.answer import NOTHING, Given
from assessments.kinds.file import File
from assessments.models import Attempt, AttemptQuestion
from assessments.saving import as_shown
from assessments.scoring import is_finished
from assessments.terms import CERTAINTY, Terms

END = "end"


@dataclass(frozen=True)
class Put:
    """A question on a page: `before` is the answer that the page shows at first, `reviewed` what
    there is to say to the answer that she had checked."""

    question: paper.Shown
    slot: int
    answered: bool
    before: str
    heading: str = ""
    sure: Sequence[tuple[int, bool]] = ()
    may_check: bool = False
    finished: bool = False
    tries_left: int = 0
    reviewed: Any = None
    is_file: bool = False


@dataclass(frozen=True)
class Sheet:
    """A page of an attempt. `back` and `on` are the first questions of the neighbours."""

    number: int
    count: int
    puts: list[Put]
    segments: list[tuple[int, str]]
    back: int
    on: int | str

    @property
    def slots(self) -> list[int]:
        return [put.slot for put in self.puts]


@dataclass(frozen=True)
class Line:
    """A question in the list at the end."""

    slot: int
    text: str
    answered: bool


def sheet(attempt: Attempt, number: int | None, language: str) -> Sheet | None:
    """One page; without a number the one where she goes on. None if there isn't one of this
    number. Three queries."""
    known = list(attempt.questions.values_list("pk", "slot", "kind"))
    desk = _Desk(attempt, known, language)
    number = desk.onward() if number is None else number
    if not 1 <= number <= len(desk.pages):
        return None
    return desk.sheet(number, list(attempt.questions.filter(slot__in=desk.pages[number - 1])))


def sheets(attempt: Attempt, language: str) -> tuple[list[Sheet], list[Line]]:
    """All pages that may still be turned to, and the list at the end. Two queries."""
    questions = list(attempt.questions.all())
    desk = _Desk(attempt, [(one.pk, one.slot, one.kind) for one in questions], language)
    first = attempt.reached if desk.terms.forward_only else 1
    pages = [
        desk.sheet(number, [one for one in questions if one.slot in slots])
        for number, slots in enumerate(desk.pages, start=1)
        if number >= first
    ]
    return pages, desk.lines(questions)


def lines(attempt: Attempt, language: str) -> list[Line]:
    """The list at the end. Two queries."""
    return sheets(attempt, language)[1]


def has_open(attempt: Attempt, slots: Sequence[int]) -> bool:
    """Whether one of these questions asks for something and has no answer. Two queries."""
    given = answer.given(attempt)
    rows = attempt.questions.filter(slot__in=slots).values_list("pk", "kind")
    return any(kinds.find(kind).asks and given.get(pk, NOTHING).value is None for pk, kind in rows)


class _Desk:
    """An attempt with what was answered, read once."""

    def __init__(self, attempt: Attempt, known: Sequence[tuple[int, int, str]], language: str):
        self.language, self.known, self.terms = language, known, Terms.of(attempt)
        self.attempt = attempt
        self.pages = self.terms.all_pages(slot for _pk, slot, _kind in known)
        self.given = answer.given(attempt)

    def sheet(self, number: int, questions: Sequence[AttemptQuestion]) -> Sheet:
        slots = self.pages[number - 1]
        alone = len(slots) == 1
        free = number > 1 and not self.terms.forward_only
        return Sheet(
            number=number,
            count=len(self.known),
            puts=[self._put(one, "" if alone else f"q{one.slot}-") for one in questions],
            segments=[
                (slot, self._segment(pk, slot, kind, slots)) for pk, slot, kind in self.known
            ],
            back=self.pages[number - 2][0] if free else 0,
            on=self.pages[number][0] if number < len(self.pages) else END,
        )

    def onward(self) -> int:
        """Where she goes on: the first page with an open question, or the one she has reached."""
        if self.terms.forward_only:
            return self.attempt.reached
        left = (slot for pk, slot, kind in self.known if not self._segment(pk, slot, kind, ()))
        slot = next(left, None)
        return next((at for at, on in enumerate(self.pages, start=1) if slot in on), 1)

    def lines(self, questions: Sequence[AttemptQuestion]) -> list[Line]:
        return [
            Line(one.slot, kind.title(one.frozen, self.language), self._answered(one.pk))
            for one in questions
            if (kind := kinds.find(one.kind)).asks
        ]

    def _answered(self, pk: int) -> bool:
        return self.given.get(pk, NOTHING).value is not None

    def _segment(self, pk: int, slot: int, kind: str, here: Sequence[int]) -> str:
        if slot in here:
            return "here"
        return "done" if self._answered(pk) or not kinds.find(kind).asks else ""

    def _put(self, question: AttemptQuestion, prefix: str) -> Put:
        given, terms = self.given.get(question.pk, NOTHING), self.terms
        finished = is_finished(question, given, terms)
        asks = kinds.find(question.kind).asks
        heading = terms.headings.get(str(question.slot), {})
        return Put(
            question=paper.show(question, given.value, self.language, prefix),
            slot=question.slot,
            answered=given.value is not None,
            before=as_shown(given.value, given.certainty),
            heading=heading.get(self.language) or next(iter(heading.values()), ""),
            sure=_levels(given) if asks and terms.behaviour == CERTAINTY else (),
            may_check=asks and terms.checks and not finished,
            finished=finished,
            tries_left=terms.tries_each - len(given.checked),
            reviewed=self._reviewed(question, given, finished),
            is_file=question.kind == File.code,
        )

    def _reviewed(self, question: AttemptQuestion, given: Given, finished: bool) -> Any:
        """While tries are left, the explanation and the right answer stay covered."""
        if not given.checked:
            return None
        told = result.review_of_try(self.attempt, question, given.checked[-1], self.language)
        return told if finished else told.covered()


def _levels(given: Given) -> list[tuple[int, bool]]:
    """How sure she may be, and whether she said so."""
    return [(level, level == given.certainty) for level in scoring.RIGHT]
