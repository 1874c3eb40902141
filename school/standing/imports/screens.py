"""Sales in the CMS: the weeks and their versions, and a file on its way in."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from school.lib.money import yuan
from school.lib.refusal import Refusal
from school.people.bringing import flow
from school.people.bringing.screens import BringView, BroughtScreen, FileView, download
from school.people.models import Leader
from school.standing import period
from school.standing.imports import links, overview, versions
from school.standing.imports.files import SOURCE
from school.standing.imports.forms import (
    NewLeaderForm,
    SalesAnswersForm,
    SearchForm,
    UnlockForm,
    span,
)
from school.standing.models import SalesFile, SalesImport, SalesPeriod

TITLE = gettext_lazy("Sales")
START, SHOW, WEEK, ROWS = "sales:start", "sales:show", "sales:week", "sales:rows"
PER_PAGE = 15
RECENT = 6
ROWS_PER_PAGE = 25


class StartView(BringView):
    """The weeks with what counts in each, and a file to bring."""

    page_title = TITLE
    header_icon = "table"
    source = SOURCE
    show = SHOW
    template_name = "standing/cms/import_start.html"

    def get_context_data(self, **kwargs):
        weeks = SalesImport.objects.order_by("-week_start").values_list("week_start", flat=True)
        page = Paginator(weeks.distinct(), PER_PAGE).get_page(self.request.GET.get("p"))
        page.object_list = overview.weeks(list(page.object_list), self.request.user)
        files = SalesFile.objects.select_related("by").exclude(state=SalesFile.State.UNDONE)
        waiting = files.exclude(state=SalesFile.State.DONE)[:RECENT]
        return super().get_context_data(page=page, waiting=waiting, **kwargs)


class ShowView(FileView):
    """A sales file: the questions, the differences to the week as it is, and what came of it."""

    header_icon = "table"
    source = SOURCE
    show = SHOW
    above = ((START, TITLE),)
    answers_form = SalesAnswersForm
    template_name = "standing/cms/import_show.html"

    def get_context_data(self, **kwargs):
        outcome, week = self.file.outcome, self.file.week_start
        kwargs["greatest"] = [_in_yuan(one) for one in self.seen(outcome.get("greatest", []))]
        kwargs["totals"] = {
            name: yuan_of(outcome.get(name))
            for name in ("total_net", "total_before", "total_week_before")
        }
        kwargs["span"] = span(week) if week else ""
        return super().get_context_data(**kwargs)

    def take(self, request: HttpRequest) -> HttpResponse:
        reason = request.POST.get("reason", "").strip()
        if self.file.outcome.get("version") and not reason:
            raise Refusal("reason-missing", _("Say why this week is brought again."))
        self.file.reason = reason[:200]
        return super().take(request)

    def look(self, request: HttpRequest) -> HttpResponse:
        """From the questions, or, after rows were linked, with the answers as they are."""
        if request.POST["look"] == "again":
            flow.ask_look(file=self.file, source=SOURCE, by=request.user)
            return redirect(SHOW, self.file.pk)
        return super().look(request)


class WeekView(BroughtScreen):
    """One week: its versions, who brought them and why, and its lock."""

    source = SOURCE
    header_icon = "table"
    above = ((START, TITLE),)
    template_name = "standing/cms/import_week.html"

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        try:
            self.week = date.fromisoformat(kwargs["week"])
        except ValueError as error:
            raise Http404 from error

    def get_page_title(self):
        return span(self.week)

    def get_context_data(self, **kwargs):
        told = overview.versions(self.week, self.request.user)
        books = SalesPeriod.objects.filter(week_start=self.week).first()
        if not told and books is None:
            raise Http404
        kwargs.setdefault("form", UnlockForm())
        return super().get_context_data(
            versions=told,
            locked=bool(books and books.is_locked),
            events=books.events.select_related("by") if books else [],
            **kwargs,
        )

    def post(self, request: HttpRequest, week: str) -> HttpResponse:
        try:
            if "lock" in request.POST:
                period.lock(week=self.week, by=request.user)
                messages.success(request, _("The week is locked."))
            elif "unlock" in request.POST:
                reason = request.POST.get("reason", "")
                period.unlock(week=self.week, by=request.user, reason=reason)
                messages.success(request, _("The week is open again."))
            elif "undo" in request.POST:
                self._undo(request)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect(WEEK, week)

    def _undo(self, request: HttpRequest) -> None:
        number = request.POST["undo"]
        found = SalesImport.objects.filter(week_start=self.week)
        gone = get_object_or_404(found, pk=number if number.isdigit() else 0)
        before = versions.undo(sales_import=gone, by=request.user)
        if before:
            said = _("Version %(number)s counts again.") % {"number": before.version}
        else:
            said = _("This week has no figures now.")
        messages.success(request, said)


class RowsView(BroughtScreen):
    """The rows of a file that match nobody."""

    source = SOURCE
    header_icon = "table"
    page_title = gettext_lazy("Rows that match nobody")
    above = ((START, TITLE),)
    template_name = "standing/cms/import_rows.html"

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.file = get_object_or_404(SalesFile, pk=kwargs["file_id"])

    def dispatch(self, request, *args, **kwargs):
        """A row of nobody's may be of any region: operations only."""
        self.check_may_bring()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        rows = self.file.outcome.get("unmatched_rows", [])
        linked = self.file.links
        page = Paginator(rows, ROWS_PER_PAGE).get_page(self.request.GET.get("p"))
        page.object_list = [one | {"linked": str(one["row"]) in linked} for one in page.object_list]
        return super().get_context_data(file=self.file, page=page, **kwargs)


class RowView(RowsView):
    """One row of nobody's: whose is it? Choose a leader, or make her."""

    above = ((START, TITLE),)
    template_name = "standing/cms/import_row.html"

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.row = kwargs["row"]

    def get_page_title(self):
        return _("Row %(row)s") % {"row": self.row}

    def get_context_data(self, **kwargs):
        try:
            loose = links.loose_row(self.file, self.row)
        except Refusal as refusal:
            raise Http404 from refusal
        asked = self.request.GET.get("q", "").strip()
        kwargs.setdefault("new", NewLeaderForm(initial={"name": loose.name}))
        return super().get_context_data(
            loose=loose,
            found=links.candidates(loose, asked),
            search=SearchForm(self.request.GET or None),
            asked=asked,
            **kwargs,
        )

    def post(self, request: HttpRequest, file_id: int, row: int) -> HttpResponse:
        try:
            if "create" in request.POST:
                form = NewLeaderForm(request.POST)
                if not form.is_valid():
                    return self.render_to_response(self.get_context_data(new=form), status=422)
                links.create(file=self.file, row=row, by=request.user, **form.cleaned_data)
            else:
                number = request.POST.get("leader", "")
                leader = get_object_or_404(Leader, pk=number if number.isdigit() else 0)
                links.link(file=self.file, row=row, leader=leader, by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("sales:row", file_id, row)
        messages.success(request, _("Row %(row)s is linked.") % {"row": row})
        return redirect(ROWS, file_id)


def download_list(request: HttpRequest, file_id: int, which: str) -> HttpResponse:
    return download(request, SOURCE, file_id, which)


def yuan_of(text: Any) -> str:
    """An amount as the outcome keeps it, to be shown; nothing where there is none."""
    return yuan(overview.amount(text)) if text is not None else ""


def _in_yuan(one: dict[str, Any]) -> dict[str, Any]:
    """A difference with its amounts to be shown, and the direction of the change."""
    up = overview.amount(one["change"]) > 0
    shown = {name: yuan_of(one[name]) or "–" for name in ("before", "after")}
    change = yuan_of(one["change"])
    return one | shown | {"change": f"+{change}" if up else change, "up": up}
