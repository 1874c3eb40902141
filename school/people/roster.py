"""The roster import: leaders come in from a file, and a later file brings them up to date.

Empty cells change nothing. What contradicts itself is listed for a person and not written.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

from school.lib.refusal import Refusal
from school.lib.sheets import read_sheet
from school.people.models import Leader, User
from school.people.roster_columns import COLUMNS, RosterLine, read_line
from school.people.roster_matching import match
from school.people.roster_writing import Written, write
from school.people.signals import leaders_imported

Entry = dict[str, Any]


@dataclass
class RosterResult:
    """What an import came to. Entries name the line of the file, a code and a sentence."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    merged: int = 0
    conflicts: list[Entry] = field(default_factory=list)
    rejected: list[Entry] = field(default_factory=list)
    regions_created: list[str] = field(default_factory=list)
    warnings: list[Entry] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@transaction.atomic
def import_roster(
    *, data: bytes, name: str, by: User | None = None, dry_run: bool = False
) -> RosterResult:
    """Create and update leaders from the roster file `name`.

    A new leader gets an account without a password, whose number she proves when she first logs
    in. Cities and regions that are unknown are made. A dry run answers the same and leaves
    nothing behind. Refuses what `read_sheet` refuses.
    """
    sheet = read_sheet(data, name, COLUMNS, required=["name"], fill_down=["city", "region"])
    result = RosterResult(rows=len(sheet.rows))
    result.warnings += [{"code": note.code, "message": str(note)} for note in sheet.notes]
    matched = match(_read(sheet.rows, result))
    result.merged = matched.merged
    result.conflicts = [entry(line, refusal) for line, refusal in sorted_by_line(matched.conflicts)]
    written = write(matched)
    _take_over(result, written)
    leaders_imported.send(sender=Leader, tiers=written.tiers, by=by)
    if dry_run:
        transaction.set_rollback(True)
    return result


def entry(line: int, refusal: Refusal) -> Entry:
    return {"row": line, "code": refusal.code, "message": str(refusal)}


def sorted_by_line(problems: list[tuple[int, Refusal]]) -> list[tuple[int, Refusal]]:
    return sorted(problems, key=lambda problem: problem[0])


def _read(rows, result: RosterResult) -> list[RosterLine]:
    lines = []
    for row in rows:
        try:
            lines.append(read_line(row))
        except Refusal as refusal:
            result.rejected.append(entry(row.line, refusal))
        else:
            result.warnings += [entry(row.line, warning) for warning in lines[-1].warnings]
    return lines


def _take_over(result: RosterResult, written: Written) -> None:
    result.created, result.updated = written.created, written.updated
    result.regions_created = written.regions_created
    result.warnings += [entry(line, warning) for line, warning in written.warnings]
