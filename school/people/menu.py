"""The CMS's one "School" menu, which each floor adds its screens to."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, SubmenuMenuItem

SCHOOL_MENU_HOOK = "register_school_menu_item"


def school_menu() -> SubmenuMenuItem:
    return SubmenuMenuItem(
        label=_("School"),
        menu=Menu(register_hook_name=SCHOOL_MENU_HOOK),
        name="school",
        icon_name="home",
        order=50,
    )
