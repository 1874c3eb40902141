from django.db import models
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class CatalogPage(Page):
    """The shelf on which the courses of one language stand, in the order in which they are
    offered."""

    intro = models.TextField(_("introduction"), blank=True)

    max_count_per_parent = 1
    subpage_types = ["courses.CoursePage"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("catalog")
        verbose_name_plural = _("catalogs")

    @property
    def address(self) -> str:
        return reverse("courses:catalog")

    def serve(self, request, *args, **kwargs):
        return redirect(self.address)

    def serve_preview(self, request, mode_name):
        from courses.views.catalog import show_catalog

        with translation.override(self.locale.language_code):
            return show_catalog(request, leader=None, intro=self.intro)
