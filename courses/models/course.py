import secrets

from django import forms
from django.core.validators import MinValueValidator
from django.db import models
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Page, PageManager, get_page_models
from wagtail.query import PageQuerySet

from courses.models.chosen import ChosenField
from courses.models.step import StepPage
from courses.translation import one_per_key


def new_stamp() -> str:
    return secrets.token_hex(6)


class CoursePageQuerySet(PageQuerySet):
    def open_to_read(self) -> "CoursePageQuerySet":
        """Published, with the language at hand, in the order of the catalog."""
        return self.live().select_related("locale").order_by("path")

    def in_language(self, language: str) -> list["CoursePage"]:
        """Each published course once, in this language where there is such a version."""
        return one_per_key(self.open_to_read(), language)


class CoursePage(Page):
    """An ordered list of steps that teach one thing; the steps are the page's children.

    Its two languages are two pages with one `translation_key`, and that key is what records of
    people hold.
    """

    class Track(models.TextChoices):
        ONBOARDING = "onboarding", _("Onboarding")
        SALES = "sales", _("Product & sales")
        SKILLS = "skills", _("Skills & community")
        AFTERSALES = "aftersales", _("After-sales")

    class Tier(models.TextChoices):
        PREPARATORY = "preparatory", _("Preparatory")
        ORDINARY = "ordinary", _("Ordinary")
        ADVANCED = "advanced", _("Advanced")
        CORE = "core", _("Core")

    class Cohort(models.TextChoices):
        """What an upper floor calls the weekly placement; no leader is shown these."""

        HEAD = "head", pgettext_lazy("cohort", "Head")
        MIDDLE = "middle", pgettext_lazy("cohort", "Middle")
        TAIL = "tail", pgettext_lazy("cohort", "Tail")
        NEW = "new", pgettext_lazy("cohort", "New")

    code = models.CharField(_("code"), max_length=12, help_text=_("Short, like C7."))
    track = models.CharField(_("track"), max_length=12, choices=Track.choices)
    tier = models.CharField(
        _("for"),
        max_length=12,
        choices=Tier.choices,
        default=Tier.PREPARATORY,
        help_text=_("The lowest tier that the course is meant for."),
    )
    summary = models.TextField(
        _("summary"), help_text=_("One or two sentences: what a leader can do afterwards.")
    )
    cover = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    required = models.BooleanField(
        _("required"), default=False, help_text=_("Every leader is enrolled automatically.")
    )
    prerequisites = ParentalManyToManyField(
        "self",
        verbose_name=_("first finish"),
        symmetrical=False,
        blank=True,
        related_name="opens",
        help_text=_("The course stays closed until these are done."),
    )
    tiers = ChosenField(
        _("only for tiers"), choices=Tier.choices, help_text=_("None chosen: for every tier.")
    )
    cohorts = ChosenField(
        _("only for cohorts"), choices=Cohort.choices, help_text=_("None chosen: for every cohort.")
    )
    intakes = ParentalManyToManyField(
        "people.Intake",
        verbose_name=_("only for intakes"),
        blank=True,
        related_name="+",
        help_text=_("None chosen: for every intake."),
    )
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(
        _("last day to begin"),
        null=True,
        blank=True,
        help_text=_("Whoever has begun by then may finish."),
    )
    valid_months = models.PositiveSmallIntegerField(
        _("to be renewed after months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: once is enough."),
    )
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    # Changes whenever any course or step does, and so names the state that was kept in memory.
    outline_stamp = models.CharField(max_length=12, default=new_stamp, editable=False)

    objects = PageManager.from_queryset(CoursePageQuerySet)()

    parent_page_types = ["courses.CatalogPage"]
    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("cover"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("track")]),
                FieldRowPanel([FieldPanel("tier"), FieldPanel("required")]),
                FieldPanel("prerequisites", widget=forms.CheckboxSelectMultiple),
                FieldRowPanel([FieldPanel("tiers"), FieldPanel("cohorts")]),
                FieldPanel("intakes", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("For whom"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel(name) for name in ("opens_on", "closes_on", "valid_months")]
                )
            ],
            heading=_("From when, and how long"),
        ),
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @classmethod
    def clean_subpage_models(cls):
        """Any kind of step, also of floors above that this one doesn't know by name."""
        return [model for model in get_page_models() if issubclass(model, StepPage)]

    @property
    def language(self) -> str:
        return self.locale.language_code

    @property
    def address(self) -> str:
        return reverse("courses:course", args=[self.slug])

    @property
    def cover_style(self) -> str:
        """The style sheet's word for the track's colour and drawing."""
        return "after-sales" if self.track == self.Track.AFTERSALES else self.track

    def serve(self, request, *args, **kwargs):
        return redirect(self.address)

    def serve_preview(self, request, mode_name):
        from courses.views.course import show_course

        with translation.override(self.language):
            return show_course(request, course=self, leader=None)
