"""How what a roster changes is said to a person, and kept for taking it back."""

from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from school.lib.phones import mask_phone
from school.people.models import Leader, Region
from school.people.roster_regions import place

LABELS = {
    "code": gettext_lazy("Leader ID"),
    "name": gettext_lazy("Name"),
    "phone": gettext_lazy("Phone"),
    "wechat_nick": gettext_lazy("WeChat name"),
    "city": gettext_lazy("City"),
    "region": gettext_lazy("Region"),
    "community": gettext_lazy("Community"),
    "group_members": gettext_lazy("People in the group"),
    "kind": gettext_lazy("Who she is"),
    "tier": gettext_lazy("Tier"),
    "referrer": gettext_lazy("Phone of the one who recommended her"),
    "joined_on": gettext_lazy("Joined on"),
    "coach": gettext_lazy("Coach"),
    "status": gettext_lazy("Status"),
    "on_leave": gettext_lazy("On leave"),
}
RECOMMENDED = pgettext_lazy("a person", "Recommended by")
CHOICES = {"kind": dict(Leader.Kind.choices), "status": dict(Leader.Status.choices)}


def label(name: str) -> str:
    """A field of a roster change, in today's language."""
    if name == "referrer":
        return str(RECOMMENDED)
    return str(LABELS[name.removeprefix("user.")])


def shown(name: str, value: Any) -> str:
    """A field's value as a person reads it. Phones stay masked."""
    if value is None or value == "":
        return "–"
    if name == "user.phone":
        return mask_phone(value)
    if isinstance(value, Region):
        return place(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(CHOICES.get(name, {}).get(value, value))


def kept(value: Any) -> Any:
    """A field's value as JSON: of a person or place the number."""
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value
