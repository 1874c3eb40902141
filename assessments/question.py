"""What may happen to a question of the bank: written from a file, read for one, given its other
language. Nothing here touches attempts: they keep what they asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import Locale
from wagtail.utils.file import hash_filelike

from assessments import kinds
from assessments.formats.question import ParsedQuestion, Problem, told
from assessments.kinds.exchange import Written
from assessments.models import Answer, Category, Gap, Question
from school.lib.refusal import Refusal

READABLE = {"PNG", "JPEG", "GIF", "WEBP"}


@dataclass
class Kept:
    """A question that went into the bank; None if a problem cost it."""

    question: Question | None
    problems: list[Problem]


def write_question(
    *, parsed: ParsedQuestion, category: Category, locale: Locale, author: Any = None
) -> Kept:
    """Put a parsed question into the bank, with its pictures, tags and first version. One that
    can't be asked as it stands goes in as a draft, and the problem says what is missing.

    Problems: kind-unknown, number-unrepresentable (both cost the question); pictures-left-out,
    picture-unreadable, place-unreadable, code-taken, question-incomplete.
    """
    try:
        kind = kinds.find(parsed.kind)
    except KeyError:
        said = told(_("There is no kind of question called “%(kind)s”."), {"kind": parsed.kind})
        return Kept(None, [Problem(parsed.line, "kind-unknown", said)])
    with override(locale.language_code):
        written = kind.from_parsed(parsed)
    if any(problem.cost for problem in written.problems):
        return Kept(None, written.problems)
    with transaction.atomic():
        question = _make(written, parsed, category, locale, author)
        question.save()
        question.save_revision(user=author)
    return Kept(question, written.problems)


def _make(
    written: Written, parsed: ParsedQuestion, category: Category, locale: Locale, author: Any
) -> Question:
    question = Question(**written.fields, category=category, locale=locale, author=author)
    _settle_code(question, written, parsed.line)
    if written.picture:
        question.picture = _keep_picture(written, parsed.line)
    question.tags.add(*parsed.tags)
    question.answers = [
        Answer(locale=locale, sort_order=place, **fields)
        for place, fields in enumerate(written.answers)
    ]
    question.gaps = [Gap(sort_order=place, **fields) for place, fields in enumerate(written.gaps)]
    problem = question.problem()
    question.state = Question.State.DRAFT if problem else Question.State.READY
    if problem:
        note = Problem(parsed.line, "question-incomplete", problem, cost=False)
        written.problems.append(note)
    return question


def _settle_code(question: Question, written: Written, line: int) -> None:
    """A code names one question of a language. What came later keeps its code for files only."""
    taken = Question.objects.filter(code=question.code, locale=question.locale)
    if question.code and taken.exists():
        said = told(_("The code %(code)s is another question's."), {"code": question.code})
        written.problems.append(Problem(line, "code-taken", said, cost=False))
        question.extra["id_number"], question.code = question.code, ""


def _keep_picture(written: Written, line: int) -> Any:
    """The picture in the CMS's pictures, once for the same content."""
    name, content = written.picture
    try:
        with Picture.open(BytesIO(content)) as opened:
            readable = opened.format in READABLE
            size = opened.size
    except (OSError, ValueError, SyntaxError, Picture.DecompressionBombError):
        readable = False
    if not readable:
        said = told(_("The picture %(name)s can't be opened."), {"name": name})
        written.problems.append(Problem(line, "picture-unreadable", said, cost=False))
        return None
    file = ImageFile(BytesIO(content), name=name.rsplit("/", 1)[-1])
    known = {"file_hash": hash_filelike(BytesIO(content))}
    same = get_image_model().objects.filter(**known).first()
    if same:
        return same
    size = {"width": size[0], "height": size[1], "file_size": len(content)}
    return get_image_model().objects.create(title=name[:255], file=file, **known, **size)


def read_questions(questions: QuerySet[Question]) -> Iterator[ParsedQuestion]:
    """The questions as files give them, in a constant number of queries for each thousand."""
    found = questions.select_related("locale", "category", "picture")
    names = Category.objects.names()
    for question in found.prefetch_related("answers", "gaps", "tags").iterator(chunk_size=1000):
        question.category.know_names(names)
        yield kinds.find(question.kind).to_parsed(question)


def translate(*, question: Question, locale: Locale, by: Any) -> Question:
    """The question in another language: a draft with the same words, to be written over. The
    answers keep their keys, so that both languages ask the same.

    Refuses: translation-exists.
    """
    if Question.objects.filter(translation_key=question.translation_key, locale=locale).exists():
        raise Refusal("translation-exists", _("This question is there in this language already."))
    with transaction.atomic():
        other = question.copy_for_translation(locale)
        other.state, other.author = Question.State.DRAFT, by
        other.latest_revision = None
        other.code = "" if _is_taken(question.code, locale) else question.code
        other.save()
        other.save_revision(user=by)
    return other


def _is_taken(code: str, locale: Locale) -> bool:
    return bool(code) and Question.objects.filter(code=code, locale=locale).exists()


def retire(*, questions: Iterable[Question]) -> int:
    """No quiz asks them any more; attempts that did keep them. Answers how many."""
    keys = [question.translation_key for question in questions]
    found = Question.objects.filter(translation_key__in=keys)
    return found.update(state=Question.State.RETIRED)
