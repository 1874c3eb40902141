"""Who has how many, and leaders that go from one coach to another."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from school.coaching.access import GiversOnly, coached_by, coaches
from school.coaching.case_load import case_loads
from school.coaching.forms import HandOverForm
from school.coaching.hand_over import hand_over
from school.coaching.models import HandOver
from school.coaching.plan import COACHED
from school.coaching.views.base import CoachView
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.models import User
from school.standing.models import Cohort

LATEST = 10


class CaseLoadView(CoachView):
    page_title = _("Case load")
    template_name = "coaching/cms/case_load.html"
    tab = "coach:case_load"
    above = (("coach:queue", _("Coaching")),)

    def get_context_data(self, **kwargs):
        user = self.request.user
        loads = case_loads(user, dates.today())
        done = HandOver.objects.filter(leaders__in=coached_by(user)).distinct()
        return super().get_context_data(
            loads=loads,
            limit=loads[0].limit if loads else None,
            cohorts=[label for _code, label in Cohort.choices],
            hand_overs=done.select_related("giver", "taker", "by")
            .prefetch_related("leaders__user")
            .order_by("-at")[:LATEST],
            **kwargs,
        )


class HandOverView(GiversOnly, CoachView):
    page_title = _("Hand over")
    template_name = "coaching/cms/hand_over.html"
    tab = "coach:case_load"
    above = (("coach:queue", _("Coaching")), ("coach:case_load", _("Case load")))

    @cached_property
    def giver(self) -> User:
        """A coach some of whose leaders this person may see."""
        with_leaders = User.objects.filter(coached__in=coached_by(self.request.user)).distinct()
        return get_object_or_404(with_leaders, pk=self.kwargs["coach_id"])

    def get_context_data(self, **kwargs):
        mine = coached_by(self.request.user).filter(coach=self.giver, status__in=COACHED)
        kwargs.setdefault("form", self._form())
        return super().get_context_data(
            giver=self.giver,
            leaders=mine.select_related("user", "standing__tier").order_by("user__name"),
            chosen=self.request.POST.getlist("leader"),
            **kwargs,
        )

    def post(self, request, coach_id: int):
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        chosen = [int(pk) for pk in request.POST.getlist("leader") if pk.isdecimal()]
        everybody = request.POST.get("which") == "all"
        try:
            done = hand_over(
                giver=self.giver,
                by=request.user,
                leader_ids=None if everybody else chosen,
                **form.cleaned_data,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        number = done.leaders.count()
        words = ngettext(
            "%(number)s leader is with %(coach)s now. Both coaches have been told.",
            "%(number)s leaders are with %(coach)s now. Both coaches have been told.",
            number,
        )
        messages.success(request, words % {"number": number, "coach": done.taker})
        return redirect("coach:case_load")

    def _form(self, data=None) -> HandOverForm:
        return HandOverForm(data, takers=coaches().exclude(pk=self.giver.pk))
