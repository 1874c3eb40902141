"""The clocks that a person can choose: where leaders live who aren't at home."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# By the hour, from east to west. Shanghai is the school's own and needs no choosing.
ZONES = (
    ("", _("Shanghai, as the school")),
    ("Pacific/Auckland", _("Auckland")),
    ("Australia/Sydney", _("Sydney")),
    ("Asia/Tokyo", _("Tokyo, Seoul")),
    ("Asia/Bangkok", _("Bangkok, Hanoi")),
    ("Asia/Dubai", _("Dubai")),
    ("Europe/Moscow", _("Moscow")),
    ("Europe/Berlin", _("Berlin, Paris, Madrid")),
    ("Europe/London", pgettext_lazy("city", "London")),
    ("America/New_York", _("New York, Toronto")),
    ("America/Los_Angeles", _("Los Angeles, Vancouver")),
)
