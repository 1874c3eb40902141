"""Giving questions of the bank out as a file."""

from dataclasses import dataclass, field

from assessments import formats, kinds
from assessments.formats.question import ParsedQuestion
from assessments.models import Category, Question


@dataclass
class Exported:
    """A file of questions; `left_out` are those that its format can't say."""

    data: bytes
    name: str
    written: int
    left_out: list[ParsedQuestion] = field(default_factory=list)


def parsed_questions(category: Category | None = None) -> list[ParsedQuestion]:
    """The questions inside the category (all without one), drawer by drawer; no retired ones."""
    found = Question.objects.exclude(state=Question.State.RETIRED)
    if category:
        found = found.filter(category__path__startswith=category.path)
    found = found.select_related("category", "locale", "picture")
    found = found.prefetch_related("answers", "gaps").order_by("category__path", "pk")
    names = Category.objects.names()
    questions = []
    for question in found:
        question.category.know_names(names)
        questions.append(kinds.find(question.kind).to_parsed(question))
    return questions


def export(*, code: str, category: Category | None = None) -> Exported:
    """The questions in this format; KeyError for one that we don't have."""
    form = formats.find(code)
    said, unsaid = [], []
    for question in parsed_questions(category):
        (said if form.can_write(question) else unsaid).append(question)
    name = f"{category.name if category else 'questions'}.{form.suffix}"
    return Exported(form.write(said), name, len(said), unsaid)
