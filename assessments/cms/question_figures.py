"""How a question does: a panel on its page."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from assessments import kinds, regrade
from assessments.models import Attempt, AttemptQuestion, Question, QuizPage
from assessments.statistics.answers import distribution
from assessments.statistics.flags import question_flags
from assessments.statistics.questions import QuestionFigures
from courses.translation import one_per_key
from school.people.models import Leader


@dataclass(frozen=True)
class Use:
    """What came of a question in one quiz."""

    title: str
    attempts: int
    right: Decimal | None
    link: str


def panel(request: Any, question: Question) -> str:
    """Where it was answered and how: of the leaders whom this person sees. Empty as long as nobody
    has. Four queries."""
    key = question.translation_key
    put = AttemptQuestion.objects.filter(
        question_key=key,
        attempt__state=Attempt.State.DONE,
        attempt__practice=False,
        attempt__leader__in=Leader.objects.visible_to(request.user),
    )
    uses = _uses(put, key)
    if not uses:
        return ""
    context = {
        "uses": uses,
        "responses": distribution(put),
        "flags": _flags(uses),
        "regrade_url": _regrade_url(request, question),
    }
    return render_to_string("assessments/cms/question_figures.html", context, request=request)


def _uses(put, key: UUID) -> list[Use]:
    rows = put.order_by().values("attempt__quiz_key")
    found = {
        row["attempt__quiz_key"]: row for row in rows.annotate(n=Count("pk"), part=Avg("fraction"))
    }
    pages = QuizPage.objects.filter(translation_key__in=found).select_related("locale")
    quizzes = one_per_key(pages.order_by("path"), get_language() or "")
    return [
        Use(
            title=quiz.title,
            attempts=found[quiz.translation_key]["n"],
            right=_per_cent(found[quiz.translation_key]["part"]),
            link=reverse("results:question", args=[quiz.translation_key, key]) + "?which=all",
        )
        for quiz in quizzes
    ]


def _flags(uses: list[Use]) -> list:
    """What the share of right answers says over all quizzes; the rest is in each quiz's report."""
    attempts = sum(use.attempts for use in uses)
    right = [(use.right, use.attempts) for use in uses if use.right is not None]
    if not right:
        return []
    facility = float(sum(part * n for part, n in right) / sum(n for _part, n in right))
    return question_flags(QuestionFigures("", attempts, facility, None, None, None, None, None))


def _per_cent(part: Any) -> Decimal | None:
    return None if part is None else Decimal(part) * 100


def _regrade_url(request: Any, question: Question) -> str:
    kind = kinds.find(question.kind)
    if kind.by_person or not request.user.has_perm(regrade.PERMISSION):
        return ""
    return reverse("results:regrade", args=[question.translation_key])
