"""Cohorts: how many, how much they sell, and who moved between two weeks and why."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from school.people.models import Leader, Region
from school.reports.cohort_list import Asked, alarms, placements, readable, weeks_placed
from school.reports.flow import Flow
from school.reports.views.base import ReportView
from school.standing.summary import cohort_summary, leaders_of

PER_PAGE, ALARMS = 25, 12


class CohortsView(ReportView):
    page_title = _("Cohorts")
    header_icon = "order"
    template_name = "reports/cohorts.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        regions = regions_of(Leader.objects.visible_to(user))
        weeks = weeks_placed()
        asked = Asked.of(self.request.GET, weeks, regions)
        leaders = leaders_of(user, asked.region)
        page = Paginator(placements(asked, leaders), PER_PAGE).get_page(self.request.GET.get("p"))
        page.object_list = readable(page.object_list)
        return super().get_context_data(
            flow=_flow(user, asked),
            asked=asked,
            weeks=weeks,
            regions=regions,
            alarms=alarms(leaders, ALARMS),
            page=page,
            address=asked.address,
            **kwargs,
        )


def _flow(user, asked: Asked) -> Flow | None:
    if asked.week is None:
        return None
    return Flow(cohort_summary(on=asked.week, user=user, region=asked.region, since=asked.since))


def regions_of(seen) -> list[Region]:
    """The regions of the leaders whom she sees, and the cities around them."""
    inside = Region.objects.filter(leaders__in=seen).values("pk")
    around = Q(pk__in=inside) | Q(children__in=inside)
    return list(Region.objects.filter(around).select_related("parent").distinct())
