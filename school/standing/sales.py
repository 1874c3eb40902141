"""The weekly sales import: a file becomes the current version of a week, all at once."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from school.lib import dates
from school.lib.phones import mask_phone
from school.lib.refusal import Refusal
from school.lib.sheets import Sheet, read_sheet
from school.people.models import Leader, User
from school.standing.models import HeldRow, SalesImport, SalesWeek
from school.standing.sales_columns import COLUMNS, SalesLine, Unit, check_sheet, glimpse, read_line
from school.standing.sales_matching import Matched, match
from school.standing.signals import sales_imported
from school.standing.weeks import WEEK, monday

BATCH = 1000
Entry = dict[str, Any]
# A total that moves by more than this share against the week before is worth a look.
JUMP = Decimal("0.8")
# Yuan for one order beyond which the unit of the file is in doubt.
LIKELY_ORDER = (Decimal(1), Decimal(2000))


@dataclass
class SalesResult:
    """What an import came to. Entries name the line of the file, a code and a sentence;
    `total_net` is in yuan."""

    week: date
    rows: int = 0
    accepted: int = 0
    unmatched: list[Entry] = field(default_factory=list)
    rejected: list[Entry] = field(default_factory=list)
    warnings: list[Entry] = field(default_factory=list)
    absent_as_zero: int = 0
    total_net: Decimal = Decimal(0)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def warn(self, code: str, message: str, row: int | None = None) -> None:
        entry = {"code": code, "message": message}
        self.warnings.append(entry if row is None else {"row": row, **entry})


@transaction.atomic
def import_sales(
    *,
    data: bytes,
    name: str,
    week: date,
    complete: bool = False,
    unit: Unit = "yuan",
    by: User | None = None,
    dry_run: bool = False,
) -> SalesResult:
    """Take over the sales file `name` as the week that begins on the Monday `week`.

    An earlier version of the week is replaced as a whole and kept. In a `complete` file, who is
    absent sold nothing. A dry run answers the same and leaves nothing behind.

    A file of which no row can be taken over replaces nothing, and says so (rows-none).

    Refuses: week-not-monday, what `read_sheet` and `check_sheet` refuse.
    """
    monday(week)
    sheet = read_sheet(data, name, COLUMNS)
    check_sheet(sheet, unit)
    result = SalesResult(week=week, rows=len(sheet.rows))
    matched = _match(sheet, week, unit, result)
    _report(matched, result)
    if result.rows and not result.accepted:
        result.warn("rows-none", _("No row of this file can be taken over: nothing is changed."))
        return result
    _check_whole(matched, week, result)
    sales_import = _write(matched, week=week, complete=complete, name=name, by=by, result=result)
    result.absent_as_zero = _absent(sales_import) if complete else 0
    sales_imported.send(sender=SalesImport, sales_import=sales_import)
    if dry_run:
        transaction.set_rollback(True)
    return result


def _match(sheet: Sheet, week: date, unit: Unit, result: SalesResult) -> Matched:
    lines, broken = [], []
    for note in sheet.notes:
        result.warn(note.code, str(note))
    for row in sheet.rows:
        try:
            lines.append(read_line(row, week=week, unit=unit))
        except Refusal as refusal:
            broken.append((glimpse(row), refusal))
    result.rejected = [_entry(line.line, refusal) for line, refusal in broken]
    return match(lines, broken)


def _entry(line: int, refusal: Refusal) -> Entry:
    return {"row": line, "code": refusal.code, "message": str(refusal)}


def _report(matched: Matched, result: SalesResult) -> None:
    result.accepted = len(matched.lines)
    result.total_net = sum((line.figures["net"] for line in matched.lines.values()), Decimal(0))
    result.unmatched = [
        {
            "row": line.line,
            "leader_id": line.code,
            "name": line.name,
            "phone": mask_phone(line.phone),
            "why": why,
        }
        for line, why in matched.unmatched
    ]
    result.rejected += [_entry(line.line, refusal) for line, refusal in matched.rejected]
    result.rejected.sort(key=lambda entry: entry["row"])
    own = [(line, warning) for line in matched.lines.values() for warning in line.warnings]
    for line, warning in sorted(own + matched.warnings, key=lambda pair: pair[0].line):
        result.warn(warning.code, str(warning), line.line)


def _check_whole(matched: Matched, week: date, result: SalesResult) -> None:
    """Looks at the file as a whole: is the week over, are the sums likely?"""
    if dates.today() < week + WEEK:
        result.warn("week-not-over", _("This week isn't over yet."))
    _check_jump(week, result)
    _check_magnitude(matched.lines.values(), result)


def _check_jump(week: date, result: SalesResult) -> None:
    before = SalesImport.objects.filter(
        week_start=week - WEEK, state=SalesImport.State.CURRENT
    ).first()
    if not before or before.total_net <= 0:
        return
    change = result.total_net / before.total_net - 1
    if abs(change) >= JUMP:
        message = _("Net sales have changed by %(percent)s%% against the week before.")
        result.warn("total-jump", message % {"percent": f"{change * 100:+.0f}"})


def _check_magnitude(lines: Iterable[SalesLine], result: SalesResult) -> None:
    sold = [(line.figures["gross"], line.figures["orders"]) for line in lines]
    gross, orders = sum((pair[0] for pair in sold), Decimal(0)), sum(pair[1] for pair in sold)
    smallest, largest = LIKELY_ORDER
    if gross > 0 and orders and not smallest <= gross / orders <= largest:
        message = _("An order would be worth %(amount)s yuan. Is the unit right?")
        result.warn("magnitude", message % {"amount": f"{gross / orders:.2f}"})


def _absent(sales_import: SalesImport) -> int:
    """How many leaders could have sold in the week and aren't in its file at all."""
    week = sales_import.week_start
    sells = [Leader.Status.PROBATION, Leader.Status.ACTIVE]
    joined = Q(joined_on__isnull=True) | Q(joined_on__lte=week)
    sold = SalesWeek.objects.filter(sales_import=sales_import, leader=OuterRef("pk"))
    held = HeldRow.objects.filter(sales_import=sales_import, leader=OuterRef("pk"))
    absent = Leader.objects.filter(joined, ~Exists(sold), ~Exists(held), status__in=sells)
    return absent.count()


def _write(
    matched: Matched,
    *,
    week: date,
    complete: bool,
    name: str,
    by: User | None,
    result: SalesResult,
) -> SalesImport:
    versions = SalesImport.objects.filter(week_start=week)
    last = versions.aggregate(last=Max("version"))["last"] or 0
    versions.filter(state=SalesImport.State.CURRENT).update(state=SalesImport.State.REPLACED)
    SalesWeek.objects.filter(week_start=week, current=True).update(current=False)
    sales_import = SalesImport.objects.create(
        week_start=week,
        version=last + 1,
        complete=complete,
        file_name=name,
        by=by,
        row_count=result.rows,
        accepted=result.accepted,
        total_net=result.total_net,
    )
    _write_weeks(sales_import, matched)
    _write_held(sales_import, matched)
    return sales_import


def _write_weeks(sales_import: SalesImport, matched: Matched) -> None:
    SalesWeek.objects.bulk_create(
        (
            SalesWeek(
                sales_import=sales_import,
                leader_id=leader_id,
                week_start=sales_import.week_start,
                **line.figures,
            )
            for leader_id, line in matched.lines.items()
        ),
        batch_size=BATCH,
    )


def _write_held(sales_import: SalesImport, matched: Matched) -> None:
    HeldRow.objects.bulk_create(
        (
            HeldRow(
                sales_import=sales_import,
                leader_id=leader_id,
                row=line.line,
                code=line.code,
                name=line.name,
                phone=line.phone,
                why=why,
                cells=line.cells,
            )
            for line, leader_id, why in matched.held
        ),
        batch_size=BATCH,
    )
