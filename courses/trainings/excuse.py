"""Why leaders can't come, for who looks after them."""

from datetime import date, timedelta

from django.db.models import QuerySet

from courses.models import Booking
from courses.models.trainings.session import midnight
from school.lib import dates
from school.people.models import Leader

BACK = timedelta(weeks=4)


def excuses(leaders: QuerySet[Leader], *, since: date | None = None) -> QuerySet[Booking]:
    """The noes of these leaders to trainings from the Shanghai day `since` on (default: four weeks
    ago), the latest training first."""
    rows = Booking.objects.excused().filter(leader__in=leaders)
    rows = rows.filter(session__starts_at__gte=midnight(since or dates.today() - BACK))
    rows = rows.exclude(session__state="cancelled").select_related(
        "session__series", "leader__user"
    )
    return rows.order_by("-session__starts_at", "leader__user__name")
