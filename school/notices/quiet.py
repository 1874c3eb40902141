"""Quiet hours: when a phone stays still, and when the day's small notices go out together."""

from datetime import datetime, time, timedelta

from school.lib.dates import SHANGHAI

DAY = timedelta(days=1)


def is_quiet(at: time, *, quiet_from: time, quiet_until: time) -> bool:
    """Whether this time of day is quiet. Hours may lie over midnight; from = until is never."""
    if quiet_from <= quiet_until:
        return quiet_from <= at < quiet_until
    return at >= quiet_from or at < quiet_until


def earliest(moment: datetime, *, quiet_from: time, quiet_until: time) -> datetime:
    """This moment, or the end of the quiet hours that it falls into. The hours are Shanghai's."""
    here = moment.astimezone(SHANGHAI)
    at = here.time().replace(tzinfo=None)
    if not is_quiet(at, quiet_from=quiet_from, quiet_until=quiet_until):
        return moment
    return next_time(moment, quiet_until)


def next_time(moment: datetime, at: time) -> datetime:
    """The next moment, after this one, at which clocks in Shanghai show this time."""
    here = moment.astimezone(SHANGHAI)
    then = datetime.combine(here.date(), at, SHANGHAI)
    return then if then > here else then + DAY


def last_time(moment: datetime, at: time) -> datetime:
    """The latest moment, up to this one, at which clocks in Shanghai showed this time."""
    return next_time(moment, at) - DAY
