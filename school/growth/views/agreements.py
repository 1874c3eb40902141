"""A leader's agreements: what waits for her, what she reads, what binds her, and its end."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from school.growth import offer as rules
from school.growth import termination
from school.growth.models import Offer
from school.growth.wording import as_html
from school.lib import dates
from school.lib.forms import AsksKindly
from school.lib.refusal import Refusal
from school.people.access import leaders_only
from school.people.models import Leader


@require_safe
@leaders_only
@never_cache
def agreements(request: HttpRequest) -> HttpResponse:
    """What waits for her name, and what she has signed."""
    on = dates.today()
    mine = _offers(request.leader).filter(state__in=[Offer.State.OPEN, Offer.State.SIGNED])
    offers = list(mine)
    context = {
        "waiting": [one for one in offers if one.state == Offer.State.OPEN and not one.is_late(on)],
        "bound": [one for one in offers if _binds(one, on)],
        "over": [one for one in offers if one.state == Offer.State.SIGNED and not _binds(one, on)],
        "tab": "me",
    }
    return render(request, "growth/agreements.html", context)


def _offers(leader: Leader):
    return Offer.objects.filter(leader=leader).select_related(
        "agreement", "signature__termination", "leader__user"
    )


def _binds(offer: Offer, on) -> bool:
    """Also what is signed and begins later."""
    last = offer.signature.last_day if offer.state == Offer.State.SIGNED else on
    return offer.state == Offer.State.SIGNED and (last is None or last >= on)


@require_safe
@leaders_only
@never_cache
def offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """The text, and under it what she can do: sign, or see her signature."""
    mine = get_object_or_404(_offers(request.leader), pk=offer_id)
    on, language = dates.today(), get_language()
    rules.note_read(mine)
    signature = mine.signature if mine.state == Offer.State.SIGNED else None
    context = {
        "offer": mine,
        "agreement": mine.agreement,
        "text": as_html(mine.agreement.text_in(language)),
        "signature": signature,
        "last_day": signature.last_day if signature else None,
        "termination": getattr(signature, "termination", None),
        "may_sign": mine.state == Offer.State.OPEN and not mine.is_late(on),
        "may_end": bool(signature) and _binds(mine, on) and not _is_ended(signature),
    }
    return render(request, "growth/offer.html", context)


def _is_ended(signature) -> bool:
    return hasattr(signature, "termination")


@require_POST
@leaders_only
def decline(request: HttpRequest, offer_id: int) -> HttpResponse:
    """She doesn't want it."""
    get_object_or_404(Offer, pk=offer_id, leader=request.leader)
    try:
        rules.decline(leader=request.leader, offer_id=offer_id)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("growth:offer", offer_id)
    messages.success(request, _("Not signed. That is all right: nothing changes."))
    return redirect("growth:agreements")


class EndForm(AsksKindly, forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why you end it"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "POST"])
@leaders_only
@never_cache
def end(request: HttpRequest, offer_id: int) -> HttpResponse:
    """She ends what she has signed; the page says from when on."""
    signed = _offers(request.leader).filter(state=Offer.State.SIGNED)
    mine = get_object_or_404(signed, pk=offer_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ended = termination.end(
                signature=mine.signature, by=request.user, reason=form.cleaned_data["reason"]
            )
        except Refusal as refusal:
            messages.warning(request, str(refusal))
        else:
            said = _("It ends on %(day)s. Your coach has been told.")
            messages.success(request, said % {"day": ended.last_day.isoformat()})
        return redirect("growth:offer", offer_id)
    context = {"offer": mine, "agreement": mine.agreement, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "growth/offer_end.html", context, status=status)
