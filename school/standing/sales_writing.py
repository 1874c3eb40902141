"""Writing a week's sales: a new version that counts from now on, a thousand rows at a time."""

from collections.abc import Iterable
from itertools import islice

from django.db import models
from django.db.models import Max

from school.people.models import User
from school.standing.models import HeldRow, SalesImport, SalesWeek
from school.standing.sales_matching import Matched
from school.standing.sales_result import SalesResult

BATCH = 1000


def write(
    matched: Matched,
    result: SalesResult,
    *,
    complete: bool,
    name: str,
    by: User | None,
    reason: str,
) -> SalesImport:
    """The week's new version. The caller holds the transaction and the week."""
    versions = SalesImport.objects.filter(week_start=result.week)
    last = versions.aggregate(last=Max("version"))["last"] or 0
    versions.filter(state=SalesImport.State.CURRENT).update(state=SalesImport.State.REPLACED)
    SalesWeek.objects.filter(week_start=result.week, current=True).update(current=False)
    sales_import = SalesImport.objects.create(
        week_start=result.week,
        version=last + 1,
        complete=complete,
        file_name=name[-200:],
        by=by,
        row_count=result.rows,
        accepted=result.accepted,
        total_net=result.total_net,
        reason=reason,
    )
    _write_weeks(sales_import, matched)
    _write_held(sales_import, matched)
    return sales_import


def _write_weeks(sales_import: SalesImport, matched: Matched) -> None:
    _create(
        SalesWeek(
            sales_import=sales_import,
            leader_id=leader_id,
            week_start=sales_import.week_start,
            **line.figures._asdict(),
        )
        for leader_id, line in matched.lines.items()
    )


def _write_held(sales_import: SalesImport, matched: Matched) -> None:
    _create(
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
    )


def _create(rows: Iterable[models.Model]) -> None:
    """A batch at a time: `bulk_create` would first make them all."""
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        type(batch[0]).objects.bulk_create(batch)
