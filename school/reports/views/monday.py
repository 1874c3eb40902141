"""Monday: one page to begin the week with."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from school.coaching.flag import latest_week
from school.lib import dates
from school.people.models import Leader, Region
from school.reports import monday
from school.reports.completion import completion
from school.reports.evidence import with_facts
from school.reports.flow import Flow
from school.reports.views.base import ReportView
from school.standing.models import Proposal
from school.standing.summary import cohort_summary

IN_QUEUE = 10


class MondayView(ReportView):
    page_title = pgettext_lazy("managers' page", "Monday")
    header_icon = "calendar-alt"
    template_name = "reports/monday.html"

    def get_context_data(self, **kwargs):
        user, today = self.request.user, dates.today()
        seen = Leader.objects.visible_to(user)
        summary = cohort_summary(on=today, user=user)
        return super().get_context_data(
            figures=monday.figures(user, seen, summary),
            flow=Flow(summary) if summary else None,
            heat=completion(seen),
            queue=_queue(user),
            number=seen.count(),
            places=_places(user),
            week=today.isocalendar().week,
            missing=_missing_sales(today),
            **kwargs,
        )


def _queue(user) -> list[Proposal]:
    proposals = (
        Proposal.objects.visible_to(user)
        .open()
        .select_related("leader__user", "from_tier", "to_tier", "evaluation__rule_set")
    )
    return with_facts(proposals[:IN_QUEUE])


def _places(user) -> str:
    """The regions that she answers for; everywhere, if there is no limit."""
    names = Region.objects.filter(staff=user).values_list("name", flat=True)
    return _(", ").join(names) if names else _("All that you see")


def _missing_sales(today: date) -> date | None:
    """The Monday of the last complete week, while its sales haven't come."""
    last = dates.last_complete_week(today).monday
    latest = latest_week()
    return last if latest is None or latest < last else None
