"""Which class a newcomer of a place joins when nobody has chosen one for her."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.people.models import Intake, Region

# A class that began a few days ago can still be joined.
LATECOMERS = timedelta(days=7)


def joinable(on: date) -> list[Intake]:
    """The classes that can be joined on this day, the next one first."""
    ahead = Intake.objects.filter(starts_on__gte=on - LATECOMERS).select_related("region")
    return list(ahead.order_by("starts_on", "number"))


def nearest(intakes: Iterable[Intake], region: Region | None) -> Intake | None:
    """The next class of the region, else of a place around it, else of the whole school."""
    path = region.path if region else ""
    fitting = [one for one in intakes if _covers(one, path)]
    return min(fitting, key=lambda one: -len(_path(one)), default=None)


def _path(intake: Intake) -> str:
    return intake.region.path if intake.region_id else ""


def _covers(intake: Intake, path: str) -> bool:
    return path.startswith(_path(intake))


def open_intake(region: Region | None, on: date) -> Intake:
    """Refuses: intake-missing."""
    found = nearest(joinable(on), region)
    if found is None:
        raise Refusal("intake-missing", _("No class begins soon. Please ask again next week."))
    return found
