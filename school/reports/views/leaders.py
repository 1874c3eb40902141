"""The list of leaders: found, sorted, page by page, and taken along as a spreadsheet."""

from collections.abc import Iterable
from html import escape

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from school.jobs import job
from school.people.models import Leader
from school.reports import exports
from school.reports.access import may_read
from school.reports.choices import Choices
from school.reports.leaders import (
    LeaderFilters,
    Row,
    first_rows,
    found,
    in_order,
    is_asking,
    ordering_of,
    rows_of,
)
from school.reports.views.base import ReportView
from school.standing.models import Cohort

PER_PAGE = 20
COLUMNS = [
    ("name", _("Leader")),
    ("code", _("ID")),
    ("", _("Phone")),
    ("region", _("Region")),
    ("intake", _("Intake")),
    ("tier", _("Tier")),
    ("cohort", _("Cohort")),
    ("sales", _("Net sales, 4 weeks")),
    ("coach", _("Coach")),
    ("status", _("Status")),
]

# The body of the table is put together here, and every cell escaped: twenty rows of a template
# take longer than all the rest of the page.
ROW = (
    '<tr><td class="title"><a href="{}">{}</a><small>{}</small></td><td>{}</td><td>{}</td>'
    "<td>{}</td><td>{}</td><td>{}</td>"
    '<td><span class="school-cohort school-cohort--{}">{}</span></td>'
    '<td class="school-number">{}</td><td>{}</td><td>{}</td></tr>'
)


class LeadersView(ReportView):
    page_title = _("Leaders")
    header_icon = "group"
    template_name = "reports/leaders.html"

    def get_context_data(self, **kwargs):
        asked, seen = self.request.GET, Leader.objects.visible_to(self.request.user)
        choices = Choices(seen) if is_asking(asked) or "filters" in asked else None
        page = (
            _page(found(seen, asked, choices), asked) if asked else _first_page(self.request.user)
        )
        return super().get_context_data(
            page=page,
            rows=_table_rows(page.object_list),
            headings=_headings(asked),
            filters=_filters(asked, choices) if choices else [],
            q=asked.get("q", ""),
            ordering=asked.get("ordering", ""),
            is_asking=is_asking(asked),
            address=_address(asked, "p"),
            **kwargs,
        )


def _first_page(user) -> Page:
    rows, total = first_rows(user, PER_PAGE)
    page = Paginator(range(total), PER_PAGE).get_page(1)
    page.object_list = rows
    return page


def _page(leaders: QuerySet[Leader], asked) -> Page:
    page = Paginator(leaders.order_by("pk"), PER_PAGE).get_page(asked.get("p"))
    first = (page.number - 1) * PER_PAGE
    page.object_list = rows_of(in_order(leaders, asked)[first : first + PER_PAGE])
    return page


def _table_rows(rows: Iterable[Row]) -> SafeString:
    return mark_safe("\n".join(ROW.format(*map(escape, _cells(row))) for row in rows))


def _cells(row: Row) -> tuple[str, ...]:
    return (
        f"{row.pk}/",
        row.name,
        row.community,
        row.code,
        row.phone,
        row.region,
        row.intake,
        row.tier,
        row.cohort,
        row.cohort_name,
        row.money,
        row.coach,
        row.status,
    )


def _filters(asked, choices: Choices) -> list[dict]:
    """The filters as they stand above the list: name, label, what can be chosen, what is."""
    listed = {
        "region": choices.regions,
        "intake": choices.intakes,
        "tier": choices.tiers,
        "cohort": Cohort.choices,
        "status": Leader.Status.choices,
        "coach": choices.coaches,
    }
    labels = LeaderFilters.base_filters
    return [
        {"name": name, "label": labels[name].label, "options": options, "chosen": asked.get(name)}
        for name, options in listed.items()
    ]


def _headings(asked) -> list[dict]:
    """The columns: where a press on the heading leads, and how the list is sorted now."""
    now, others = ordering_of(asked.get("ordering", "")), _address(asked, "ordering", "p")
    return [
        {
            "label": label,
            "name": name,
            "sorted": "" if now.removeprefix("-") != name else "down" if now[0] == "-" else "up",
            "query": f"{others}&ordering={_turned(name, now)}" if name else "",
        }
        for name, label in COLUMNS
    ]


def _turned(name: str, now: str) -> str:
    """Figures begin with the largest, names with the first."""
    if now.removeprefix("-") == name:
        return name if now.startswith("-") else f"-{name}"
    return f"-{name}" if name == "sales" else name


def _address(asked, *without: str) -> str:
    """The query of this address without these parts, to be carried on in links."""
    query = asked.copy()
    for name in without:
        query.pop(name, None)
    return query.urlencode()


def export_leaders(request, form: str) -> HttpResponse:
    """The filtered list as a file: at once while it is small, else as work in the background."""
    if not may_read(request.user):
        raise PermissionDenied
    if form not in exports.FORMS:
        raise Http404
    seen = Leader.objects.visible_to(request.user)
    leaders = found(seen, request.GET)
    if leaders.count() > exports.AT_ONCE:
        args = {"asked": request.GET.urlencode(), "form": form, "language": get_language()}
        asked = job.enqueue(kind=exports.KIND, args=args, owner=request.user)
        return redirect("reports:result", asked.pk)
    response = HttpResponse(
        exports.write(exports.table(in_order(leaders, request.GET)), form),
        content_type=exports.FORMS[form],
    )
    response["Content-Disposition"] = f'attachment; filename="{exports.file_name(form)}"'
    return response
