"""One signature in the CMS: its record, and the end of the agreement by the school."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminAutoHeightTextInput

from school.growth.access import DecidersOnly, may_act_for
from school.growth.cms.agreements import TITLE
from school.growth.models import Signature
from school.growth.termination import end
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.screen import Screen


class EndForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Your reason"),
        help_text=gettext_lazy("She reads these words."),
        max_length=400,
        widget=AdminAutoHeightTextInput(attrs={"rows": 3}),
    )


class SignatureView(DecidersOnly, Screen):
    page_title = gettext_lazy("Signature")
    above = (("agreements:list", TITLE),)
    template_name = "growth/cms/signature.html"

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", EndForm())
        signature = self._signature()
        on = dates.today()
        ended = getattr(signature, "termination", None)
        binds = signature.last_day is None or signature.last_day >= on
        may_end = not ended and binds and may_act_for(self.request.user, signature.offer.leader)
        return super().get_context_data(signature=signature, ended=ended, may_end=may_end, **kwargs)

    def post(self, request, *_args, **_kwargs):
        form, signature = EndForm(request.POST), self._signature()
        if not may_act_for(request.user, signature.offer.leader):
            raise PermissionDenied
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            ended = end(signature=signature, by=request.user, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            said = _("It ends on %(day)s. She has been told.")
            messages.success(request, said % {"day": ended.last_day.isoformat()})
        return redirect("agreements:signature", signature.pk)

    def _signature(self) -> Signature:
        seen = Signature.objects.visible_to(self.request.user).select_related(
            "offer__agreement", "offer__leader__user", "offer__leader__region", "termination__by"
        )
        return get_object_or_404(seen, pk=self.kwargs["pk"])
