"""The demo persons of the sample school: one in each tier and each role."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from school.people.models import User

# Phone -> who it is. The sample school makes these accounts and no others may be tapped into.
CAST = {
    "+8613800000001": _("Preparatory leader"),
    "+8613800000002": _("Ordinary leader"),
    "+8613800000003": _("Advanced leader"),
    "+8613800000004": _("Core leader"),
    "+8613800000011": _("Head trainer"),
    "+8613800000012": _("Coach"),
    "+8613800000013": _("Manager"),
    "+8613800000014": _("Operations"),
    "+8613800000015": _("Trainer"),
}


def is_open() -> bool:
    """Only while developing: with DEBUG off there are no demo log-ins, whatever else is set."""
    return settings.DEBUG and settings.DEMO_LOGINS


def people():
    """The accounts of the cast that exist."""
    return User.objects.filter(phone__in=CAST, is_active=True).order_by("phone")


def choices() -> list[dict]:
    """What the log-in page offers: nothing unless the door is open."""
    if not is_open():
        return []
    return [{"phone": p.phone, "name": p.name, "part": CAST[p.phone]} for p in people()]
