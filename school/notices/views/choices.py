from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from school.notices.choices import choose
from school.notices.forms import ChoicesForm


@login_required
@never_cache
def choices(request: HttpRequest) -> HttpResponse:
    """How notices come to me, and when my phone stays still."""
    form = ChoicesForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        hours = {name: form.cleaned_data[name] for name in ("quiet_from", "quiet_until")}
        choose(user=request.user, ways=form.ways, **hours)
        messages.success(request, _("Saved."))
        return redirect("notices:choices")
    status = 422 if form.is_bound else 200
    return render(request, "notices/choices.html", {"form": form, "tab": "me"}, status=status)
