from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchText(models.Model):
    """The words of a published course or step, ready to be looked through: all of its text, and
    the stems of its English words, each between spaces. Made anew from the page at any time."""

    page = models.OneToOneField(
        "wagtailcore.Page",
        verbose_name=_("page"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="search_text",
    )
    course_key = models.UUIDField(db_index=True)
    text = models.TextField(_("text"))
    stems = models.TextField()

    class Meta:
        verbose_name = _("searchable text")
        verbose_name_plural = _("searchable texts")

    def __str__(self) -> str:
        return f"{self.page_id}"
