"""What an appeal can be about: a task that was handed in, or one answer of a quiz. Both say whose
it is, what it is called, who may answer, and how its mark is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments import answer as answers
from assessments import kinds, marking, scoring
from assessments import review as review_grid
from assessments.kinds.base import PLACES
from assessments.mark import give_again
from assessments.models import Appeal, Attempt, AttemptQuestion, Look, Submission
from assessments.terms import Terms
from courses.translation import current_language
from school.lib.refusal import Refusal
from school.people.models import Leader, User

RULE = "appeal"


@dataclass(frozen=True)
class Wish:
    """How somebody who answers an appeal changes the mark: by the levels of the task's rubric, or
    by the part of the question's marks, from 0 to 1."""

    levels: Mapping[str, Any] | None = None
    part: Decimal | None = None


@dataclass(frozen=True)
class Task:
    """A task that was handed in."""

    submission: Submission

    @property
    def leader(self) -> Leader:
        return self.submission.leader

    @property
    def title(self) -> str:
        return self.submission.title

    @property
    def address(self) -> str:
        task = marking.task_of(self.submission)
        return task.address if task else ""

    @property
    def marked_by(self) -> str:
        return self.submission.marker.name if self.submission.marker else ""

    def may_be_appealed(self) -> bool:
        """Whether it is marked, not as well as can be, and not appealed yet. (Of several tries
        only the newest.)"""
        one = self.submission
        marked = one.state != Submission.State.SENT
        perfect = one.state == Submission.State.ACCEPTED and one.percent in (None, 100)
        return marked and not perfect and not hasattr(one, "appeal")

    def check_answerer(self, by: User) -> None:
        """Refuses: own-work, looked-already."""
        marking.check_not_concerned(self.submission, by)
        if self.submission.marker_id == by.pk:
            raise marked_herself()

    def change(self, by: User, wish: Wish, words: str) -> None:
        """Let it be accepted, with a rubric by these levels.

        Refuses: rubric-incomplete, level-unknown, answer-worse."""
        one, levels = self.submission, wish.levels or {}
        look = marking.make_look(one, by, Look.Part.APPEAL, True, levels, words)
        if one.percent is not None and look.percent is not None and look.percent < one.percent:
            raise worse()
        look.save()
        marking.settle(
            one, look, percent=look.percent, comment=one.comment, rule=RULE, reason=words
        )


@dataclass(frozen=True)
class QuizAnswer:
    """One answer of a finished attempt, marked by its key or by a person. `answered` is whether
    there was an answer, where that is known already."""

    question: AttemptQuestion
    answered: bool | None = None

    @property
    def attempt(self) -> Attempt:
        return self.question.attempt

    @property
    def leader(self) -> Leader:
        return self.attempt.leader

    @property
    def title(self) -> str:
        titles = self.attempt.title
        title = titles.get(current_language()) or next(iter(titles.values()), "")
        return f"{title} · {self.question.slot}"

    @property
    def address(self) -> str:
        place = reverse("assessments:result", args=[self.attempt.pk])
        return f"{place}#q{self.question.slot}"

    @property
    def by_person(self) -> bool:
        return kinds.find(self.question.kind).by_person

    @property
    def marked_by(self) -> str:
        """Nobody's name where the key marked it."""
        last = list(self.question.marks_given.all())[-1:]
        return last[0].by.name if last else ""

    def may_be_appealed(self) -> bool:
        """Whether it was answered, is marked, isn't wholly right, may be seen with its mark by
        now, and wasn't appealed yet. Practice has no marks that matter."""
        one, attempt = self.question, self.attempt
        if one.fraction is None or one.fraction >= 1 or not kinds.find(one.kind).asks:
            return False
        if attempt.state != Attempt.State.DONE or attempt.practice or hasattr(one, "appeal"):
            return False
        seen = review_grid.visible(attempt) & {"marks", "correctness"}
        return bool(seen) and self._was_answered()

    def _was_answered(self) -> bool:
        return self._given().value is not None if self.answered is None else self.answered

    def _given(self) -> answers.Given:
        return answers.given(self.attempt).get(self.question.pk, answers.NOTHING)

    def check_answerer(self, by: User) -> None:
        """Refuses: own-work, looked-already."""
        if self.leader.user_id == by.pk:
            raise Refusal("own-work", _("Nobody marks her own work."))
        if self.question.marks_given.filter(by=by).exists():
            raise marked_herself()

    def change(self, by: User, wish: Wish, words: str) -> None:
        """Let it earn this part of its marks, and work out the attempt's result anew.

        Refuses: mark-out-of-range, answer-worse, answer-same."""
        part = Decimal("NaN") if wish.part is None else wish.part
        if not (part.is_finite() and 0 <= part <= 1):
            raise Refusal("mark-out-of-range", _("Say how many points it earns."))
        terms, before = Terms.of(self.attempt), self.question.fraction or Decimal(0)
        brings = scoring.fraction(self.question, self._given(), terms, part)
        if brings < before:
            raise worse()
        if brings.quantize(PLACES, ROUND_HALF_UP) == before:
            raise Refusal("answer-same", _("That is what it earned already. Give more points."))
        give_again(question=self.question, by=by, fraction=part, reason=words, rule=RULE)


def about(appeal: Appeal) -> Task | QuizAnswer:
    """What this appeal is about."""
    if appeal.submission_id:
        return Task(appeal.submission)
    return QuizAnswer(appeal.attempt_question)


def worse() -> Refusal:
    return Refusal("answer-worse", _("An appeal doesn't make a mark worse."))


def marked_herself() -> Refusal:
    return Refusal("looked-already", _("You have marked this; somebody else answers."))
