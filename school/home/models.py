from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    """The school's front door in one language: the landing page, with the words that the school
    may change. Everything else on it (tiers, timetable) is drawn from what is true today."""

    intro = RichTextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CatalogPage"]
    template = "home/landing.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")
