"""What the office's screens about notices share: the tabs, and who sees which."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.notices.access import For, may_announce, may_call, may_oversee, owns
from school.people.screen import Screen

PER_PAGE = 30
TITLE = pgettext_lazy("office", "Notices")
TABS = [
    ("unread", _("Not read"), may_call),
    ("announcements", _("Announcements"), may_announce),
    ("deliveries", _("Deliveries"), may_oversee),
    ("texts", pgettext_lazy("of notices", "Words"), owns),
    ("robots", _("Group robots"), owns),
]


class NoticeScreen(For, Screen):
    """A screen of this section; `tab` is the one that it belongs to."""

    header_icon = "mail"
    above: tuple[tuple[str, Any], ...] = (("office_notices:unread", TITLE),)
    tab = ""

    def get_context_data(self, **kwargs):
        user = self.request.user
        tabs = [
            {
                "url": reverse(f"office_notices:{name}"),
                "label": label,
                "current": name == self.tab,
            }
            for name, label, allowed in TABS
            if allowed(user)
        ]
        return super().get_context_data(tabs=tabs, **kwargs)

    def paged(self, rows: QuerySet) -> Page:
        return Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
