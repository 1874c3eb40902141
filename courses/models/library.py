from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.fields import RichTextField

from courses.translation import current_language

TEXT_FEATURES = ["h2", "bold", "italic", "ol", "ul", "link"]


class LibraryItemQuerySet(models.QuerySet):
    def open_to(self, user) -> "LibraryItemQuerySet":
        """What is published: all of it for who has an account, the public part for anyone."""
        shown = self.filter(live=True)
        return shown if user.is_authenticated else shown.filter(public=True)


class LibraryItem(models.Model):
    """A thing to look up or to take along: a standard procedure, a case or a template; in words,
    as a file, or both."""

    class Kind(models.TextChoices):
        PROCEDURE = "procedure", pgettext_lazy("in the library", "How we do it")
        CASE = "case", pgettext_lazy("in the library", "A case")
        TEMPLATE = "template", pgettext_lazy("in the library", "A template")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80, blank=True)
    summary = models.CharField(_("in one sentence"), max_length=160, blank=True)
    summary_en = models.CharField(_("in one sentence, in English"), max_length=160, blank=True)
    body = RichTextField(_("text"), blank=True, features=TEXT_FEATURES)
    body_en = RichTextField(_("text in English"), blank=True, features=TEXT_FEATURES)
    file = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    public = models.BooleanField(
        _("for everybody"),
        default=False,
        help_text=_("Also for people who think about joining. Otherwise for leaders and staff."),
    )
    live = models.BooleanField(_("published"), default=True)
    order = models.PositiveSmallIntegerField(
        _("place in the list"), default=100, help_text=_("Small numbers stand on top.")
    )

    objects = LibraryItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("library item")
        verbose_name_plural = _("library")
        ordering = ["kind", "order", "title"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body="") | Q(file__isnull=False), name="library_item_holds_something"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("courses:library_item", args=[self.pk])

    @property
    def name(self) -> str:
        return self._in_language("title")

    @property
    def sentence(self) -> str:
        return self._in_language("summary")

    @property
    def text(self) -> str:
        return self._in_language("body")

    @property
    def language(self) -> str:
        """The language in which the text is shown: the reader's, if somebody has written it."""
        return "en" if current_language() == "en" and self.body_en else "zh-hans"

    def clean(self) -> None:
        if not self.body and not self.file_id:
            raise ValidationError({"body": _("Write a text or choose a file.")})

    def _in_language(self, field: str) -> str:
        english = getattr(self, f"{field}_en") if current_language() == "en" else ""
        return english or getattr(self, field)
