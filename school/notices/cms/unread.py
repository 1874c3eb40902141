"""Whom to call because she hasn't read something important."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from school.lib.refusal import Refusal
from school.notices import inbox
from school.notices.access import For, may_call
from school.notices.calling import note_call, to_call
from school.notices.cms.base import TITLE, NoticeScreen
from school.notices.models import NoticeSettings

HOURS = (4, 12, 24, 48, 72)


class UnreadView(NoticeScreen):
    allowed = staticmethod(may_call)
    page_title = TITLE
    above = ()
    template_name = "notices/cms/unread.html"
    tab = "unread"

    def get_context_data(self, **kwargs):
        usual = NoticeSettings.current().call_after_hours
        hours = _number(self.request.GET.get("hours"), usual)
        found = to_call(self.request.user, after_hours=hours)
        rows = found.select_related("user__leader__region__parent", "user__leader__coach")
        page = self.paged(rows)
        page.object_list = inbox.lines(list(page.object_list), get_language())
        return super().get_context_data(
            page=page, hours=hours, hours_choices=sorted({*HOURS, usual}), **kwargs
        )


def _number(text: str | None, usual: int) -> int:
    return int(text) if text and text.isdecimal() and 0 < int(text) <= 240 else usual


class CalledView(For, View):
    """She has been called."""

    allowed = staticmethod(may_call)

    def post(self, request, notice_id: int):
        notice = get_object_or_404(to_call(request.user, after_hours=0), pk=notice_id)
        try:
            note_call(notice=notice, by=request.user)
        except Refusal as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, _("Noted: %(name)s was called.") % {"name": notice.user})
        return redirect(reverse("office_notices:unread"))
