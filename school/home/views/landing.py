from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from school.home import landing as front_page


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """The front page for visitors, also in a school that has no pages yet. Who is logged in goes
    on to her own place."""
    if request.user.is_authenticated:
        return redirect("home:start")
    context = {"page": front_page.page_of_language(), **front_page.facts()}
    return render(request, "home/landing.html", context)
