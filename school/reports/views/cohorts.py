"""Cohorts: how many, how much they sell, and who moved and why."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from school.lib import dates
from school.people.models import Leader, Region
from school.reports.amounts import whole_yuan
from school.reports.flow import Flow, movers
from school.reports.leaders import masked
from school.reports.views.base import ReportView
from school.standing.models import CohortRun
from school.standing.placement_words import words
from school.standing.summary import cohort_summary

PER_PAGE = 25


class CohortsView(ReportView):
    page_title = _("Cohorts")
    header_icon = "order"
    template_name = "reports/cohorts.html"

    def get_context_data(self, **kwargs):
        user, today = self.request.user, dates.today()
        regions = _regions(Leader.objects.visible_to(user))
        region = next(
            (one for one in regions if str(one.pk) == self.request.GET.get("region")), None
        )
        summary = cohort_summary(on=today, user=user, region=region)
        pages = Paginator(_moved(user, today, region), PER_PAGE)
        page = pages.get_page(self.request.GET.get("p"))
        for placement in page.object_list:
            placement.words = words(placement)
            placement.phone = masked(placement.leader.user.phone)
            placement.money = whole_yuan(placement.sales)
        return super().get_context_data(
            flow=Flow(summary) if summary else None,
            regions=regions,
            region=region,
            page=page,
            address=urlencode({"region": region.pk}) if region else "",
            **kwargs,
        )


def _regions(seen) -> list[Region]:
    """The regions of the leaders whom she sees, and the cities around them."""
    inside = Region.objects.filter(leaders__in=seen).values("pk")
    around = Q(pk__in=inside) | Q(children__in=inside)
    return list(Region.objects.filter(around).select_related("parent").distinct())


def _moved(user, today, region: Region | None):
    run = CohortRun.objects.latest_on(today)
    seen = Leader.objects.visible_to(user)
    if region:
        seen = seen.filter(region__in=Region.objects.within([region]))
    return movers(run).filter(leader__in=seen)
