"""The CMS's one "School" menu, which each floor adds its screens to."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from school.people import roles

SCHOOL_MENU_HOOK = "register_school_menu_item"
# The parts of the menu: up to which order, and what stands above them.
PARTS = (
    (150, pgettext_lazy("part of the menu", "Leaders")),
    (200, pgettext_lazy("part of the menu", "Newcomers and agreements")),
    (300, pgettext_lazy("part of the menu", "Trainings")),
    (600, pgettext_lazy("part of the menu", "Learning and marks")),
    (10_000, pgettext_lazy("part of the menu", "Office")),
)
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


@dataclass(frozen=True)
class Part:
    """Entries that stand together under a title."""

    title: Any
    entries: list[Entry]


def entries(request) -> list[Part]:
    """What this person may open, in the menu's order and parts, for the school's own screens.

    An entry is shown by roles and permissions and by nothing else, so that whoever holds the same
    ones gets the same menu: asking forty entries took longer than listing twenty leaders.
    """
    user = request.user
    held = (roles.of(user), user.is_superuser, frozenset(user.get_all_permissions()))
    if held not in _kept:
        if len(_kept) >= KEPT:
            _kept.clear()
        items = sorted(_shown(_menu, request), key=lambda item: item.order)
        _kept[held] = [
            (title, [(item.label, str(item.url), item.icon_name) for item in group])
            for title, group in groupby(items, key=lambda item: _part(item.order))
        ]
    here = _here(request.path, _kept[held])
    return [
        Part(title, [Entry(label, url, icon, url == here) for label, url, icon in group])
        for title, group in _kept[held]
    ]


def _part(order: int) -> Any:
    return next(title for end, title in PARTS if order < end)


def _here(path: str, parts: list[tuple]) -> str:
    """The address of the entry that the page lies under: the longest, if several are above it."""
    above = (url for _title, group in parts for _label, url, _icon in group if path.startswith(url))
    return max(above, key=len, default="")


def _shown(menu: Menu, request) -> Iterator[MenuItem]:
    """Items of menus inside the menu stand in line with the others."""
    for item in menu.menu_items_for_request(request):
        if isinstance(item, SubmenuMenuItem):
            yield from _shown(item.menu, request)
        else:
            yield item
