"""A brought file's way: kept, looked at, taken over, taken back."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from school.jobs import job
from school.lib.dates import read_date, today
from school.lib.refusal import Refusal
from school.lib.sheets import Survey, survey_sheet
from school.people.bringing.problems import problem_csv, table_csv
from school.people.bringing.reading import Progress, Reading, silent
from school.people.bringing.source import Looked, Source
from school.people.models import BroughtFile, ColumnMemory

State = BroughtFile.State
BEFORE = frozenset({State.ASKED, State.CHECKED})
AFTER = frozenset({State.DONE, State.UNDONE})
# The work on the way forward: who gave it up has changed nothing, and it may be asked for again.
FORWARD = frozenset({State.CHECKING, State.RUNNING})
NOT_DONE = _("Only an import that is done can be taken back.")
# So many problems are shown on the screen; all are in the file beside it.
SHOWN = 100


def keep(*, source: Source, data: bytes, name: str, by=None, **fields) -> BroughtFile:
    """Keep a file with a first look at it. Columns are as the last person has said for files with
    the same headers, else as they look. `fields` are what the source's model asks beyond every
    file's. Refuses what `survey_sheet` refuses."""
    survey = survey_sheet(data, name, source.columns, never_alike=source.money)
    known = ColumnMemory.objects.filter(kind=source.name, fingerprint=survey.fingerprint).first()
    file = source.model(by=by, file_name=name[-200:], fingerprint=survey.fingerprint, **fields)
    file.survey = survey.as_dict() | {
        "two_ways": _two_ways(survey),
        "remembered": known.name if known else "",
    }
    file.columns = known.columns if known else survey.guess
    file.answers = dict(known.answers) if known else {"fill_down": list(source.filled)}
    file.file.save(name.rpartition("/")[2][-80:] or "file", ContentFile(data), save=False)
    file.save()
    return file


def _two_ways(survey: Survey) -> dict[str, str]:
    """By header, a cell that can be read as two different days."""
    found: dict[str, str] = {}
    for row in survey.rows:
        for header, text in row.items():
            if header not in found and _is_ambiguous(text):
                found[header] = text
    return found


def _is_ambiguous(text: str) -> bool:
    try:
        read_date(text, today=today())
    except Refusal as refusal:
        return refusal.code == "date-ambiguous"
    return False


def reading_of(*, source: Source, data: bytes, name: str) -> Reading:
    """How a file is read of which nobody is asked: as somebody said for files with the same
    headers, else by known names. Refuses what `survey_sheet` refuses."""
    survey = survey_sheet(data, name, source.columns, never_alike=source.money)
    known = ColumnMemory.objects.filter(kind=source.name, fingerprint=survey.fingerprint).first()
    return Reading.of(known.columns, known.answers) if known else Reading()


def remember(file: BroughtFile, source: Source) -> None:
    """Keep the columns and the way of writing dates for the next file with these headers."""
    ColumnMemory.objects.update_or_create(
        kind=source.name,
        fingerprint=file.fingerprint,
        defaults={
            "name": file.file_name,
            "columns": file.columns,
            "answers": {k: file.answers[k] for k in ("order", "fill_down") if k in file.answers},
            "by": file.by,
        },
    )


# --- asking for work ----------------------------------------------------------------------------


@transaction.atomic
def ask_look(*, file: BroughtFile, source: Source, by) -> None:
    """Let a worker see what would come of the file, or, where its kind may be taken over again,
    of bringing it once more. Refuses: file-busy, file-not-looked-at."""
    _hold(file, BEFORE | AFTER if source.again else BEFORE, given_up=FORWARD)
    file.outcome, file.problem = {}, ""
    _enqueue(file, State.CHECKING, source.look_kind, by)


@transaction.atomic
def ask_take(*, file: BroughtFile, source: Source, by) -> None:
    """Let a worker take the file over. Refuses: file-busy, file-not-looked-at."""
    _hold(file, frozenset({State.CHECKED}), given_up=FORWARD)
    file.problem = ""
    _enqueue(file, State.RUNNING, source.take_kind, by)


@transaction.atomic
def ask_undo(*, file: BroughtFile, source: Source, by) -> None:
    """Let a worker take the file back, or do it now where its kind needs none. Refuses: file-busy,
    import-not-done; what the source's own `undo` refuses, where it is done now."""
    if not source.undo_kind:
        undo(file=file, source=source, by=by)
        return
    now = _hold(file, frozenset({State.DONE}), given_up=frozenset({State.BACK}))
    now.undone_by = by
    _enqueue(now, State.BACK, source.undo_kind, by)


def _hold(file: BroughtFile, free: frozenset[str], *, given_up: frozenset[str]) -> BroughtFile:
    """The file's row, kept from others; also if a worker gave it up on this way."""
    now = type(file).objects.select_for_update(of=("self",)).get(pk=file.pk)
    if now.is_at_work and now.job and now.job.is_open:
        raise Refusal("file-busy", _("This file is being worked on already."))
    if now.state in free or now.state in given_up:
        return now
    if free == {State.DONE}:
        raise Refusal("import-not-done", NOT_DONE)
    raise Refusal("file-not-looked-at", _("Look at what would come of the file first."))


def _enqueue(file: BroughtFile, state: str, kind: str, by) -> None:
    file.state = state
    # Kept before the job may start, which is at once where there is no worker.
    file.save()
    asked = job.enqueue(kind=kind, args={"file_id": file.pk}, owner=by, key=f"{kind}:{file.pk}")
    type(file).objects.filter(pk=file.pk).update(job=asked)
    file.job = asked


# --- the work itself ----------------------------------------------------------------------------


class AlreadyTaken(Exception):
    """Another worker has taken the file over; what this one has written must go."""


def look(*, file: BroughtFile, source: Source, progress: Progress = silent) -> BroughtFile:
    """What would come of the file, kept for its person. A refusal goes back to her in words."""
    return _work(file, source.look, State.CHECKED, progress)


def take(*, file: BroughtFile, source: Source, progress: Progress = silent) -> BroughtFile:
    """Take the file over. Run twice, it is taken over once."""
    if file.state == State.DONE:
        return file
    try:
        done = _work(file, source.take, State.DONE, progress)
    except AlreadyTaken:
        file.refresh_from_db()
        return file
    if done.state == State.DONE:
        remember(done, source)
    return done


def start_at_once(*, source: Source, data: bytes, name: str, by=None, **fields) -> BroughtFile:
    """Keep a file that a command takes over without asking anybody; `finish` ends it. The caller
    holds the transaction."""
    file = keep(source=source, data=data, name=name, by=by)
    for field, value in fields.items():
        setattr(file, field, value)
    file.state = State.RUNNING
    file.save()
    return file


def finish(file: BroughtFile, looked: Looked) -> None:
    file.state = State.DONE
    _keep_outcome(file, looked)
    file.save()


def mark_taken(file: BroughtFile) -> None:
    """Say that the file is taken over: the first thing in the transaction that does it, because
    from then on every other worker waits. Raises AlreadyTaken."""
    mine = type(file).objects.filter(pk=file.pk, state=State.RUNNING)
    file.done_at = timezone.now()
    if not mine.update(state=State.DONE, done_at=file.done_at):
        raise AlreadyTaken


def _work(file: BroughtFile, step, after: str, progress: Progress) -> BroughtFile:
    with translation.override(file.by.language if file.by else None):
        try:
            looked = step(file, progress)
        except Refusal as refusal:
            file.state, file.problem = State.ASKED, str(refusal)
            file.outcome = {"refusal": refusal.code}
        else:
            file.state = after
            _keep_outcome(file, looked)
    file.save()
    return file


def _keep_outcome(file: BroughtFile, looked: Looked) -> None:
    file.outcome = looked.outcome | {
        "problems": looked.problems[:SHOWN],
        "problem_count": len(looked.problems),
    }
    stem = file.file_name.rpartition("/")[2].rpartition(".")[0][-60:] or "file"
    for field, content in (
        ("problem_file", problem_csv(looked.problems) if looked.problems else b""),
        ("difference_file", table_csv(looked.headings, looked.differences)),
    ):
        getattr(file, field).delete(save=False)
        if content:
            getattr(file, field).save(f"{stem}-{field}.csv", ContentFile(content), save=False)


@transaction.atomic
def undo(*, file: BroughtFile, source: Source, by) -> dict[str, Any]:
    """Take a file back that was taken over; answers what came of it. Refuses: import-not-done,
    and what the source's own `undo` refuses."""
    file = source.model.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if file.state not in (State.DONE, State.BACK):
        raise Refusal("import-not-done", NOT_DONE)
    undone = source.undo(file, by)
    file.state, file.undone_at, file.undone_by = State.UNDONE, timezone.now(), by
    file.outcome["undone"] = undone
    file.save()
    return undone
