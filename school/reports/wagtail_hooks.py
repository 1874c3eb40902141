from django.templatetags.static import static
from django.urls import include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from school.people.menu import SCHOOL_MENU_HOOK
from school.reports.access import may_read
from school.reports.start import SchoolPanel


class ReportMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_read(request.user)


MENU = [
    (pgettext_lazy("managers' page", "Monday"), "monday", "calendar-alt"),
    (_("Cohorts"), "cohorts", "list-ol"),
    (_("Leaders"), "leaders", "group"),
    (_("Promotions"), "promotions", "arrow-up"),
    (_("Leaders ask"), "questions", "help"),
]
FIRST = 100


def _menu_item(order: int, label, name: str, icon: str) -> ReportMenuItem:
    return ReportMenuItem(
        label, reverse_lazy(f"reports:{name}"), name=name, icon_name=icon, order=order
    )


for _place, (_label, _name, _icon) in enumerate(MENU):
    _item = _menu_item(FIRST + 10 * _place, _label, _name, _icon)
    hooks.register(SCHOOL_MENU_HOOK, lambda item=_item: item)


@hooks.register("register_admin_urls")
def register_urls():
    from school.reports import urls

    return [path("", include(urls))]


@hooks.register("insert_global_admin_css")
def add_style():
    return format_html('<link rel="stylesheet" href="{}">', static("css/cms.css"))


@hooks.register("insert_editor_js")
def add_saving():
    return format_html('<script type="module" src="{}"></script>', static("js/saving.js"))


@hooks.register("construct_homepage_panels")
def add_school_panel(request, panels):
    panels.append(SchoolPanel())
