"""The kit of a training: agenda, files, warm-up, exit quiz. A day's own parts come before those of
its series, part by part."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.listing import listed_courses
from courses.models import Kit, KitFile, Series, Session
from courses.spoken import clock
from courses.step import Step
from courses.translation import current_language
from school.lib.documents import read_document
from school.lib.refusal import Refusal

MOST_FILES = 6
LEAST_ANSWERS, MOST_ANSWERS = 2, 6
ANSWER_LENGTH = 60
# "10 Welcome", "10 min: Welcome", "10分钟 欢迎"
_LINE = re.compile(
    r"\s*(\d{1,3})(?!\d)\s*(?:minutes|min\.?|分钟|分|')?\s*[:：、.\-–—]?\s*(\S.*)", re.I
)


@dataclass(frozen=True)
class Item:
    """One line of an agenda; `at` is the clock, where the lines before it have minutes."""

    words: str
    minutes: int | None = None
    at: str = ""


@dataclass(frozen=True)
class SessionKit:
    """What holds for one training. `own` is the day's kit, if it has one."""

    agenda: list[Item] = field(default_factory=list)
    files: list[KitFile] = field(default_factory=list)
    warm_up: Kit | None = None
    quiz_key: UUID | None = None
    own: Kit | None = None

    @property
    def quiz(self) -> Step | None:
        return find_quiz(self.quiz_key)


def kit_of(session: Session) -> SessionKit:
    """What holds for this training. Two queries, and one more that knows the courses."""
    rows = Kit.objects.filter(Q(session=session) | Q(series=session.series_id))
    own, usual = None, None
    for kit in rows.prefetch_related("files"):
        own, usual = (kit, usual) if kit.session_id else (own, kit)
    kits = [kit for kit in (own, usual) if kit]
    return SessionKit(
        agenda=timed(_first(kits, "agenda", agenda_of) or [], session.starts_at),
        files=[file for kind in KitFile.Kind for file in _files(kits, kind)],
        warm_up=next((kit for kit in kits if kit.warm_up), None),
        quiz_key=next((kit.quiz_key for kit in kits if kit.quiz_key), None),
        own=own,
    )


def _first(kits: list[Kit], name: str, read) -> Any:
    return next((read(kit) for kit in kits if getattr(kit, name)), None)


def _files(kits: list[Kit], kind: str) -> list[KitFile]:
    """All of a kind from the first kit that has some."""
    for kit in kits:
        found = [file for file in kit.files.all() if file.kind == kind]
        if found:
            return found
    return []


def agenda_of(kit: Kit) -> list[Item]:
    """The agenda in the reader's language, if it is written in it."""
    written = (kit.agenda_en if current_language() == "en" else "") or kit.agenda
    return [read_item(line) for line in lines(written)]


def read_item(line: str) -> Item:
    """A line that begins with a number of minutes, or just words."""
    found = _LINE.fullmatch(line)
    return Item(found[2], int(found[1])) if found else Item(line)


def timed(items: Iterable[Item], starts_at: datetime) -> list[Item]:
    """The items with their clock, as long as all before them have minutes."""
    told, at = [], starts_at
    for item in items:
        told.append(Item(item.words, item.minutes, clock(at) if at else ""))
        at = at + timedelta(minutes=item.minutes) if at and item.minutes else None
    return told


def lines(written: str) -> list[str]:
    return [line.strip() for line in written.splitlines() if line.strip()]


def quizzes() -> list[tuple[str, Step]]:
    """All quizzes that can be an exit quiz, each with its course's title. One query."""
    return [
        (course.title, step)
        for course in listed_courses()
        for step in course.outline.steps()
        if step.kind == "quiz"
    ]


def find_quiz(key: UUID | None) -> Step | None:
    """The published quiz of this key. One query, none without a key."""
    if key is None:
        return None
    return next((step for _course, step in quizzes() if step.translation_key == key), None)


@transaction.atomic
def save_kit(*, of: Series | Session, **fields: Any) -> Kit:
    """Keep what a trainer wrote: agenda, agenda_en, warm_up, warm_up_en, answers, answers_en,
    quiz_key.

    Refuses: warm-up-answers (a question has two to six answers of at most 60 letters, and in
    English as many), quiz-unknown.
    """
    check_answers(**{name: fields.get(name, "") for name in ("warm_up", "answers", "answers_en")})
    if fields.get("quiz_key") and find_quiz(fields["quiz_key"]) is None:
        raise Refusal("quiz-unknown", _("This quiz isn't published."))
    kit, _made = Kit.objects.update_or_create(**owner(of), defaults=fields)
    return kit


def check_answers(*, warm_up: str, answers: str, answers_en: str) -> None:
    """Refuses: warm-up-answers."""
    given, english = lines(answers), lines(answers_en)
    if warm_up and not LEAST_ANSWERS <= len(given) <= MOST_ANSWERS:
        raise Refusal("warm-up-answers", _("Two to six answers, please, a line each."))
    if any(len(line) > ANSWER_LENGTH for line in [*given, *english]):
        raise Refusal("warm-up-answers", _("Sixty letters an answer at most."))
    if english and len(english) != len(given):
        raise Refusal("warm-up-answers", _("As many answers in English, please."))


def owner(of: Series | Session) -> dict[str, Any]:
    return {"session": of} if isinstance(of, Session) else {"series": of}


@transaction.atomic
def add_file(*, of: Series | Session, kind: str, upload: Any, by) -> KitFile:
    """Keep a file, told by its content and not by its name.

    Refuses: file-too-large, file-unreadable, kit-full (six files).
    """
    document = read_document(upload)
    kit, _made = Kit.objects.select_for_update().get_or_create(**owner(of))
    if kit.files.count() >= MOST_FILES:
        raise Refusal("kit-full", _("Six files are enough. Take one away first."))
    row = KitFile(kit=kit, kind=kind, suffix=document.suffix, size=document.content.size, by=by)
    row.name = document.name or row.get_kind_display()
    row.file.save(f"{row.key}.{document.suffix}", document.content, save=False)
    row.save()
    return row


@transaction.atomic
def remove_file(*, of: Series | Session, file_id: int) -> None:
    """Take a file of this kit away; of another kit, nothing happens."""
    for row in KitFile.objects.filter(pk=file_id, **{f"kit__{k}": v for k, v in owner(of).items()}):
        row.delete()
        transaction.on_commit(lambda stored=row.file: stored.delete(save=False))


@transaction.atomic
def put_replay(*, session: Session, url: str) -> None:
    """Say where the recording is. The days to make the training up count from the first time.

    Refuses: session-in-future, session-cancelled.
    """
    if url and session.is_cancelled:
        raise Refusal("session-cancelled", _("This training has been called off."))
    if url and not session.has_started():
        raise Refusal("session-in-future", _("This training has not begun yet."))
    session.replay_url = url
    session.save(update_fields=["replay_url", "changed_at"])
    kit, _made = Kit.objects.get_or_create(session=session)
    if url and kit.replay_since is None:
        kit.replay_since = timezone.now()
        kit.save(update_fields=["replay_since"])
