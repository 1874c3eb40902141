"""What the reports give to take along: tables as CSV or XLSX."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.cms.report import Report
from assessments.models import Attempt
from school.lib import dates
from school.lib.exports import write_csv, write_xlsx

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Table = tuple[list[str], Iterable[Iterable[Any]]]


def file(report: Report, what: str, form: str) -> HttpResponse:
    headers, rows = TABLES[what](report)
    return answer(headers, rows, f"{report.quiz.slug}-{what}", form)


def answer(headers: list[str], rows: Iterable[Iterable[Any]], name: str, form: str) -> HttpResponse:
    """The table as a file of this name and today's date."""
    write = write_csv if form == "csv" else write_xlsx
    response = HttpResponse(write(headers, rows), content_type=FORMS[form])
    named = f"{name}-{dates.today():%Y-%m-%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{named}"'
    return response


def address(name: str, query: str, **kwargs: Any) -> str:
    return reverse(name, kwargs=kwargs) + (f"?{query}" if query else "")


def attempts(report: Report) -> Table:
    headers = [_("Leader ID"), _("Name"), _("Intake"), _("Try"), _("Result, %"), _("Passed")]
    headers += [_("Handed in"), _("Minutes")]
    return headers, _attempt_rows(report)


def _attempt_rows(report: Report) -> Iterator[list[Any]]:
    for one in report.rows().iterator(1000):
        leader = one.leader
        yield [
            leader.code or "",
            leader.name,
            leader.intake.name if leader.intake else "",
            one.number,
            one.percent,
            _("yes") if one.passed else _("not yet"),
            one.submitted_at,
            minutes(one),
        ]


def minutes(attempt: Attempt) -> int | None:
    """How long it took, in whole minutes."""
    if attempt.submitted_at is None:
        return None
    return (attempt.submitted_at - attempt.started_at) // timedelta(minutes=1)


def questions(report: Report) -> Table:
    headers = [_("Question"), _("Attempts"), _("Right, %"), _("Standard deviation, %")]
    headers += [_("Discrimination, %"), _("Efficiency, %"), _("Intended weight, %")]
    headers += [_("Effective weight, %"), _("Remark")]
    rows = []
    for line in report.lines:
        one = line.figures
        figures = [one.facility, one.standard_deviation, one.discrimination, one.efficiency]
        figures += [one.intended_weight, one.effective_weight]
        words = " ".join(flag.words for flag in line.flags)
        rows.append([one.name, one.attempts, *map(_rounded, figures), words])
    return headers, rows


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 2)


TABLES = {"attempts": attempts, "questions": questions}
