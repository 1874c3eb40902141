"""Giving questions of the bank out as a file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.utils.text import Truncator

from assessments import formats, kinds
from assessments.formats.question import ParsedQuestion
from assessments.models import Category, Question

KIND = "assessments.export_questions"
# So many are written while one waits; more are work for the background.
FEW = 300
STEP = 25
WORDS = 60
Progress = Callable[[int, int], None]


@dataclass
class Exported:
    """A file of questions; `left_out` are those that its format can't say."""

    data: bytes
    name: str
    written: int
    left_out: list[ParsedQuestion] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """What is kept of it beside the file."""
        return {
            "name": self.name,
            "written": self.written,
            "left_out": [
                {"kind": one.kind, "text": Truncator(one.name or one.text).chars(WORDS)}
                for one in self.left_out
            ],
        }


def questions_in(category: Category | None = None) -> QuerySet[Question]:
    """The questions inside the category (all without one); no retired ones."""
    found = Question.objects.exclude(state=Question.State.RETIRED)
    return found.filter(category__path__startswith=category.path) if category else found


def parsed_questions(category: Category | None = None) -> list[ParsedQuestion]:
    """The questions inside the category (all without one), drawer by drawer; no retired ones."""
    found = questions_in(category).select_related("category", "locale", "picture")
    found = found.prefetch_related("answers", "gaps", "tags").order_by("category__path", "pk")
    names = Category.objects.names()
    questions = []
    for question in found:
        question.category.know_names(names)
        questions.append(kinds.find(question.kind).to_parsed(question))
    return questions


def export(
    *,
    code: str,
    category: Category | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Exported:
    """The questions in this format; KeyError for one that we don't have."""
    form = formats.find(code)
    said, unsaid = [], []
    questions = parsed_questions(category)
    for done, question in enumerate(questions):
        if done % STEP == 0:
            progress(done, len(questions))
        (said if form.can_write(question) else unsaid).append(question)
    name = f"{category.name if category else 'questions'}.{form.suffix}"
    return Exported(form.write(said), name.replace("/", "-"), len(said), unsaid)


def export_in_job(run: Any, *, code: str, category_id: int | None) -> dict[str, Any]:
    """The same as a job's work: the file is its result, with what was left out beside it."""
    category = Category.objects.get(pk=category_id) if category_id else None
    done = export(code=code, category=category, progress=run.progress)
    run.attach(f"questions.{formats.find(code).suffix}", ContentFile(done.data))
    return done.told()
