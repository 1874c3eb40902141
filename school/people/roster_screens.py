"""Rosters in the CMS: bring one, see what it would change, let it happen, take it back."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from school.people.bringing.screens import BringView, FileView, download
from school.people.models import Leader, RosterChange, RosterFile
from school.people.roster_files import SOURCE

TITLE = _("Roster")
SHOW = "roster:show"
RECENT = 12


class StartView(BringView):
    """A file to bring, and those that came before."""

    page_title = TITLE
    source = SOURCE
    show = SHOW
    template_name = "people/cms/roster_start.html"

    def get_context_data(self, **kwargs):
        recent = RosterFile.objects.select_related("by")
        return super().get_context_data(recent=recent[:RECENT], **kwargs)


class ShowView(FileView):
    source = SOURCE
    show = SHOW
    above = (("roster:start", TITLE),)
    template_name = "people/cms/roster_show.html"

    def get_context_data(self, **kwargs):
        kwargs["changes"] = self.seen(self.file.outcome.get("changes", []))
        context = super().get_context_data(**kwargs)
        if not context["may_bring"]:
            context["mine"] = self._mine()
        return context

    def _mine(self) -> dict[str, int]:
        """How many of the leaders whom a manager sees the roster made or changed."""
        seen = Leader.objects.visible_to(self.request.user)
        changes = RosterChange.objects.filter(roster_file=self.file, leader__in=seen)
        new = changes.filter(is_new=True).count()
        return {"created": new, "changed": changes.count() - new}


def download_list(request: HttpRequest, file_id: int, which: str) -> HttpResponse:
    return download(request, SOURCE, file_id, which)
