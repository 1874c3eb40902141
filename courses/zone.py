"""The clock where somebody is. The school's hours are Shanghai's; who lives elsewhere sees hers
beside them."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from courses import spoken
from school.lib.dates import SHANGHAI


def zone_of(user) -> ZoneInfo:
    """The zone of a person; Shanghai if she hasn't named one that the school knows."""
    try:
        return ZoneInfo(user.time_zone) if user.time_zone else SHANGHAI
    except (ZoneInfoNotFoundError, ValueError):
        return SHANGHAI


def where_she_is(moment: datetime, zone: ZoneInfo) -> str:
    """The weekday and hour on her clock; "" if it is Shanghai's."""
    local = moment.astimezone(zone)
    if local.utcoffset() == moment.astimezone(SHANGHAI).utcoffset():
        return ""
    return f"{spoken.weekday_name(local.weekday())} {local:%H:%M}"
