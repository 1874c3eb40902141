"""Announcements to the leaders of a tier."""

from django.utils.translation import gettext_lazy as _

from school.notices.audience import Audience, register
from school.standing.models import Tier

register(
    Audience(
        "tier",
        _("Tier"),
        lambda _user: [(one.code, one.title) for one in Tier.objects.all()],
        lambda leaders, ref: leaders.filter(standing__tier=ref),
    )
)
