"""What the managers' screens share: the CMS's frame, its breadcrumbs, and who may come in."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from school.reports.access import ReadersOnly, may_decide_at_all
from school.reports.menu import entries


class ReportView(ReadersOnly, WagtailAdminTemplateMixin, TemplateView):
    """A screen of the managers' section; `above` names the screen that it lies under."""

    above: tuple[tuple[str, str], ...] = ()

    def get_breadcrumbs_items(self):
        over = [{"url": reverse(name), "label": label} for name, label in self.above]
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
        return [home, *over, here]

    def get_context_data(self, **kwargs):
        kwargs.setdefault("may_decide", may_decide_at_all(self.request.user))
        kwargs |= {"menu": entries(self.request), "here": self.request.path}
        return super().get_context_data(**kwargs)
