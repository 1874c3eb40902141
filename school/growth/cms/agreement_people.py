"""Who has signed one version and who hasn't; offering it in bulk, and reminding."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from school.growth import audience, offer, standing_with
from school.growth.access import DecidersOnly
from school.growth.cms.agreements import TITLE
from school.growth.models import Agreement, Offer
from school.jobs import job
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.models import Leader
from school.people.screen import Screen

PER_PAGE = 30


class PeopleView(DecidersOnly, Screen):
    """One group of leaders at a time, with the numbers of all."""

    page_title = gettext_lazy("Who has signed")
    above = (("agreements:list", TITLE),)
    template_name = "growth/cms/agreement_people.html"

    def get_context_data(self, **kwargs):
        agreement = get_object_or_404(Agreement.objects.published(), pk=self.kwargs["pk"])
        user, on = self.request.user, dates.today()
        who = self.request.GET.get("who", standing_with.SIGNED)
        who = who if who in standing_with.NAMES else standing_with.SIGNED
        counted = standing_with.counts(agreement, user, on)
        listed = standing_with.people(agreement, who, user, on)
        page = Paginator(listed, PER_PAGE).get_page(self.request.GET.get("p"))
        newest = Agreement.objects.newest(agreement.kind)
        return super().get_context_data(
            agreement=agreement,
            who=who,
            tabs=[(key, name, counted[key]) for key, name in standing_with.NAMES.items()],
            page=page,
            is_newest=newest.pk == agreement.pk,
            audiences=audience.NAMES.items(),
            address=f"who={who}",
            **kwargs,
        )


class OfferView(DecidersOnly, View):
    """Offer it: to the chosen ones at once, or to a whole audience in the background."""

    http_method_names = ["post"]

    def post(self, request, pk: int) -> HttpResponseRedirect:
        agreement = get_object_or_404(Agreement, pk=pk)
        try:
            offer.check_offerable(agreement)
            self._offer(request, agreement)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return _back(pk, standing_with.WAITING)

    def _offer(self, request, agreement: Agreement) -> None:
        if (to := request.POST.get("to", "")) in audience.NAMES:
            args = {"agreement_id": agreement.pk, "to": to}
            key = f"growth.offer:{agreement.pk}:{to}:{request.user.pk}"
            job.enqueue(kind="growth.offer", args=args, owner=request.user, key=key)
            messages.success(request, _("It is being offered. The numbers grow as it goes."))
            return
        numbers = [int(one) for one in request.POST.getlist("leader") if one.isdigit()]
        seen = Leader.objects.visible_to(request.user).filter(pk__in=numbers)
        number = offer.offer_to(agreement=agreement, leaders=seen, by=request.user)
        said = ngettext("Offered to %(n)s leader.", "Offered to %(n)s leaders.", number)
        messages.success(request, said % {"n": number})


class RemindView(DecidersOnly, View):
    """Remind all whom the person sees and whose offer is open."""

    http_method_names = ["post"]

    def post(self, request, pk: int) -> HttpResponseRedirect:
        agreement = get_object_or_404(Agreement, pk=pk)
        offers = Offer.objects.visible_to(request.user).filter(agreement=agreement)
        number = offer.remind(offers)
        said = ngettext("%(n)s leader was reminded.", "%(n)s leaders were reminded.", number)
        messages.success(request, said % {"n": number})
        return _back(pk, standing_with.WAITING)


def _back(pk: int, who: str) -> HttpResponseRedirect:
    return redirect(f"{reverse('agreements:people', args=[pk])}?who={who}")
