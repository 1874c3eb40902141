from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from courses.authoring import records
from courses.cms import puzzle_hooks, submitting  # noqa: F401  The first registers.
from courses.cms.trainings import kit_hooks, planning_hooks  # noqa: F401  They register.
from school.lib.refusal import Refusal
from school.people import roles
from school.people.menu import SCHOOL_MENU_HOOK


@hooks.register("register_admin_viewset")
def register_timetable_viewsets():
    from courses.cms.trainings.timetable import VIEWSETS

    return VIEWSETS


@hooks.register("register_admin_viewset")
def register_library_viewsets():
    from courses.cms.library import VIEWSETS

    return VIEWSETS


class CoursesMenuItem(MenuItem):
    """The courses, for who writes them."""

    def is_shown(self, request) -> bool:
        return roles.has_any(request.user, {roles.TRAINER, roles.OPERATIONS})


@hooks.register(SCHOOL_MENU_HOOK)
def register_courses_menu_item():
    return CoursesMenuItem(
        _("Courses"), reverse("courses_cms:courses"), icon_name="folder-open-inverse", order=305
    )


@hooks.register(SCHOOL_MENU_HOOK)
def register_packages_menu_item():
    return CoursesMenuItem(
        _("Packages"),
        reverse("courses_cms:packages"),
        name="scorm_packages",
        icon_name="download",
        order=307,
    )


class AttendanceMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        from courses.cms.trainings.attendance_figures import may_read

        return may_read(request.user)


@hooks.register(SCHOOL_MENU_HOOK)
def register_attendance_menu_item():
    url = reverse_lazy("courses_attendance:figures")
    return AttendanceMenuItem(_("Attendance"), url, icon_name="table", order=230)


class RenewalsMenuItem(MenuItem):
    """For who looks after leaders."""

    def is_shown(self, request) -> bool:
        return roles.has_any(request.user, {roles.COACH, roles.TRAINER, roles.OPERATIONS})


@hooks.register(SCHOOL_MENU_HOOK)
def register_renewals_menu_item():
    return RenewalsMenuItem(
        _("Renewals"), reverse("courses_cms:renewals"), icon_name="rotate", order=420
    )


@hooks.register("register_admin_urls")
def register_courses_urls():
    from courses.cms.urls import urlpatterns

    return urlpatterns


@hooks.register("before_delete_page")
def keep_pages_with_records(request, page):
    """Say why before Wagtail asks whether to delete."""
    try:
        records.check_tree_deletable(page)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("wagtailadmin_explore", page.pk)


@hooks.register("before_bulk_action")
def keep_many_pages_with_records(request, action_type, objects, action_class_instance):
    if action_type != "delete" or not objects or not isinstance(objects[0], Page):
        return None
    try:
        for page in objects:
            records.check_tree_deletable(page)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("wagtailadmin_explore_root")
    return None


@hooks.register("construct_page_action_menu")
def submit_in_our_words(menu_items, request, context):
    for at, item in enumerate(menu_items):
        if item.name == submitting.SubmitMenuItem.name:
            menu_items[at] = submitting.SubmitMenuItem(order=item.order)


@hooks.register("before_edit_page")
def say_why_it_came_back(request, page):
    if request.method == "GET":
        submitting.say_what_is_asked(request, page)
