"""Who is late with a task, and reminding them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy, ngettext

from assessments import chase
from assessments.cms.marking import PER_PAGE, QUEUE, MarkingScreen


class ChaseView(MarkingScreen):
    page_title = gettext_lazy("Still open")
    template_name = "assessments/cms/chase.html"
    above = (QUEUE,)
    tab = "chase"

    def get_context_data(self, **kwargs):
        lines = chase.overdue(self.request.user)
        kwargs["page"] = Paginator(lines, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Remind those that were ticked, as far as they are on this person's list."""
        ticked = set(request.POST.getlist("line"))
        lines = [line for line in chase.overdue(request.user) if line.name in ticked]
        sent = chase.remind(lines)
        said = ngettext("Reminded: %(count)s leader.", "Reminded: %(count)s leaders.", sent)
        messages.success(request, said % {"count": sent})
        return redirect(request.get_full_path())
