"""The words of plans and reports."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CATEGORIES = {
    "fresh": _("Fresh food"),
    "snacks": _("Snacks, drinks"),
    "household": _("Household"),
    "beauty": pgettext_lazy("category of products", "Beauty"),
}
TRAFFIC, PROFIT = "traffic", "profit"
ROLES = {
    TRAFFIC: _("Traffic item"),
    PROFIT: _("Profit item"),
}
SENSES = {
    "look": _("How it looks"),
    "smell": _("How it smells"),
    "taste": _("How it tastes"),
    "buyers": _("Who would buy it"),
}
