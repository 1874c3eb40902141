"""The list of leaders: found, sorted, page by page, and taken along as a spreadsheet."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from school.jobs import job
from school.people.models import Leader
from school.reports import exports
from school.reports.access import may_read
from school.reports.choices import Choices
from school.reports.leaders import LeaderFilters, found, is_asking, ordering_of, rows_of
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


class LeadersView(ReportView):
    page_title = _("Leaders")
    header_icon = "group"
    template_name = "reports/leaders.html"

    def get_context_data(self, **kwargs):
        asked, seen = self.request.GET, Leader.objects.visible_to(self.request.user)
        choices = Choices(seen) if is_asking(asked) or "filters" in asked else None
        pages = Paginator(found(seen, asked, choices), PER_PAGE)
        page = pages.get_page(asked.get("p"))
        page.object_list = rows_of(page.object_list)
        return super().get_context_data(
            page=page,
            headings=_headings(asked),
            filters=_filters(asked, choices) if choices else [],
            q=asked.get("q", ""),
            is_asking=is_asking(asked),
            address=_address(asked, p=""),
            **kwargs,
        ) | {"here": reverse("reports:leaders")}


class LeaderResultsView(LeadersView):
    """Only the table: what changes while somebody types and chooses."""

    template_name = "reports/leader_results.html"


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
    now = ordering_of(asked.get("ordering", ""))
    return [
        {
            "label": label,
            "name": name,
            "sorted": "" if now.removeprefix("-") != name else "down" if now[0] == "-" else "up",
            "query": _address(asked, p="", ordering=_turned(name, now)) if name else "",
        }
        for name, label in COLUMNS
    ]


def _turned(name: str, now: str) -> str:
    """Figures begin with the largest, names with the first."""
    if now.removeprefix("-") == name:
        return name if now.startswith("-") else f"-{name}"
    return f"-{name}" if name == "sales" else name


def _address(asked, **changes: str) -> str:
    query = asked.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
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
        exports.write(exports.table(leaders), form), content_type=exports.FORMS[form]
    )
    response["Content-Disposition"] = f'attachment; filename="{exports.file_name(form)}"'
    return response
