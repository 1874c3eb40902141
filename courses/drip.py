"""The pace of a course: from which day a step is open and by which it is best done.

Both are counted from the day in Shanghai on which she began the course. A step never opens before
its course does, and what is done stays open.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import Enrolment
from courses.outline import Outline
from courses.spoken import weekday_name
from courses.step import Step
from school.lib import dates

# Further off, the name of a weekday could be that of another week.
WEEK = timedelta(days=6)
NONE: frozenset[UUID] = frozenset()


def opens_on(step: Step, outline: Outline, enrolment: Enrolment | None) -> date | None:
    """The first day of this step; None for at once or, where the pace counts from a beginning
    that is still to come, for not known yet."""
    days = [outline.opens_on] if outline.opens_on else []
    if step.drip_days and enrolment:
        begun = dates.day_of(enrolment.enrolled_at)
        days.append(begun + timedelta(days=step.drip_days))
    return max(days, default=None)


def is_open(step: Step, outline: Outline, enrolment: Enrolment | None, today: date) -> bool:
    if step.drip_days and enrolment is None:
        return False
    day = opens_on(step, outline, enrolment)
    return day is None or day <= today


def why_closed(step: Step, outline: Outline, enrolment: Enrolment | None, today: date) -> str:
    """In words for her, "" for an open step: "Opens on Thu", "Opens 3 days after you begin"."""
    if is_open(step, outline, enrolment, today):
        return ""
    if step.drip_days and enrolment is None:
        return ngettext(
            "Opens %(days)s day after you begin",
            "Opens %(days)s days after you begin",
            step.drip_days,
        ) % {"days": step.drip_days}
    return opens_words(opens_on(step, outline, enrolment), today)


def opens_words(day: date, today: date) -> str:
    if day == today + timedelta(days=1):
        return _("Opens tomorrow")
    return _("Opens on %(day)s") % {"day": said(day, today)}


def closed_keys(outline: Outline, enrolment: Enrolment | None, today: date) -> frozenset[UUID]:
    """The steps that are not open to her yet; no work where the course has no pace."""
    if not outline.is_paced:
        return NONE
    return frozenset(
        step.translation_key
        for step in outline.steps()
        if not is_open(step, outline, enrolment, today)
    )


def due_on(step: Step, enrolment: Enrolment | None) -> date | None:
    if step.due_days is None or enrolment is None:
        return None
    return dates.day_of(enrolment.enrolled_at) + timedelta(days=step.due_days)


def due_words(step: Step, enrolment: Enrolment | None, today: date) -> str:
    """ "best by Fri"; once the day is over nobody is reminded of it here."""
    day = due_on(step, enrolment)
    if day is None or day < today:
        return ""
    if day == today:
        return _("best today")
    return _("best by %(day)s") % {"day": said(day, today)}


def next_opening(outlines: Iterable[tuple[Outline, Enrolment | None]], today: date) -> date | None:
    """The nearest day on which something opens."""
    days = (
        opens_on(step, outline, enrolment)
        for outline, enrolment in outlines
        if outline.is_paced
        for step in outline.steps()
    )
    return min((day for day in days if day and day > today), default=None)


def said(day: date, today: date) -> str:
    """A day as people say it: "Thu" in these days, else "November 26"."""
    if today <= day <= today + WEEK:
        return weekday_name(day.weekday())
    return date_format(day, "MONTH_DAY_FORMAT")
