"""The roster import: leaders come in from a file, and a later file brings them up to date.

Empty cells change nothing. What contradicts itself is listed for a person and not written.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction

from school.lib.refusal import Refusal
from school.lib.sheets import stream_sheet
from school.people.bringing.reading import Progress, Reading, silent
from school.people.models import Leader, User
from school.people.roster_columns import COLUMNS, FILLED_DOWN, RosterLine, read_line
from school.people.roster_matching import match
from school.people.roster_plan import Plan, make_plan
from school.people.roster_writing import write
from school.people.signals import leaders_imported

Entry = dict[str, Any]
# So many rows between two words about progress.
STEP = 500


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


def import_roster(
    *,
    data: bytes,
    name: str,
    by: User | None = None,
    dry_run: bool = False,
    reading: Reading | None = None,
) -> RosterResult:
    """Create and update leaders from the roster file `name`.

    A new leader gets an account without a password, whose number she proves when she first logs
    in. Cities and regions that are unknown are made. A dry run answers the same and writes
    nothing. Refuses what `read_sheet` refuses.
    """
    lines, result = read_roster(data, name, reading or Reading())
    if dry_run:
        plan_roster(lines, result)
        return result
    with transaction.atomic():
        carry_out(plan_roster(lines, result), by)
    return result


def read_roster(
    data: bytes, name: str, reading: Reading, progress: Progress = silent
) -> tuple[list[RosterLine], RosterResult]:
    """The lines that can be read, and a result that names the others."""
    fill_down = FILLED_DOWN if reading.fill_down is None else reading.fill_down
    sheet = stream_sheet(
        data, name, COLUMNS, required=["name"], fill_down=fill_down, chosen=reading.columns
    )
    lines, result = [], RosterResult()
    for row in sheet.rows:
        if result.rows % STEP == 0:
            progress(result.rows, max(sheet.expected, result.rows))
        result.rows += 1
        try:
            lines.append(read_line(row, reading.order))
        except Refusal as refusal:
            result.rejected.append(entry(row.line, refusal))
        else:
            result.warnings += [entry(row.line, warning) for warning in lines[-1].warnings]
    notes = [{"code": note.code, "message": str(note)} for note in sheet.notes]
    result.warnings = notes + result.warnings
    progress(result.rows, result.rows)
    return lines, result


def plan_roster(lines: list[RosterLine], result: RosterResult) -> Plan:
    """What the lines would do to the school as it is now; the result learns the counts."""
    matched = match(lines)
    plan = make_plan(matched)
    result.merged = matched.merged
    result.conflicts = [entry(line, refusal) for line, refusal in sorted_by_line(matched.conflicts)]
    result.created = len(plan.new)
    result.updated = len(plan.steps) - result.created
    result.regions_created = plan.regions.names()
    result.warnings += [entry(line, warning) for line, warning in plan.warnings]
    return plan


def plan_one(line: RosterLine) -> Plan:
    """A single line that no file holds. Refuses what would be a conflict in a file."""
    matched = match([line])
    for _line, conflict in matched.conflicts:
        raise conflict
    return make_plan(matched)


def carry_out(plan: Plan, by: User | None) -> None:
    """Write the plan and tell the floors above. The caller holds the transaction."""
    write(plan)
    leaders_imported.send(sender=Leader, tiers=plan.tiers, by=by)


def entry(line: int, refusal: Refusal) -> Entry:
    return {"row": line, "code": refusal.code, "message": str(refusal)}


def sorted_by_line(problems: list[tuple[int, Refusal]]) -> list[tuple[int, Refusal]]:
    return sorted(problems, key=lambda problem: problem[0])
