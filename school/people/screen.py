"""What the school's own screens in the CMS share: the frame, its menu and its breadcrumbs."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from school.people.menu import entries


class Screen(WagtailAdminTemplateMixin, TemplateView):
    """A screen whose template extends `cms/frame.html`; `above` names the screens that it lies
    under."""

    above: tuple[tuple[str, str], ...] = ()

    def get_breadcrumbs_items(self):
        over = [{"url": reverse(name), "label": label} for name, label in self.above]
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
        return [home, *over, here]

    def get_context_data(self, **kwargs):
        kwargs |= {"menu": entries(self.request), "here": self.request.path}
        return super().get_context_data(**kwargs)
