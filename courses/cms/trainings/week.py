"""The week view: `?on=2026-11-23` shows the week around a day."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from courses.trainings.week import read_week
from school.lib import dates
from school.people.screen import Screen


class WeekScreen(Screen):
    template_name = "courses/cms/week.html"
    page_title = _("The week")
    header_icon = "calendar-alt"

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm("courses.view_session"):
            raise PermissionDenied

    def get_context_data(self, **kwargs):
        user = self.request.user
        return super().get_context_data(
            week=read_week(on=_asked(self.request.GET.get("on", "")), user=user),
            may_plan=user.has_perm("courses.add_series"),
            **kwargs,
        )


def _asked(written: str) -> date:
    """The day in the address; today where there is none that makes sense."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return dates.today()
    return day if 2000 <= day.year <= 2100 else dates.today()
