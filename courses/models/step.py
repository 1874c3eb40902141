from functools import cached_property
from uuid import UUID

from django.apps import apps
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Page

from courses.step import Step
from courses.visit import Visit


class StepPage(Page):
    """One step of a course: what all kinds of steps share.

    A kind of step is a subclass with its own `kind`, `icon` and `screen`; it may override
    `respond`. Where `done_by_leader` is true the leader says herself that she is through.
    """

    kind = ""
    icon = "book"
    screen = ""
    done_by_leader = False

    minutes = models.PositiveSmallIntegerField(_("minutes"), default=5)
    optional = models.BooleanField(
        _("extra"), default=False, help_text=_("The course can be finished without this step.")
    )
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    facts_checked_until = models.DateField(
        _("facts checked until"),
        null=True,
        blank=True,
        help_text=_("From this day on somebody should look again at prices, rules and figures."),
    )

    drip_days = models.PositiveSmallIntegerField(
        _("opens after days"),
        null=True,
        blank=True,
        help_text=_("Counted from the day on which she began the course. Empty: at once."),
    )
    due_days = models.PositiveSmallIntegerField(
        _("best done within days"),
        null=True,
        blank=True,
        help_text=_("Counted from the day on which she began the course."),
    )

    parent_page_types = ["courses.CoursePage"]
    subpage_types = []
    content_panels = [TitleFieldPanel("title"), FieldPanel("summary")]
    settings_panels = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("minutes"), FieldPanel("facts_checked_until")])],
            heading=_("Length and freshness"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("drip_days"), FieldPanel("due_days")])],
            heading=_("When"),
        ),
        FieldPanel("optional"),
        *Page.settings_panels,
    ]

    class Meta:
        abstract = True

    @property
    def language(self) -> str:
        return self.locale.language_code

    @property
    def proves_knowledge(self) -> bool:
        """Whether being through with it shows that a leader knows what the course teaches."""
        return False

    @cached_property
    def course(self):
        """The course's page, in this page's language."""
        courses = apps.get_model("courses", "CoursePage").objects.select_related("locale")
        return courses.get(path=self.path[: -self.steplen])

    @property
    def course_key(self) -> UUID:
        return self.course.translation_key

    @property
    def address(self) -> str:
        return reverse("courses:step", args=[self.course.slug, self.slug])

    def as_step(self) -> Step:
        return Step(
            translation_key=self.translation_key,
            course_key=self.course_key,
            page_id=self.pk,
            label=self._meta.label_lower,
            kind=self.kind,
            icon=self.icon,
            title=self.title,
            slug=self.slug,
            course_slug=self.course.slug,
            minutes=self.minutes,
            optional=self.optional,
            summary=self.summary,
            language=self.language,
            proves=self.proves_knowledge,
            drip_days=self.drip_days,
            due_days=self.due_days,
        )

    @classmethod
    def for_reading(cls) -> models.QuerySet:
        """Pages with what their screen shows. A kind whose screen is made ahead reads less."""
        return cls.objects.select_related("locale")

    def respond(self, request: HttpRequest, visit: Visit) -> HttpResponse:
        """The step as a leader sees it."""
        context = {"page": self, "visit": visit, "course": visit.course}
        return render(request, self.screen, context | self.screen_context(visit))

    def screen_context(self, visit: Visit) -> dict:
        """What this kind's screen shows beside the page and the visit."""
        return {}

    def serve(self, request, *args, **kwargs):
        return redirect(self.address)

    def serve_preview(self, request, mode_name):
        alone = Visit(None, self.course, [self.as_step()], position=1, preview=True)
        with translation.override(self.language):
            return self.respond(request, alone)
