"""What a check has found, and how it is said."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.checks.words import CATEGORIES, SENSES

Finding = dict[str, Any]

_WORDS = {
    "plan-empty": _("The plan is still empty."),
    "plan-day-empty": _("Day %(day)s: nothing yet."),
    "plan-day-few": _("Day %(day)s: %(count)s products, at least %(least)s."),
    "plan-day-many": _("Day %(day)s: %(count)s products, at most %(most)s."),
    "plan-category-missing": _("Day %(day)s: nothing from “%(category)s”."),
    "plan-category-missing-week": _("All seven days: nothing from “%(category)s”."),
    "plan-traffic-few": _("Day %(day)s: %(count)s traffic items, at least %(least)s."),
    "plan-profit-few": _("Day %(day)s: %(count)s profit items, at least %(least)s."),
    "plan-product-twice": _("Day %(day)s: “%(product)s” is there twice."),
    "plan-no-category": _("Day %(day)s: “%(product)s” has no category."),
    "tasting-product-missing": _("Which product was it?"),
    "tasting-date-missing": _("On which day did you taste it?"),
    "tasting-date-future": _("The day of tasting hasn't come yet."),
    "tasting-sense-missing": _("%(sense)s: nothing yet."),
    "tasting-sense-short": _("%(sense)s: a little more, please."),
    "tasting-photo-missing": _("Please add a photo of the product."),
}


def sentence(finding: Finding) -> str:
    """The finding as a person reads it, in today's language."""
    named = dict(finding)
    if "category" in named:
        named["category"] = CATEGORIES[named["category"]]
    if "sense" in named:
        named["sense"] = SENSES[named["sense"]]
    return str(_WORDS[finding["code"]]) % named
