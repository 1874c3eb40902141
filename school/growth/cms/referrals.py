"""Recruits in the CMS: who brought whom, how far she is, and the list to take along."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy

from school.growth import recruits
from school.growth.access import DecidersOnly, decides
from school.growth.models import GrowthSettings
from school.growth.recruits import Stage
from school.lib import dates
from school.lib.exports import write_csv, write_xlsx
from school.people.models import Application, Leader
from school.people.screen import Screen

PER_PAGE = 30
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def seen_recruits(user) -> QuerySet[Leader]:
    return recruits.recruits().filter(pk__in=Leader.objects.visible_to(user).values("pk"))


def seen_invited(user) -> QuerySet[Application]:
    """Who isn't a leader yet is seen by those who see the leader that invites her."""
    mine = Leader.objects.visible_to(user)
    return recruits.invited().filter(invitation__invited_by__in=mine.values("user"))


def found_recruits(request) -> QuerySet[Leader]:
    """By stage, and by the name or number of either of the two."""
    found, stage = seen_recruits(request.user), request.GET.get("stage", "")
    if stage in (Stage.JOINED, Stage.ORDER, Stage.QUALIFIED):
        found = recruits.at_stage(found, stage)
    if text := request.GET.get("q", "").strip():
        names = Q(user__name__icontains=text) | Q(referrer__user__name__icontains=text)
        found = found.filter(names | Q(code=text) | Q(referrer__code=text))
    return recruits.with_names(found)


class ReferralsView(DecidersOnly, Screen):
    page_title = gettext_lazy("Recruits")
    header_icon = "group"
    template_name = "growth/cms/referrals.html"

    def get_context_data(self, **kwargs):
        user, stage = self.request.user, self.request.GET.get("stage", "")
        is_invited = stage == Stage.INVITED
        listed = seen_invited(user) if is_invited else found_recruits(self.request)
        page = Paginator(listed, PER_PAGE).get_page(self.request.GET.get("p"))
        if not is_invited:
            page.object_list = [(one, recruits.stage_of(one)) for one in page.object_list]
        address = self.request.GET.copy()
        address.pop("p", None)
        return super().get_context_data(
            tabs=self._tabs(user),
            stage=stage,
            is_invited=is_invited,
            page=page,
            q=self.request.GET.get("q", ""),
            asked=GrowthSettings.load(),
            address=address.urlencode(),
            **kwargs,
        )

    def _tabs(self, user) -> list[tuple]:
        seen = seen_recruits(user)
        counted = {stage: recruits.at_stage(seen, stage).count() for stage in list(Stage)[1:]}
        counted[Stage.INVITED] = seen_invited(user).count()
        return [(stage.value, stage.label, counted[stage]) for stage in Stage]


def export_recruits(request, form: str) -> HttpResponse:
    """The list as on the screen, as a file."""
    if not decides(request.user):
        raise PermissionDenied
    if form not in FORMS:
        raise Http404
    rows = recruits.table(found_recruits(request))
    write = write_csv if form == "csv" else write_xlsx
    response = HttpResponse(write(recruits.headers(), rows), content_type=FORMS[form])
    name = f"recruits-{dates.today():%Y-%m-%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
