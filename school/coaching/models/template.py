from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from courses.models import CoursePage, Series
from school.standing.models import Cohort


def in_her_language(own: str, english: str) -> str:
    """The English words for who reads English, where there are some."""
    return english if english and (get_language() or "").startswith("en") else own


class PlanTemplate(ClusterableModel):
    """What coaching means for a cohort: the things that a leader's plan is made of when she comes
    into it. Plans that run keep the things they began with."""

    COHORTS = [choice for choice in Cohort.choices if choice[0] != Cohort.NEW]

    cohort = models.CharField(_("cohort"), max_length=6, choices=COHORTS)
    name = models.CharField(
        _("name in Chinese"),
        max_length=60,
        help_text=_("She reads it. Don't name the cohort."),
    )
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    words = models.CharField(_("a sentence for her, in Chinese"), max_length=200, blank=True)
    words_en = models.CharField(_("a sentence for her, in English"), max_length=200, blank=True)
    days = models.PositiveSmallIntegerField(
        _("days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: it goes on as long as she is in the cohort."),
    )
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("plan template")
        verbose_name_plural = _("plan templates")
        ordering = ["cohort", "-active", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort"],
                condition=Q(active=True),
                name="plan_template_one_a_cohort",
                violation_error_message=_("This cohort has a template in use already."),
            )
        ]

    def __str__(self) -> str:
        return in_her_language(self.name, self.name_en)


class ItemKind(models.TextChoices):
    COURSE = "course", pgettext_lazy("part of a plan", "Course")
    SESSION = "session", pgettext_lazy("part of a plan", "Session")
    TASK = "task", pgettext_lazy("part of a plan", "Task")
    VISIT = "visit", pgettext_lazy("part of a plan", "Visit")
    CHECK_IN = "check-in", pgettext_lazy("part of a plan", "Check-in")


class TemplateItem(Orderable):
    """One thing of a template. Visits, check-ins and sessions without a series are done by the
    coach and stand in the queue; the rest is the leader's."""

    template = ParentalKey(PlanTemplate, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind.choices)
    title = models.CharField(_("title in Chinese"), max_length=100)
    title_en = models.CharField(_("title in English"), max_length=100, blank=True)
    words = models.CharField(_("how, in Chinese"), max_length=240, blank=True)
    words_en = models.CharField(_("how, in English"), max_length=240, blank=True)
    refers_to = models.CharField(
        _("which one"),
        max_length=20,
        blank=True,
        help_text=_("A course by its code (C6); a session by group, sales, skills or topic."),
    )
    day = models.PositiveSmallIntegerField(
        _("by day"), default=1, validators=[MinValueValidator(1)]
    )
    every_days = models.PositiveSmallIntegerField(
        _("again after days"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    decides = models.BooleanField(_("the coach decides here how it goes on"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("part of a plan")
        verbose_name_plural = _("parts of a plan")

    def __str__(self) -> str:
        return in_her_language(self.title, self.title_en)

    def clean(self) -> None:
        known = {
            ItemKind.COURSE: CoursePage.objects.filter(code=self.refers_to).exists,
            ItemKind.SESSION: lambda: self.refers_to in ("", *Series.Kind.values),
        }
        if not known.get(self.kind, lambda: not self.refers_to)():
            raise ValidationError({"refers_to": _("There is no such one.")})
        if self.decides and not self.by_coach:
            raise ValidationError({"decides": _("Only a thing that the coach does decides.")})

    @property
    def by_coach(self) -> bool:
        by_coach = (ItemKind.VISIT, ItemKind.CHECK_IN)
        return self.kind in by_coach or (self.kind == ItemKind.SESSION and not self.refers_to)
