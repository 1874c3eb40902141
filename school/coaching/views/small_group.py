"""The weekly small group: who came."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from school.coaching import small_group
from school.coaching.forms import GroupForm
from school.coaching.views.base import CoachView
from school.lib import dates
from school.lib.refusal import Refusal


class GroupView(CoachView):
    page_title = _("Small group")
    template_name = "coaching/cms/group.html"
    tab = "coach:queue"
    above = (("coach:queue", _("Coaching")),)

    def get_context_data(self, **kwargs):
        items = small_group.due(self.request.user, dates.today())
        kwargs.setdefault("form", GroupForm())
        items = items.select_related("leader__user", "leader__region", "plan")
        return super().get_context_data(items=items, **kwargs)

    def post(self, request):
        form = GroupForm(request.POST)
        chosen = [int(pk) for pk in request.POST.getlist("item") if pk.isdecimal()]
        try:
            form.full_clean()
            held = small_group.hold(
                by=request.user,
                item_ids=chosen,
                on=dates.today(),
                words=form.cleaned_data.get("words", ""),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        words = ngettext(
            "Written down for %(number)s leader.", "Written down for %(number)s leaders.", len(held)
        )
        messages.success(request, words % {"number": len(held)})
        return redirect("coach:queue")
