"""Who has to renew what, for those who look after leaders; and putting a leader into a course or on
a path by hand. Only leaders whom this person sees."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.course import titles_of
from courses.enrolment import enrol, renew
from courses.models import CoursePage, Enrolment, LearningPath, PathEnrolment
from courses.path import enrol_in_path, renew_path
from courses.renewal import soon
from courses.translation import current_language
from school.lib import dates
from school.lib.refusal import Refusal
from school.people import roles
from school.people.access import check_role
from school.people.models import Leader
from school.people.screen import Screen

SHOW = "courses_cms:renewals"
AHEAD = timedelta(days=60)
MOST = 100


class RenewalsScreen(Screen):
    page_title = gettext_lazy("Renewals")
    header_icon = "rotate"
    template_name = "courses/cms/renewals.html"

    def dispatch(self, request, *args, **kwargs):
        check_role(request.user, roles.STAFF)
        self.leaders = Leader.objects.visible_to(request.user).studying()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        today, mine = dates.today(), self.leaders.values("pk")
        courses = list(soon(today, today + AHEAD, mine)[:MOST])
        again = Enrolment.objects.unfinished().filter(round__gt=1, leader__in=mine)
        again = list(again.select_related("leader__user").order_by("-enrolled_at")[:MOST])
        paths = PathEnrolment.objects.filter(leader__in=mine, path__active=True)
        paths = paths.filter(expires_on__range=(today, today + AHEAD))
        titles = _titles([*courses, *again])
        return super().get_context_data(
            courses=[(row, titles.get(row.course_key, "")) for row in courses],
            again=[(row, titles.get(row.course_key, "")) for row in again],
            paths=paths.select_related("leader__user", "path").order_by("expires_on")[:MOST],
            leaders=self.leaders.select_related("user").order_by("user__name")[: 2 * MOST],
            all_paths=LearningPath.objects.filter(active=True),
            all_courses=CoursePage.objects.filter(archived_at=None).in_language(current_language()),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        for name, action in self.ACTIONS.items():
            if name in request.POST:
                try:
                    action(self)
                except Refusal as refusal:
                    messages.error(request, str(refusal))
        return redirect(SHOW)

    def _again(self) -> None:
        row = get_object_or_404(self._hers(Enrolment.objects), pk=self.request.POST["again"])
        renew(row)
        self._say(row.leader)

    def _path_again(self) -> None:
        rows = self._hers(PathEnrolment.objects).filter(completed_at__isnull=False)
        row = get_object_or_404(rows, pk=self.request.POST["path_again"])
        renew_path(row, by=self.request.user)
        self._say(row.leader)

    def _put(self) -> None:
        """Into a course, or on a path."""
        leader = get_object_or_404(self.leaders, pk=self.request.POST.get("leader") or 0)
        kind, _colon, key = self.request.POST.get("into", "").partition(":")
        if kind == "path":
            path = get_object_or_404(LearningPath, pk=key, active=True)
            enrol_in_path(
                leader=leader, path=path, source=PathEnrolment.Source.STAFF, by=self.request.user
            )
        else:
            course = get_object_or_404(CoursePage.objects.open_to_read(), pk=key)
            enrol(leader=leader, course=course, source=Enrolment.Source.STAFF)
        self._say(leader)

    def _hers(self, rows):
        return rows.filter(leader__in=self.leaders.values("pk")).select_related("leader__user")

    def _say(self, leader: Leader) -> None:
        messages.success(self.request, _("%(name)s is in it.") % {"name": leader.name})

    ACTIONS = {"again": _again, "path_again": _path_again, "put": _put}


def _titles(rows) -> dict:
    return {page.translation_key: page.title for page in titles_of({r.course_key for r in rows})}
