"""Sales files that people bring: what would come of one, taking it over, and taking it back."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from school.lib.refusal import Refusal
from school.people.bringing import flow
from school.people.bringing.reading import Progress, Reading
from school.people.bringing.source import Entry, Looked, Source
from school.standing import period
from school.standing.imports import differences, versions
from school.standing.models import SalesFile, SalesImport
from school.standing.sales import SalesLines, look_at, read_sales, take_over
from school.standing.sales_columns import (
    COLUMNS,
    COUNTS,
    DATES,
    FILLABLE,
    MONEY,
    OPTIONAL_COUNTS,
    Unit,
)
from school.standing.sales_labels import LABELS, WHY_LOOSE
from school.standing.sales_matching import Matched
from school.standing.sales_result import SalesResult
from school.standing.weeks import WEEK, monday

# So many differences and loose rows are shown on the screen; all are in the files beside it.
SHOWN = 30
MOST_LOOSE = 2000


def look(file: SalesFile, progress: Progress) -> Looked:
    """Refuses: week-locked, what reading a sales file refuses."""
    period.check_open(monday(file.week_start))
    matched, result = look_at(_read(file, progress), complete=file.complete, links=_links(file))
    file.compared_with = versions.current(file.week_start)
    return _looked(matched, result, file.compared_with)


def take(file: SalesFile, progress: Progress) -> Looked:
    """Refuses: week-locked, week-changed (another version has come since the preview), and
    rows-none."""
    read = _read(file, progress)
    with transaction.atomic():
        period.hold(file.week_start)
        _check_unchanged(file)
        matched, result = look_at(read, complete=file.complete, links=_links(file))
        if not result.accepted:
            raise Refusal("rows-none", _("No row of this file can be taken over."))
        return _take(file, matched, result)


def bring(
    *,
    data: bytes,
    name: str,
    week: date,
    complete: bool = False,
    unit: Unit = "yuan",
    by=None,
    reason: str = "",
    dry_run: bool = False,
) -> SalesResult:
    """Take a file over at once and keep it, so that rows can be linked and it can be taken back.
    What columns mean is as somebody has said for files like it; else, and in all else, as
    `import_sales` does it. Refuses the same."""
    period.check_open(monday(week))
    reading = flow.reading_of(source=SOURCE, data=data, name=name)
    read = read_sales(data, name, week=week, unit=unit, reading=reading)
    with transaction.atomic():
        matched, result = look_at(read, complete=complete)
        if dry_run or not result.accepted:
            return result
        file = flow.start_at_once(
            source=SOURCE,
            data=data,
            name=name,
            by=by,
            week_start=week,
            complete=complete,
            unit=unit,
            reason=reason[:200],
            compared_with=versions.current(week),
        )
        flow.finish(file, _take(file, matched, result))
    return result


def _take(file: SalesFile, matched: Matched, result: SalesResult) -> Looked:
    flow.mark_taken(file)
    looked = _looked(matched, result, file.compared_with)
    file.sales_import = take_over(
        matched,
        result,
        complete=file.complete,
        name=file.file_name,
        by=file.by,
        reason=file.reason,
    )
    SalesFile.objects.filter(pk=file.pk).update(sales_import=file.sales_import)
    return looked


def undo(file: SalesFile, by) -> dict[str, Any]:
    """Refuses what `versions.undo` refuses, and version-not-current for a file without one."""
    if file.sales_import is None:
        raise Refusal("version-not-current", _("Only the version that counts can be taken back."))
    before = versions.undo(sales_import=file.sales_import, by=by)
    return {"version": before.version if before else None}


def _read(file: SalesFile, progress: Progress) -> SalesLines:
    with file.file.open("rb") as content:
        data = content.read()
    return read_sales(
        data,
        file.file_name,
        week=monday(file.week_start),
        unit=file.unit,
        reading=Reading.of(file.columns, file.answers),
        progress=progress,
    )


def _links(file: SalesFile) -> dict[int, int]:
    return {int(row): leader_id for row, leader_id in file.links.items()}


def _check_unchanged(file: SalesFile) -> None:
    now = versions.current(file.week_start)
    if (now.pk if now else None) != file.compared_with_id:
        message = gettext_lazy("This week has changed since you looked. Look at the file again.")
        raise Refusal("week-changed", message)


# --- what the person sees -----------------------------------------------------------------------


def _looked(matched: Matched, result: SalesResult, before: SalesImport | None) -> Looked:
    compared = differences.compare(matched, before)
    week_before = versions.current(result.week - WEEK)
    loose = [one | {"message": str(WHY_LOOSE[one["why"]])} for one in result.unmatched]
    outcome = {
        "rows": result.rows,
        "accepted": result.accepted,
        "unmatched": len(loose),
        "unmatched_rows": loose[:MOST_LOOSE],
        "rejected": len(result.rejected),
        "absent_as_zero": result.absent_as_zero,
        "total_net": result.total_net,
        "total_before": before.total_net if before else None,
        "total_week_before": week_before.total_net if week_before else None,
        "version": before.version if before else 0,
        "notes": [_note(one) for one in result.warnings if "row" not in one],
        "asks_order": any(one["code"] == "date-ambiguous" for one in result.rejected),
        "differences": compared.counts(),
        "greatest": _greatest(compared.all[:SHOWN]),
    }
    # Of a week's first version everybody is new, which is the file itself.
    rows = differences.rows(compared.all) if before else []
    return Looked(outcome, _problems(result, loose), differences.headings(), rows)


def _note(one: Entry) -> Entry:
    """What was left out is only said; what may be wrong with the whole file stands out."""
    return one | {"matters": not one["code"].startswith("sheet-") or one["code"] == "sheet-unit"}


def _greatest(some: list[differences.Difference]) -> list[dict[str, Any]]:
    told = differences.names(some)
    return [
        {
            "leader": one.leader_id,
            "code": told[one.leader_id][0],
            "name": told[one.leader_id][1],
            "before": one.before,
            "after": one.after,
            "change": one.change,
        }
        for one in some
    ]


def _problems(result: SalesResult, loose: list[Entry]) -> list[Entry]:
    """What costs a row before what is only worth a look."""
    kinds = [
        (pgettext("kind of problem", "Nobody's"), [one | {"code": one["why"]} for one in loose]),
        (pgettext("kind of problem", "Rejected"), result.rejected),
        (pgettext("kind of problem", "Worth a look"), result.warnings),
    ]
    return [{"kind": kind, **one} for kind, entries in kinds for one in entries if "row" in one]


SOURCE = Source(
    name="sales",
    model=SalesFile,
    columns=COLUMNS,
    labels=LABELS,
    needed=(("code", "phone"), ("net", "effective_amount", "gross")),
    money=(*MONEY, *COUNTS, *OPTIONAL_COUNTS, "closed_orders"),
    dates=DATES,
    fillable=FILLABLE,
    filled=(),
    look_kind="standing.look_at_sales",
    take_kind="standing.take_sales",
    look=look,
    take=take,
    undo=undo,
    again=True,
)
