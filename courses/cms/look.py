"""A course as one leader sees it, on a phone-sized piece of a trainer's screen, and where leaders
get stuck in it. Both only of leaders whom this person sees; nothing is written."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _

from courses.access import sees
from courses.audience import Learner
from courses.authoring.funnel_chart import chart, hours_said
from courses.authoring.stuck import funnel_of
from courses.cms.course import CourseScreen
from courses.course import titles_of
from courses.models import Enrolment
from courses.outline import outline_of
from courses.views.course import show_course
from school.people.models import Leader

MOST = 200


class AsLeaderScreen(CourseScreen):
    template_name = "courses/cms/as_leader.html"

    def get_page_subtitle(self):
        return _("as a leader sees it")

    def get_context_data(self, **kwargs):
        leaders = _leaders(self.request.user).order_by("user__name")[:MOST]
        chosen = self.request.GET.get("leader", "")
        leader = next((one for one in leaders if str(one.pk) == chosen), None)
        if leader is None and chosen:
            raise Http404
        return super().get_context_data(
            board=self.board,
            leaders=leaders,
            leader=leader,
            hers=_is_hers(leader, self.board.course) if leader else True,
            **kwargs,
        )


class PhoneScreen(CourseScreen):
    """The page itself, for the frame."""

    def get(self, request: HttpRequest, key, leader_id: int) -> HttpResponse:
        leader = get_object_or_404(_leaders(request.user), pk=leader_id)
        with translation.override(leader.user.language):
            pages = titles_of([key])
            if not pages:
                return HttpResponse(_("Nothing of this course is published yet."))
            return show_course(request, course=pages[0], leader=leader, looking=True)


class StuckScreen(CourseScreen):
    template_name = "courses/cms/stuck.html"

    def get_page_subtitle(self):
        return _("who is stuck")

    def get_context_data(self, **kwargs):
        course = titles_of([self.key])
        funnel = None
        if course:
            leaders = Leader.objects.visible_to(self.request.user)
            funnel = funnel_of(outline=outline_of(course[0]), leaders=leaders.values("pk"))
        stages = funnel.stages if funnel else []
        return super().get_context_data(
            board=self.board,
            funnel=funnel,
            stages=[(stage, hours_said(stage.hours)) for stage in stages],
            chart=chart(funnel) if funnel and funnel.begun else "",
            **kwargs,
        )


def _leaders(user):
    return Leader.objects.visible_to(user).studying().select_related("user", "intake")


def _is_hers(leader: Leader, course) -> bool:
    row = Enrolment.objects.filter(leader=leader, course_key=course.translation_key).first()
    return sees(Learner(leader), outline_of(course), row)
