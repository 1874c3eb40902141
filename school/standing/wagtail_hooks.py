from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from school.people.menu import SCHOOL_MENU_HOOK
from school.people.wagtail_hooks import BroughtMenuItem


@hooks.register("register_admin_viewset")
def register_standing_viewsets():
    from school.standing.cms import VIEWSETS

    return VIEWSETS


@hooks.register("register_admin_urls")
def register_sales_urls():
    from school.standing.imports import urls

    return [path("sales/", include(urls))]


@hooks.register(SCHOOL_MENU_HOOK)
def register_sales():
    return BroughtMenuItem(
        _("Sales"), reverse_lazy("sales:start"), name="sales", icon_name="table", order=310
    )
