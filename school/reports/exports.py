"""The list of leaders as a spreadsheet, by the same filters as on the screen."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from school.lib import dates
from school.lib.exports import write_csv, write_xlsx
from school.people.models import Leader
from school.reports.leaders import rows_of

KIND = "reports.export_leaders"
# More rows than this take too long for somebody who waits in front of a page.
AT_ONCE = 2000
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def headers() -> list[str]:
    return [
        _("Leader ID"),
        _("Name"),
        _("Phone"),
        _("Community"),
        _("Region"),
        _("Intake"),
        _("Tier"),
        _("Cohort"),
        _("Net sales, 4 weeks (yuan)"),
        _("Coach"),
        _("Status"),
    ]


def table(leaders: QuerySet[Leader]) -> Iterator[list[Any]]:
    """The rows of the file. Phones stay masked: a list that leaves the school is soon anywhere."""
    for row in rows_of(leaders):
        yield [
            row.code,
            row.name,
            row.phone,
            row.community,
            row.region,
            row.intake,
            row.tier,
            row.cohort_name,
            row.sales,
            row.coach,
            row.status,
        ]


def write(rows: Iterable[Iterable[Any]], form: str) -> bytes:
    return write_csv(headers(), rows) if form == "csv" else write_xlsx(headers(), rows)


def file_name(form: str) -> str:
    return f"leaders-{dates.today():%Y-%m-%d}.{form}"
