"""Taking an import of questions back: its questions go, those that somebody uses are retired,
those that it changed become what they were, and the pictures and categories that it made and that
nothing fills any more go with them."""

from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model

from assessments.models import (
    AttemptQuestion,
    Category,
    ImportedQuestion,
    Question,
    QuestionImport,
    QuizItem,
)
from school.jobs import job
from school.lib.refusal import Refusal

KIND = "assessments.take_questions_back"
BATCH = 25
State = QuestionImport.State
Progress = Callable[[int, int], None]


@transaction.atomic
def enqueue(*, question_import: QuestionImport, by) -> QuestionImport:
    """Let a worker take the import back, or go on where one gave up. Refuses: import-not-done,
    import-going-back."""
    row = QuestionImport.objects.select_for_update().get(pk=question_import.pk)
    if row.state == State.GOING_BACK and row.job and row.job.is_open:
        raise Refusal("import-going-back", _("These questions are on their way back already."))
    if row.state not in (State.DONE, State.GOING_BACK):
        raise Refusal("import-not-done", _("Only an import that is done can be taken back."))
    row.state = State.GOING_BACK
    row.job = job.enqueue(kind=KIND, args={"import_id": row.pk}, owner=by, key=f"{KIND}:{row.pk}")
    row.save(update_fields=["state", "job"])
    return row


def undo(*, question_import: QuestionImport) -> QuestionImport:
    """Take an import back at once. Refuses: import-not-done."""
    with transaction.atomic():
        row = QuestionImport.objects.select_for_update().get(pk=question_import.pk)
        if row.state != State.DONE:
            raise Refusal("import-not-done", _("Only an import that is done can be taken back."))
        row.state = State.GOING_BACK
        row.save(update_fields=["state"])
    return run(row)


def run(row: QuestionImport, progress: Progress = lambda _done, _total: None) -> QuestionImport:
    """Take the questions back, a batch a transaction. Cut off and run again, it goes on after the
    last whole batch. The last question is the first to go."""
    left = list(row.questions.filter(is_back=False).order_by("-pk").values_list("pk", flat=True))
    for start in range(0, len(left), BATCH):
        progress(start, len(left))
        with transaction.atomic():
            _take_back(row, left[start : start + BATCH])
            row.save(update_fields=["removed", "retired"])
    with transaction.atomic():
        _remove_pictures(row.pictures)
        _remove_drawers(row.drawers)
        row.state = State.UNDONE
        row.save(update_fields=["state"])
    row.refresh_from_db()
    return row


def _take_back(row: QuestionImport, numbers: list[int]) -> None:
    entries = list(
        ImportedQuestion.objects.filter(pk__in=numbers).select_related("question", "before")
    )
    used = used_keys([entry.question for entry in entries])
    for entry in entries:
        if not entry.is_new:
            _restore(entry, row.by)
        elif entry.question.translation_key not in used and _remove(entry.question):
            row.removed += 1
        else:
            _retire(entry.question)
            row.retired += 1
    # What was removed has taken its entry along.
    ImportedQuestion.objects.filter(pk__in=numbers).update(is_back=True)


def used_keys(questions: Iterable[Question]) -> set:
    """The keys of those that a quiz asks by name, or that an attempt has been asked."""
    keys = {question.translation_key for question in questions}
    asked = AttemptQuestion.objects.filter(question_key__in=keys)
    fixed = QuizItem.objects.filter(question__translation_key__in=keys)
    return set(asked.values_list("question_key", flat=True)) | set(
        fixed.values_list("question__translation_key", flat=True)
    )


def _restore(entry: ImportedQuestion, by) -> None:
    """Back to the version before; the versions since stay in its history."""
    if entry.before is None:
        return
    old = entry.before.as_object()
    old.latest_revision = entry.question.latest_revision
    old.save()
    old.save_revision(user=by, clean=False)


def _remove(question: Question) -> bool:
    try:
        with transaction.atomic():
            return bool(question.delete()[0])
    except ProtectedError:
        return False


def _retire(question: Question) -> None:
    question.state = Question.State.RETIRED
    question.save(update_fields=["state", "updated_at"])


def _remove_pictures(numbers: list[int]) -> None:
    """The pictures that came with the import and that nothing else shows."""
    for image in get_image_model().objects.filter(pk__in=numbers):
        if not Question.objects.filter(picture=image).exists() and not image.get_usage().exists():
            image.delete()


def _remove_drawers(numbers: list[int]) -> None:
    """The categories that the import made and that are empty now, the innermost first. One in
    which somebody has put something meanwhile, or from which a quiz draws, stays."""
    for drawer in Category.objects.filter(pk__in=numbers).order_by("-path"):
        try:
            with transaction.atomic():
                drawer.delete()
        except ProtectedError:
            continue
