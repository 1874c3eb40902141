"""The section of what wasn't understood in the CMS. Loaded with the hooks of the app."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from school.people import roles
from school.people.menu import SCHOOL_MENU_HOOK


class PuzzlesMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return roles.has_any(request.user, {roles.TRAINER, roles.OPERATIONS})


@hooks.register(SCHOOL_MENU_HOOK)
def register_puzzles_item():
    address = reverse_lazy("courses_puzzles:list")
    return PuzzlesMenuItem(
        _("Not understood"), address, name="puzzles", icon_name="help", order=324
    )


@hooks.register("register_admin_urls")
def register_puzzles_urls():
    from courses.cms.puzzles import PuzzlesScreen

    ours = [path("", PuzzlesScreen.as_view(), name="list")]
    return [path("puzzles/", include((ours, "courses_puzzles")))]
