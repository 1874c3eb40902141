"""Where a question is asked: by name, or out of a drawer that a quiz draws from."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.models import Question, QuizItem, QuizPage
from assessments.models.category import numbers_in


@dataclass(frozen=True)
class Usage:
    """A quiz that asks a question: always, or when chance draws it."""

    quiz: QuizPage
    drawn: bool


def quizzes_of(question: Question) -> list[Usage]:
    """The quizzes that ask it, by name first. A constant number of queries."""
    own = Q(question__translation_key=question.translation_key)
    items = QuizItem.objects.filter(own | _drawers_of(question)).select_related("page__locale")
    found: dict[int, Usage] = {}
    for item in items.order_by("question_id", "page_id"):
        known = found.get(item.page_id)
        if known is None or (known.drawn and item.question_id):
            found[item.page_id] = Usage(item.page, drawn=not item.question_id)
    return sorted(found.values(), key=lambda usage: (usage.drawn, usage.quiz.title))


def _drawers_of(question: Question) -> Q:
    if question.state != Question.State.READY:
        return Q(pk=None)
    inside = Q(category=None) | Q(category__in=numbers_in(question.category.path))
    tagged = Q(tag="")
    for tag in question.tags.all():
        tagged |= Q(tag__iexact=tag.name)
    return Q(question=None) & inside & tagged & ~Q(category=None, tag="")


def unused(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Those that no quiz asks or may draw."""
    asked = QuizItem.objects.filter(question__translation_key=OuterRef("translation_key"))
    drawers = QuizItem.objects.filter(question=None).values_list("category__path", "tag")
    drawn = Q(pk=None)
    for path, tag in drawers.distinct():
        one = Q(state=Question.State.READY)
        if path:
            one &= Q(category__path__startswith=path)
        if tag:
            one &= Q(pk__in=Question.objects.filter(tagged_items__tag__name__iexact=tag))
        drawn |= one
    return questions.filter(~Exists(asked)).exclude(drawn)
