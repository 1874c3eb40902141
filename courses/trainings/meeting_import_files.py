"""Meetings' lists that trainers bring: what would come of one, taking it over, taking it back."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.access import attendees
from courses.models import AttendanceMark, MeetingFile, MeetingMark, Session
from courses.trainings.attendance import check_markable, current_mark, mark, withdraw
from courses.trainings.meeting_import import Person, Presence, people_of, presence
from courses.trainings.meeting_import_columns import COLUMNS, LABELS, Line, read_line
from school.lib.phones import mask_phone
from school.lib.refusal import Refusal
from school.lib.sheets import stream_sheet
from school.people.bringing import flow
from school.people.bringing.reading import Progress, Reading
from school.people.bringing.source import Entry, Looked, Source

STEP = 200
SHOWN = 200


def look(file: MeetingFile, progress: Progress) -> Looked:
    return _work(file, progress, write=False)


def take(file: MeetingFile, progress: Progress) -> Looked:
    with transaction.atomic():
        flow.mark_taken(file)
        return _work(file, progress, write=True)


def undo(file: MeetingFile, by) -> dict[str, Any]:
    """Withdraw the marks that the file made and that still count. Answers `withdrawn` and `kept`
    (marks that something newer has replaced)."""
    told = {"withdrawn": 0, "kept": 0}
    for made in file.made.select_related("mark__session", "mark__leader"):
        if made.mark.current:
            withdraw(mark=made.mark, by=by)
            told["withdrawn"] += 1
        else:
            told["kept"] += 1
    return told


def _work(file: MeetingFile, progress: Progress, *, write: bool) -> Looked:
    """What the file says of everybody, and, with `write`, the marks that follow."""
    session = Session.objects.select_related("series__region").get(pk=file.session_id)
    check_markable(session)
    lines, problems = _read(file, session, progress)
    listed = attendees(session, file.by)
    people = people_of(lines, listed, file.answers.get("people", {}))
    marks = AttendanceMark.objects.current().filter(session=session)
    before = {one.leader_id: one for one in marks}
    looked = Looked(_outcome(session, lines, people), problems)
    for person in people:
        if person.leader:
            _count(looked, _judged(person, session, before.get(person.leader.pk)))
    if write:
        _write(file, session, people)
    looked.headings = _headings()
    looked.differences = list(_differences(people, session))
    return looked


def _read(file: MeetingFile, session: Session, progress: Progress) -> tuple[list[Line], list]:
    reading = Reading.of(file.columns, file.answers)
    with file.file.open("rb") as content:
        sheet = stream_sheet(
            content.read(),
            file.file_name,
            COLUMNS,
            fill_down=reading.fill_down or (),
            chosen=reading.columns,
        )
    lines, problems = [], []
    for at, row in enumerate(sheet.rows):
        if at % STEP == 0:
            progress(at, max(sheet.expected, at))
        try:
            lines.append(read_line(row, session))
        except Refusal as refusal:
            problems.append(_problem(row.line, refusal))
    return lines, problems


def _problem(line: int, refusal: Refusal) -> Entry:
    kind = pgettext("kind of problem", "Rejected")
    return {"kind": kind, "row": line, "code": refusal.code, "message": str(refusal)}


# --- what follows for one person ----------------------------------------------------------------


def _judged(person: Person, session: Session, before: AttendanceMark | None) -> tuple[str, Entry]:
    """What becomes of her, by one word: there, short (too few minutes), kept (what a person has
    marked, or what she has proved herself, says otherwise and stays)."""
    stayed = presence(person, session)
    entry = {
        "row": person.lines[0].line,
        "name": person.leader.user.name,
        "leader_id": person.leader.code or "",
        "minutes": stayed.minutes,
    }
    if before and not _gives_way(before, stayed):
        entry["message"] = _("%(minutes)d minutes. What is marked stays: %(proof)s.") % {
            "minutes": stayed.minutes,
            "proof": before.get_proof_display(),
        }
        return "kept", entry | {"code": "kept", "kind": pgettext("kind of problem", "Worth a look")}
    return ("there" if stayed.enough else "short"), entry


def _gives_way(before: AttendanceMark, stayed: Presence) -> bool:
    """A file never speaks against a trainer, nor takes away what a leader has proved herself."""
    if before.proof == AttendanceMark.Proof.TRAINER:
        return False
    return not before.present or stayed.enough or before.proof == AttendanceMark.Proof.IMPORT


def _count(looked: Looked, judged: tuple[str, Entry]) -> None:
    word, entry = judged
    looked.outcome[word] += 1
    if word == "kept":
        looked.problems.append(entry)
    elif word == "short" and len(looked.outcome["short_list"]) < SHOWN:
        looked.outcome["short_list"].append(entry)


def _write(file: MeetingFile, session: Session, people: list[Person]) -> None:
    for person in people:
        if person.leader is None:
            continue
        stayed = presence(person, session)
        before = current_mark(session=session, leader=person.leader)
        if before and not _gives_way(before, stayed):
            continue
        made = mark(
            session=session,
            leader=person.leader,
            present=stayed.enough,
            by=file.by,
            proof=AttendanceMark.Proof.IMPORT,
            minutes=stayed.minutes,
            late_minutes=stayed.late,
            left_early_minutes=stayed.left_early,
            proven_at=min((one.joined for one in person.lines if one.joined), default=None),
            reference=f"meeting {file.pk}",
        )
        if made != before:
            MeetingMark.objects.create(file=file, mark=made)


# --- what is shown ------------------------------------------------------------------------------


def _outcome(session: Session, lines: list[Line], people: list[Person]) -> dict[str, Any]:
    unknown = [one for one in people if one.leader is None]
    return {
        "rows": len(lines),
        "people": len(people),
        "there": 0,
        "short": 0,
        "kept": 0,
        "short_list": [],
        "left_out": sum(one.left_out for one in unknown),
        "unknown": [
            {
                "key": one.key,
                "name": one.name,
                "phone": mask_phone(one.phone) if one.phone else "",
                "minutes": presence(one, session).minutes,
                "candidates": [[leader.pk, leader.user.name] for leader in one.candidates],
            }
            for one in unknown
            if not one.left_out
        ][:SHOWN],
        "notes": [],
    }


def _headings() -> list[str]:
    return [
        _("Leader ID"),
        _("Name"),
        _("Minutes there"),
        _("Minutes late"),
        _("Left early, minutes"),
        _("Was there"),
    ]


def _differences(people: list[Person], session: Session) -> Iterator[list[Any]]:
    for one in people:
        if one.leader:
            stayed = presence(one, session)
            there = _("Yes") if stayed.enough else _("No")
            yield [
                one.leader.code,
                one.leader.user.name,
                stayed.minutes,
                stayed.late,
                stayed.left_early,
                there,
            ]


def bring(*, session: Session, data: bytes, name: str, by) -> MeetingFile:
    """Keep a list and look at it at once if its columns are clear. Refuses: not-over, since
    nobody has stayed long enough yet, and what `survey_sheet` and `check_markable` refuse."""
    check_markable(session)
    if not session.has_ended():
        raise Refusal("not-over", _("Bring the list when the training is over."))
    file = flow.keep(source=SOURCE, data=data, name=name, by=by, session=session)
    known = set(file.columns)
    if all(known & set(any_of) for any_of in SOURCE.needed):
        flow.ask_look(file=file, source=SOURCE, by=by)
    return file


def answer(*, file: MeetingFile, key: str, leader_id: int, by) -> None:
    """Somebody says whom a person in the meeting is: a leader of the list, or nobody (0).
    Refuses: not-on-list."""
    if leader_id and not attendees(file.session, by).filter(pk=leader_id).exists():
        raise Refusal("not-on-list", _("She is not on this list."))
    file.answers.setdefault("people", {})[key] = leader_id


SOURCE = Source(
    name="meeting",
    model=MeetingFile,
    columns=COLUMNS,
    labels=LABELS,
    needed=(("name", "phone", "code"), ("joined", "minutes")),
    money=("minutes",),
    dates=(),
    fillable=("name", "phone", "code"),
    filled=(),
    look_kind="courses.look_at_meeting",
    take_kind="courses.take_meeting",
    look=look,
    take=take,
    undo=undo,
)
