"""The weekly sales import: a file becomes the current version of a week, all at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from school.lib.refusal import Refusal
from school.lib.sheets import Note, stream_sheet
from school.people.bringing.reading import Progress, Reading, silent
from school.people.models import Leader, User
from school.standing import period
from school.standing.models import SalesImport
from school.standing.sales_columns import COLUMNS, SalesLine, Unit, check_sheet, glimpse, read_line
from school.standing.sales_matching import Matched, match
from school.standing.sales_result import SalesResult, check_whole, entry, report
from school.standing.sales_writing import write
from school.standing.signals import sales_imported
from school.standing.weeks import monday

# So many rows between two words about progress.
STEP = 500
AT_ONCE = 5000


@dataclass
class SalesLines:
    """The lines of a sales file for a week: those that can be read, those that can't and why,
    and what was left out."""

    week: date
    rows: int = 0
    lines: list[SalesLine] = field(default_factory=list)
    broken: list[tuple[SalesLine, Refusal]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def import_sales(
    *,
    data: bytes,
    name: str,
    week: date,
    complete: bool = False,
    unit: Unit = "yuan",
    by: User | None = None,
    dry_run: bool = False,
    reading: Reading | None = None,
    reason: str = "",
) -> SalesResult:
    """Take over the sales file `name` as the week that begins on the Monday `week`.

    An earlier version of the week is replaced as a whole and kept. In a `complete` file, who is
    absent sold nothing. A dry run answers the same and writes nothing.

    A file of which no row can be taken over replaces nothing, and says so (rows-none).

    Refuses: week-not-monday, week-locked, what `read_sheet` and `check_sheet` refuse.
    """
    period.check_open(monday(week))
    lines = read_sales(data, name, week=week, unit=unit, reading=reading or Reading())
    if dry_run:
        _matched, result = look_at(lines, complete=complete)
        return result
    with transaction.atomic():
        matched, result = look_at(lines, complete=complete)
        take_over(matched, result, complete=complete, name=name, by=by, reason=reason)
    return result


def read_sales(
    data: bytes,
    name: str,
    *,
    week: date,
    unit: Unit,
    reading: Reading,
    progress: Progress = silent,
) -> SalesLines:
    """The lines of the file. Refuses what `read_sheet` and `check_sheet` refuse."""
    fill_down = reading.fill_down or ()
    sheet = stream_sheet(data, name, COLUMNS, fill_down=fill_down, chosen=reading.columns)
    check_sheet(sheet, unit)
    read = SalesLines(week, notes=sheet.notes)
    for row in sheet.rows:
        if read.rows % STEP == 0:
            progress(read.rows, max(sheet.expected, read.rows))
        read.rows += 1
        try:
            read.lines.append(read_line(row, week=week, unit=unit, order=reading.order))
        except Refusal as refusal:
            read.broken.append((glimpse(row), refusal))
    progress(read.rows, read.rows)
    return read


def look_at(
    read: SalesLines, *, complete: bool, links: Mapping[int, int] | None = None
) -> tuple[Matched, SalesResult]:
    """Whose the lines are, and what would come of them, as the school is now. Writes nothing."""
    result = SalesResult(week=read.week, rows=read.rows)
    for note in read.notes:
        result.warn(note.code, str(note))
    result.rejected = [entry(line.line, refusal) for line, refusal in read.broken]
    matched = match(read.lines, read.broken, links)
    report(matched, result)
    if result.rows and not result.accepted:
        result.warn("rows-none", _("No row of this file can be taken over: nothing is changed."))
        return matched, result
    check_whole(matched, result)
    result.absent_as_zero = _absent(matched, read.week) if complete else 0
    return matched, result


def take_over(
    matched: Matched,
    result: SalesResult,
    *,
    complete: bool,
    name: str,
    by: User | None,
    reason: str = "",
) -> SalesImport | None:
    """Make the week's new version and tell the floors above; None where no row can be taken over.
    The caller holds the transaction. Refuses: week-locked."""
    period.hold(result.week)
    if result.rows and not result.accepted:
        return None
    sales_import = write(matched, result, complete=complete, name=name, by=by, reason=reason)
    sales_imported.send(sender=SalesImport, sales_import=sales_import)
    return sales_import


def _absent(matched: Matched, week: date) -> int:
    """How many leaders could have sold in the week and aren't in its file at all."""
    sells = [Leader.Status.PROBATION, Leader.Status.ACTIVE]
    joined = Q(joined_on__isnull=True) | Q(joined_on__lte=week)
    there = set(matched.lines) | {leader_id for _line, leader_id, _why in matched.held}
    could = Leader.objects.filter(joined, status__in=sells).order_by()
    numbers = could.values_list("pk", flat=True).iterator(chunk_size=AT_ONCE)
    return sum(number not in there for number in numbers)
