"""The CMS's one "School" menu, which each floor adds its screens to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

SCHOOL_MENU_HOOK = "register_school_menu_item"
_menu = Menu(register_hook_name=SCHOOL_MENU_HOOK)


def school_menu() -> SubmenuMenuItem:
    return SubmenuMenuItem(
        label=_("School"),
        menu=_menu,
        name="school",
        icon_name="home",
        order=50,
    )


@dataclass(frozen=True)
class Entry:
    label: Any
    url: str
    icon: str
    here: bool


def entries(request) -> list[Entry]:
    """What this person may open, in the menu's order, for the school's own screens; asked anew
    each time."""
    items = sorted(_shown(_menu, request), key=lambda item: item.order)
    return [
        Entry(item.label, str(item.url), item.icon_name, request.path.startswith(str(item.url)))
        for item in items
    ]


def _shown(menu: Menu, request) -> Iterator[MenuItem]:
    """Items of menus inside the menu stand in line with the others."""
    for item in menu.menu_items_for_request(request):
        if isinstance(item, SubmenuMenuItem):
            yield from _shown(item.menu, request)
        else:
            yield item
