"""Signing on the phone: a code is asked for, then name and code are typed."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from school.growth import signing, signing_code
from school.growth.models import Offer
from school.growth.offer import open_offer
from school.lib.forms import AsksKindly
from school.lib.phones import mask_phone
from school.lib.refusal import Refusal
from school.people import demo
from school.people.access import leaders_only

# A refusal of the rules that belongs to one field of the form.
FIELDS = {"name": "name", "code": "code"}


class SignForm(AsksKindly, forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    code = forms.CharField(
        label=gettext_lazy("The six digits"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


@require_http_methods(["GET", "POST"])
@leaders_only
@never_cache
def sign(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Name and code; before a code is sent, the button that sends it."""
    mine = _own(request, offer_id)
    form = SignForm(request.POST or None)
    try:
        open_offer(request.leader, offer_id)
        if request.method == "POST" and form.is_valid():
            return _sign(request, mine, form)
    except Refusal as refusal:
        field = FIELDS.get(refusal.code.partition("-")[0])
        if field is None:
            messages.warning(request, str(refusal))
            return redirect("growth:offer", offer_id)
        form.add_error(field, str(refusal))
    return _show(request, mine, form)


def _own(request: HttpRequest, offer_id: int) -> Offer:
    mine = Offer.objects.select_related("agreement", "leader__user")
    return get_object_or_404(mine, pk=offer_id, leader=request.leader)


def _sign(request: HttpRequest, offer: Offer, form: SignForm) -> HttpResponse:
    signing.sign(
        leader=request.leader, offer_id=offer.pk, language=get_language(), **form.cleaned_data
    )
    messages.success(request, _("Signed. Your copy is on this page."))
    return redirect("growth:offer", offer.pk)


def _show(request: HttpRequest, offer: Offer, form: SignForm) -> HttpResponse:
    context = {
        "offer": offer,
        "agreement": offer.agreement,
        "form": form,
        "was_sent": form.is_bound or signing_code.newest(offer) is not None,
        "phone": mask_phone(request.user.phone),
        "outbox_open": demo.is_open(),
    }
    return render(request, "growth/sign.html", context, status=422 if form.is_bound else 200)


@require_POST
@leaders_only
def send_code(request: HttpRequest, offer_id: int) -> HttpResponse:
    """A code to her own number; there is no way to name another."""
    _own(request, offer_id)
    try:
        signing.send_code(leader=request.leader, offer_id=offer_id)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        if refusal.code != "code-too-often":
            return redirect("growth:offer", offer_id)
    return redirect("growth:sign", offer_id)
