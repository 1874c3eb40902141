"""The clock where somebody is. The school's hours are Shanghai's; who lives elsewhere sees hers
beside them."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses import spoken
from school.lib.dates import SHANGHAI
from school.lib.refusal import Refusal


def zone_of(user) -> ZoneInfo:
    """The zone of a person; Shanghai if she hasn't named one that the school knows."""
    try:
        return ZoneInfo(user.time_zone) if user.time_zone else SHANGHAI
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return SHANGHAI


def tell_zone(*, user, name: str) -> bool:
    """Keep in which zone she is, "" for Shanghai; answers whether her clock shows another hour
    than before.

    Refuses: zone-unknown.
    """
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Refusal("zone-unknown", _("We don't know this time zone.")) from error
    now, before = timezone.now(), zone_of(user)
    user.time_zone = "" if zone.key == SHANGHAI.key else zone.key
    user.save(update_fields=["time_zone"])
    return now.astimezone(zone).utcoffset() != now.astimezone(before).utcoffset()


def where_she_is(moment: datetime, zone: ZoneInfo) -> str:
    """The weekday and hour on her clock; "" if it is Shanghai's."""
    local = moment.astimezone(zone)
    if local.utcoffset() == moment.astimezone(SHANGHAI).utcoffset():
        return ""
    return f"{spoken.weekday_name(local.weekday())} {local:%H:%M}"
