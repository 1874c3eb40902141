"""Saving data: for who wants it always, and for phones that say that their line is thin."""

from django.http import HttpRequest

from school.people.models import User

THIN_LINE = "thin"  # A cookie that a script sets where the browser knows its line.
TO_KEEP = "X-Keep"  # A request for a page that will be kept on the phone.


def saves_data(request: HttpRequest) -> bool:
    """Whether this page should cost as little as it can: what the person chose, else what her
    browser says (`Save-Data`, or a line like 2G)."""
    chosen = getattr(request.user, "data_saver", User.DataSaver.AUTO)
    if chosen != User.DataSaver.AUTO:
        return chosen == User.DataSaver.ON
    asked = request.headers.get("Save-Data", "").strip().lower() == "on"
    return asked or request.COOKIES.get(THIN_LINE) == "1"


def is_to_keep(request: HttpRequest) -> bool:
    """Whether a script fetches this page to keep it: nobody is here to read it now."""
    return TO_KEEP in request.headers
