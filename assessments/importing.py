"""Bringing questions in: look at a file, take its questions into the bank."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments import formats, kinds
from assessments.bank import Bank, Prepared, draft_reason, problem_of
from assessments.drawers import Drawers
from assessments.formats.path import read_path
from assessments.formats.question import Parsed, Problem, told
from assessments.models import Category, ImportedQuestion, QuestionImport
from school.jobs import job
from school.lib.refusal import Refusal

KIND = "assessments.import_questions"
AUTO = "auto"
LARGEST = 50 * 2**20
BATCH = 25
Progress = Callable[[int, int], None]


@dataclass
class Outcome:
    """What came of a file, or would come of it."""

    format: str
    read: int = 0
    imported: int = 0
    by_kind: Counter = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {
            "format": self.format,
            "read": self.read,
            "imported": self.imported,
            "by_kind": dict(self.by_kind),
            "problems": told_problems(self.problems),
        }


def told_problems(problems: list[Problem]) -> list[dict[str, Any]]:
    """By line, each with its sentence in today's language."""
    ordered = sorted(problems, key=lambda problem: problem.line)
    return [{"line": p.line, "code": p.code, "message": str(p.message)} for p in ordered]


def read_questions(data: bytes, name: str = "", code: str = AUTO) -> Parsed:
    """What a file holds. Refuses: file-empty, file-too-large, format-unknown."""
    if not data.strip():
        raise Refusal("file-empty", _("There is nothing in it."))
    if len(data) > LARGEST:
        raise Refusal("file-too-large", _("This file is too large. Split it into parts."))
    if code == AUTO:
        found = formats.guess(data, name)
    else:
        found = formats.find(code) if code in dict(formats.choices()) else None
    if found is None:
        message = _("We can't tell which format this is. Please choose it.")
        raise Refusal("format-unknown", message)
    return found.read(data)


# --- without a trace ----------------------------------------------------------------------------


def look(parsed: Parsed, *, language: str = "") -> tuple[Outcome, list[Prepared]]:
    """What would come of the questions, and they themselves as they would be; nothing is kept."""
    outcome = Outcome(parsed.format, parsed.read, problems=list(parsed.problems))
    bank, prepared = Bank(drawers=Drawers(), language=language), []
    for question in parsed.questions:
        try:
            one = bank.prepare(question)
        except Refusal as refusal:
            outcome.problems.append(_problem(question.line, refusal))
            continue
        if sentence := problem_of(one):
            reason = draft_reason(sentence)
            one.problems.append(Problem(question.line, "draft", reason, cost=False))
        outcome.problems += one.problems
        outcome.by_kind[question.kind] += 1
        prepared.append(one)
    outcome.imported = len(prepared)
    return outcome, prepared


def first_of(row: QuestionImport, count: int) -> list[Prepared]:
    """The first questions of a kept file as they would be."""
    parsed = _parsed(row)
    parsed.questions = parsed.questions[: count * 2]
    return look(parsed, language=row.language)[1][:count]


def _problem(line: int, refusal: Refusal) -> Problem:
    return Problem(line, refusal.code, told(refusal.message, refusal.params))


# --- into the bank ------------------------------------------------------------------------------


def base_category(path: str, name: str, parsed: Parsed, drawers: Drawers) -> Category | None:
    """The category that was named, or, if some questions name none, one called like the file."""
    if path.strip():
        return drawers.at(read_path(path))
    if all(question.category for question in parsed.questions):
        return None
    return drawers.at([name.rpartition("/")[2].partition(".")[0] or str(_("Imported"))])


def start(
    *, data: bytes, name: str, code: str, by, language: str = "", known: str = ""
) -> QuestionImport:
    """Keep a file with what would come of it, for its person to look at. Nothing is in the bank
    before `run`. Refuses what `read_questions` does, and file-without-questions."""
    parsed = read_questions(data, name, code)
    outcome, _prepared = look(parsed, language=language)
    if not parsed.read and not outcome.imported:
        first = told_problems(outcome.problems)[:1]
        why = first[0]["message"] if first else ""
        message = _("We found no questions in it. %(why)s")
        raise Refusal("file-without-questions", message, {"why": why})
    row = _row(data, name, parsed, by)
    row.language, row.known = language, known or QuestionImport.Known.UPDATE
    row.imported, row.by_kind = outcome.imported, dict(outcome.by_kind)
    row.problems = told_problems(outcome.problems)
    row.save()
    return row


def _row(data: bytes, name: str, parsed: Parsed, by) -> QuestionImport:
    row = QuestionImport(by=by, file_name=name[:255], format=parsed.format, read=parsed.read)
    row.file.save(name.rpartition("/")[2][:80] or "questions", ContentFile(data), save=False)
    return row


@transaction.atomic
def enqueue(*, question_import: QuestionImport, by) -> None:
    """Let a worker take the questions in, or go on where one gave up. Refuses: import-started."""
    row = QuestionImport.objects.select_for_update().get(pk=question_import.pk)
    if row.state == QuestionImport.State.LOOKED_AT:
        row.category = question_import.category
        row.language, row.known = question_import.language, question_import.known
        row.state = QuestionImport.State.RUNNING
        row.imported, row.by_kind, row.problems = 0, {}, []
    elif row.state != QuestionImport.State.RUNNING or (row.job and row.job.is_open):
        raise Refusal("import-started", _("These questions are on their way already."))
    row.job = job.enqueue(kind=KIND, args={"import_id": row.pk}, owner=by, key=f"{KIND}:{row.pk}")
    row.save()


def run(row: QuestionImport, progress: Progress = lambda _done, _total: None) -> QuestionImport:
    """Take the questions of a kept file into the bank, a batch a transaction. Cut off and run
    again, it goes on after the last whole batch."""
    parsed = _parsed(row)
    if not row.done:
        row.problems = told_problems(parsed.problems)
        if row.category is None:
            _choose_category(row, "", parsed)
    bank = Bank(drawers=Drawers(row.category), by=row.by, language=row.language, known=row.known)
    waiting, total = iter(parsed.questions[row.done :]), len(parsed.questions)
    progress(row.done, total)
    while batch := list(islice(waiting, BATCH)):
        with transaction.atomic():
            outcome = _take_in(batch, bank, row)
            _note(row, outcome, len(batch), bank.drawers.take_made())
        progress(row.done, total)
    row.state = QuestionImport.State.DONE
    row.problems.sort(key=lambda problem: problem["line"])
    row.save()
    return row


def _parsed(row: QuestionImport) -> Parsed:
    with row.file.open("rb") as file:
        return read_questions(file.read(), row.file_name, row.format)


def _take_in(batch, bank: Bank, row: QuestionImport) -> Outcome:
    outcome = Outcome(row.format)
    for question in batch:
        try:
            prepared = bank.prepare(question)
            kept = bank.keep(prepared)
        except Refusal as refusal:
            outcome.problems.append(_problem(question.line, refusal))
            continue
        outcome.problems += prepared.problems
        outcome.imported += 1
        outcome.by_kind[question.kind] += 1
        row.pictures += [kept.picture] if kept.picture else []
        ImportedQuestion.objects.get_or_create(
            question_import=row,
            question=kept.question,
            defaults={"is_new": kept.is_new, "before_id": kept.before},
        )
    return outcome


def _choose_category(row: QuestionImport, path: str, parsed: Parsed) -> None:
    drawers = Drawers()
    row.category = base_category(path, row.file_name, parsed, drawers)
    row.drawers = drawers.take_made()
    row.save()


def _note(row: QuestionImport, outcome: Outcome, done: int, drawers: list[int]) -> None:
    row.done += done
    row.drawers = [*row.drawers, *drawers]
    row.imported += outcome.imported
    row.by_kind = dict(Counter(row.by_kind) + outcome.by_kind)
    row.problems = [*row.problems, *told_problems(outcome.problems)]
    row.save()


def import_questions(
    *, data: bytes, name: str, code: str = AUTO, category: str = "", by=None
) -> QuestionImport:
    """Read a file and take its questions in, at once. Refuses what `read_questions` does."""
    parsed = read_questions(data, name, code)
    row = _row(data, name, parsed, by)
    row.state = QuestionImport.State.RUNNING
    _choose_category(row, category, parsed)
    return run(row)


def kind_label(code: str) -> Any:
    return kinds.find(code).label
