from django.db import models
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

    def get_context(self, request, *args, **kwargs) -> dict:
        """For the preview in the CMS; visitors get the page from `home.views.landing`."""
        from school.home.landing import facts

        return super().get_context(request, *args, **kwargs) | facts()


class StarterRecord(models.Model):
    """A piece of the starter school as it was loaded: from which text, and what it became.

    Where the school's piece no longer has the digest `content` or the revision `revision_id`,
    somebody has changed it since, and loading again leaves it alone.
    """

    name = models.CharField(max_length=120, unique=True)
    source = models.CharField(max_length=32)
    content = models.CharField(max_length=32, blank=True)
    object_id = models.PositiveBigIntegerField(null=True)
    revision_id = models.PositiveBigIntegerField(null=True)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name
