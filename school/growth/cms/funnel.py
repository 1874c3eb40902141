"""The funnel in the CMS: a picture, the same numbers in a table, and the numbers by group."""

from django.utils.translation import gettext_lazy

from school.growth.access import DecidersOnly
from school.growth.charts import funnel_chart
from school.growth.cms.applicants import TITLE
from school.growth.funnel import STAGES, By, funnel, stage_names
from school.lib import dates
from school.people.screen import Screen

PERIODS = (4, 12, 26, 52)


class FunnelView(DecidersOnly, Screen):
    page_title = gettext_lazy("Funnel")
    above = (("applicants:list", TITLE),)
    template_name = "growth/cms/funnel.html"

    def get_context_data(self, **kwargs):
        by = self.request.GET.get("by", By.SOURCE)
        by = by if by in By.values else By.SOURCE
        weeks = self.request.GET.get("weeks", "")
        weeks = int(weeks) if weeks.isdigit() and int(weeks) in PERIODS else 12
        whole, groups = funnel(user=self.request.user, by=by, weeks=weeks, on=dates.today())
        names = stage_names()
        numbers = [(name, whole.figures[one]) for name, one in zip(names, STAGES, strict=True)]
        return super().get_context_data(
            tabs=By.choices,
            by=by,
            weeks=weeks,
            periods=PERIODS,
            names=names,
            whole=whole,
            groups=groups,
            chart=funnel_chart(numbers),
            chart_words=", ".join(f"{name} {number}" for name, number in numbers),
            **kwargs,
        )
