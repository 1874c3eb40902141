"""Applying for a place, for anyone; and the page on which an applicant sees how it stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from school.growth.applicant import apply as write
from school.growth.forms.apply import ApplyForm
from school.growth.limits import allow
from school.growth.models import Applicant
from school.lib.refusal import Refusal
from school.people.access import leader_of
from school.people.joining import check_usable

HOUR, DAY = 3600, 24 * 3600


@require_http_methods(["GET", "POST"])
@never_cache
def apply(request: HttpRequest) -> HttpResponse:
    """The form. `?from=poster` fills in how she heard of us."""
    if leader_of(request.user):
        return redirect("growth:refer")
    form = ApplyForm(request.POST or None, initial=_initial(request))
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form, 422 if form.is_bound else 200)
    if not _may(request, form.cleaned_data["phone"]):
        form.add_error(None, _("That was often today. Please try again tomorrow."))
        return _ask(request, form, 429)
    applicant = write(form.applied(get_language()))
    return redirect("growth:applied", applicant.token)


def _initial(request: HttpRequest) -> dict[str, str]:
    source = request.GET.get("from", "")
    return {"source": source} if source in Applicant.Source.values else {}


def _may(request: HttpRequest, phone: str) -> bool:
    """Many phones share one address in a mobile network; one number applies seldom."""
    return allow(request, "apply", most=30, seconds=HOUR) and allow(
        request, "apply-phone", most=3, seconds=DAY, key=phone
    )


def _ask(request: HttpRequest, form: ApplyForm, status: int) -> HttpResponse:
    return render(request, "growth/apply.html", {"form": form}, status=status)


@require_safe
@never_cache
def applied(request: HttpRequest, token: str) -> HttpResponse:
    """How her application stands. The link is the key: it shows no number and no name."""
    found = Applicant.objects.select_related("invitation__intake")
    applicant = get_object_or_404(found, token=token)
    context = {"applicant": applicant, "state": _shown(applicant)}
    response = render(request, "growth/applied.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _shown(applicant: Applicant) -> str:
    """Her state as she reads it. Who wrote again waits like everybody else: her page mustn't
    tell whether somebody with this number applied before."""
    if applicant.state == Applicant.State.INVITED:
        try:
            check_usable(applicant.invitation)
        except Refusal:
            return "stale"
    return "applied" if applicant.state == Applicant.State.REPEATED else applicant.state
