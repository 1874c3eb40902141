"""Days, weeks and moments of a leader's figures, as people say them."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format

from courses import spoken
from courses.translation import current_language
from school.lib import dates


def week_said(monday: date) -> str:
    """The seven days of a week: "Nov 16 – 22"."""
    sunday = monday + timedelta(days=6)
    if sunday.month != monday.month:
        return f"{day_said(monday)} – {day_said(sunday)}"
    return f"{day_said(monday)} – {date_format(sunday, 'j日' if _in_chinese() else 'j')}"


def moment_said(text: str) -> str:
    """A kept moment as people say it: "Wed Nov 18 20:30"."""
    moment = datetime.fromisoformat(text)
    return f"{spoken.weekday(moment)} {day_said(dates.day_of(moment))} {spoken.clock(moment)}"


def day_said(day: date) -> str:
    """A day of these months: "Nov 16"."""
    return date_format(day, "n月j日" if _in_chinese() else "M j")


def _in_chinese() -> bool:
    return current_language().startswith("zh")
