from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from school.people.menu import SCHOOL_MENU_HOOK
from school.people.wagtail_hooks import BroughtMenuItem
from school.standing.access import may_read


@hooks.register("register_admin_viewset")
def register_standing_viewsets():
    from school.standing.cms import VIEWSETS
    from school.standing.screens.tiers import TierViewSet

    return [*VIEWSETS, TierViewSet("tiers")]


@hooks.register("register_admin_urls")
def register_sales_urls():
    from school.standing.imports import urls

    return [path("sales/", include(urls))]


@hooks.register(SCHOOL_MENU_HOOK)
def register_sales():
    return BroughtMenuItem(
        _("Sales"), reverse_lazy("sales:start"), name="sales", icon_name="table", order=602
    )


class DecisionsMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_read(request.user)


@hooks.register("register_admin_urls")
def register_decision_urls():
    from school.standing.screens import urls

    return [path("decisions/", include(urls))]


@hooks.register(SCHOOL_MENU_HOOK)
def register_decisions():
    return DecisionsMenuItem(
        pgettext_lazy("managers' screens", "Decisions"),
        reverse_lazy("decisions:reviews"),
        name="decisions",
        icon_name="history",
        order=135,
    )
