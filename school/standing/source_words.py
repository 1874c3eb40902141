"""Where evidence came from, in words: its code names a table and days for machines that read it."""

import re

from django.utils.translation import gettext, gettext_lazy

TABLES = {
    "attendance": gettext_lazy("registers of the trainings"),
    "cases": gettext_lazy("cases"),
    "certificates": gettext_lazy("certificates"),
    "enrolments": gettext_lazy("courses done"),
    "grades": gettext_lazy("quiz results"),
    "leader.group_members": gettext_lazy("roster"),
    "mentorships": gettext_lazy("mentorships"),
    "sales_weeks": gettext_lazy("weekly sales"),
    "sessions": gettext_lazy("timetable"),
    "submissions": gettext_lazy("marked tasks"),
    "tier_changes": gettext_lazy("history of tiers"),
}
DAYS = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)")


def source_in_words(code: str) -> str:
    """The table and its days ("weekly sales · 2026-10-26 – 2026-11-22"); a code of a table that
    nobody has named is given back as it is."""
    table = code.partition(" ")[0]
    if table not in TABLES:
        return code
    found = DAYS.search(code)
    return f"{TABLES[table]} · {_days(*found.groups())}" if found else str(TABLES[table])


def _days(first: str | None, last: str) -> str:
    if first:
        return f"{first} – {last}"
    return gettext("until %(day)s") % {"day": last}
