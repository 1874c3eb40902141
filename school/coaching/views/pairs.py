"""Mentors and newcomers, as coaches see them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from school.coaching import mentoring
from school.coaching.access import coached_by
from school.coaching.forms import FinishForm, MeetingForm
from school.coaching.views.base import CoachView, coached_leader
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.models import Leader
from school.standing.models.mentorship import Mentorship

PER_PAGE, FOUND, WAITING = 20, 20, 20


class PairsView(CoachView):
    page_title = gettext_lazy("Mentoring")
    template_name = "coaching/cms/pairs.html"
    tab = "coach:pairs"
    above = (("coach:queue", gettext_lazy("Coaching")),)

    def get_context_data(self, **kwargs):
        seen = coached_by(self.request.user)
        pairs = Mentorship.objects.filter(newcomer__in=seen).order_by("ended_on", "-began_on")
        pairs = pairs.select_related("mentor__user", "newcomer__user")
        page = Paginator(pairs.prefetch_related("meetings"), PER_PAGE)
        waiting = mentoring.waiting(seen).select_related("user").order_by("-joined_on", "pk")
        return super().get_context_data(
            page=page.get_page(self.request.GET.get("p")),
            waiting=waiting[:WAITING],
            today=dates.today(),
            outcomes=Mentorship.Outcome.choices,
            **kwargs,
        )


class PairView(CoachView):
    """A mentor for one newcomer."""

    page_title = gettext_lazy("Find a mentor")
    template_name = "coaching/cms/pair.html"
    tab = "coach:pairs"
    above = (("coach:queue", gettext_lazy("Coaching")), ("coach:pairs", gettext_lazy("Mentoring")))

    @cached_property
    def newcomer(self) -> Leader:
        return coached_leader(self.request.user, self.kwargs["leader_id"])

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("q", "").strip()
        return super().get_context_data(
            newcomer=self.newcomer, q=asked, found=self._found(asked), **kwargs
        )

    def _found(self, asked: str) -> list[Leader]:
        """Those who may be her mentor, the highest tier and the nearest first."""
        there = mentoring.possible_mentors(self.newcomer)
        if asked:
            named = Q(user__name__icontains=asked) | Q(code__iexact=asked)
            there = there.filter(named | Q(community__icontains=asked))
        there = there.select_related("user", "region", "standing__tier")
        return sorted(
            there.order_by("-standing__tier__rank", "pk")[:FOUND],
            key=lambda leader: leader.region_id != self.newcomer.region_id,
        )

    def post(self, request, leader_id: int):
        mentors = mentoring.possible_mentors(self.newcomer)
        mentor = get_object_or_404(mentors, pk=request.POST.get("mentor") or 0)
        try:
            mentoring.pair(mentor=mentor, newcomer=self.newcomer, by=request.user, on=dates.today())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("%(mentor)s is %(newcomer)s's mentor now. Both have been told.")
            messages.success(
                request, words % {"mentor": mentor.name, "newcomer": self.newcomer.name}
            )
        return redirect("coach:pairs")


class MeetView(CoachView):
    """A coach writes down that a pair has met."""

    http_method_names = ["post"]

    def post(self, request, pair_id: int):
        form = MeetingForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("A day and a few words are needed."))
            return redirect("coach:pairs")
        try:
            mentoring.meet(
                mentorship=_pair(request, pair_id),
                by=request.user,
                today=dates.today(),
                **form.cleaned_data,
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The meeting is kept."))
        return redirect("coach:pairs")


class FinishPairView(CoachView):
    http_method_names = ["post"]

    def post(self, request, pair_id: int):
        form = FinishForm(request.POST)
        if form.is_valid():
            mentoring.finish(
                mentorship=_pair(request, pair_id),
                by=request.user,
                on=dates.today(),
                **form.cleaned_data,
            )
            messages.success(request, _("The pair has come to its end."))
        return redirect("coach:pairs")


def _pair(request, pair_id: int) -> Mentorship:
    pairs = Mentorship.objects.filter(newcomer__in=coached_by(request.user))
    return get_object_or_404(pairs.select_related("newcomer"), pk=pair_id)
