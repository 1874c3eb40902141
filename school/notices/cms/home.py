"""A person's new notices on the CMS's first page: who works there seldom sees the leaders' side."""

from django.utils.translation import get_language
from wagtail.admin.ui.components import Component

from school.notices import inbox
from school.notices.models import Notice

FEW = 5


class NoticesPanel(Component):
    """Shown where there is something new. Opening one is reading it."""

    name = "notices"
    order = 205
    template_name = "notices/cms/home.html"

    def get_context_data(self, parent_context) -> dict:
        user = parent_context["request"].user
        unread = Notice.objects.visible_to(user).listed().unread()
        found = list(unread[: FEW + 1])
        return {"lines": inbox.lines(found[:FEW], get_language()), "more": len(found) > FEW}
