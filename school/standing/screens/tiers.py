"""The tiers in the CMS: their names, and whether two people decide. What they pay and ask is in
the rules; no tier comes or goes here."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.viewsets.model import ModelViewSet

from school.people.menu import SCHOOL_MENU_HOOK
from school.standing.models import Tier


class TierViewSet(ModelViewSet):
    """Operations may change tiers and nobody adds or deletes one: no role has the permission."""

    model = Tier
    icon = "order"
    menu_label = _("Tiers")
    menu_order = 655
    menu_hook = SCHOOL_MENU_HOOK
    list_display = [
        "__str__",
        BooleanColumn("two_people", label=_("two people decide"), sort_key="two_people"),
    ]
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
        FieldPanel("two_people"),
    ]
