"""The CMS's one "School" menu, which each floor adds its screens to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from school.people import roles

SCHOOL_MENU_HOOK = "register_school_menu_item"
KEPT = 32
_kept: dict[tuple, list[tuple]] = {}
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
    """What this person may open, in the menu's order, for the school's own screens.

    An entry is shown by roles and permissions and by nothing else, so that whoever holds the same
    ones gets the same menu: asking forty entries took longer than listing twenty leaders.
    """
    user = request.user
    held = (roles.of(user), user.is_superuser, frozenset(user.get_all_permissions()))
    if held not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
        items = sorted(_shown(_menu, request), key=lambda item: item.order)
        _kept[held] = [(item.label, str(item.url), item.icon_name) for item in items]
    return [
        Entry(label, url, icon, request.path.startswith(url)) for label, url, icon in _kept[held]
    ]


def _shown(menu: Menu, request) -> Iterator[MenuItem]:
    """Items of menus inside the menu stand in line with the others."""
    for item in menu.menu_items_for_request(request):
        if isinstance(item, SubmenuMenuItem):
            yield from _shown(item.menu, request)
        else:
            yield item
