from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail.search import index

from assessments import kinds
from assessments.forms.question import KindSelect, QuestionForm


class QuestionTag(TaggedItemBase):
    """A word that a question is found and drawn by."""

    content_object = ParentalKey(
        "assessments.Question", on_delete=models.CASCADE, related_name="tagged_items"
    )


class QuestionQuerySet(models.QuerySet):
    def ready(self) -> "QuestionQuerySet":
        """Those that a quiz may ask."""
        return self.filter(state=Question.State.READY)

    def drawable(self, *, category=None, tag: str = "") -> "QuestionQuerySet":
        """The ready questions inside a category, or with a tag, or both."""
        found = self.ready()
        if category:
            found = found.filter(category__path__startswith=category.path)
        if tag:
            found = found.filter(tagged_items__tag__name__iexact=tag)
        return found.order_by("pk").distinct()


class Question(PreviewableMixin, RevisionMixin, TranslatableMixin, index.Indexed, ClusterableModel):
    """A question of the bank, in one language. Its translation has the same `translation_key`,
    and both count as one question. An attempt keeps a copy of what it asked, so that an edit here
    changes no leader's history; Wagtail's revisions keep the versions."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of a question", "Draft")
        READY = "ready", pgettext_lazy("state of a question", "Ready")
        RETIRED = "retired", pgettext_lazy("state of a question", "Retired")

    kind = models.CharField(_("kind"), max_length=20, choices=kinds.choices, default="single")
    text = models.TextField(_("question"))
    feedback = models.TextField(
        _("explanation"),
        blank=True,
        help_text=_("Shown with the result, whatever was answered: why it is so."),
    )
    category = models.ForeignKey(
        "assessments.Category",
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        related_name="questions",
    )
    tags = ClusterTaggableManager(
        verbose_name=_("tags"), through="assessments.QuestionTag", blank=True
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.READY, db_index=True
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    shuffle = models.BooleanField(
        _("mix the answers"), default=True, help_text=_("Unless the quiz keeps every order.")
    )
    case_sensitive = models.BooleanField(
        _("capital letters count"),
        default=False,
        help_text=_("“WeChat” and “wechat” are then two answers."),
    )
    units = models.TextField(
        _("other units"),
        blank=True,
        help_text=_("One on a line, if the answer is in g: kg = 1000"),
    )
    marking_notes = models.TextField(
        _("notes for who marks it"), blank=True, help_text=_("What a good answer has.")
    )
    mark = models.DecimalField(
        _("marks"),
        max_digits=6,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0)],
        help_text=_("As a rule; each quiz says what the question is worth there."),
    )
    penalty = models.DecimalField(
        _("penalty for another try"),
        max_digits=8,
        decimal_places=7,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("A part of the marks from 0 to 1. Empty: as the quiz says."),
    )
    name = models.CharField(
        _("short name"),
        max_length=255,
        blank=True,
        help_text=_("What trainers call it. Leaders don't see it."),
    )
    code = models.CharField(
        _("code"),
        max_length=40,
        blank=True,
        help_text=_("The name it has in files that it came from, if any."),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    facts_checked_until = models.DateField(
        _("facts checked until"), null=True, blank=True, db_index=True
    )
    # What a file said that only files need, so that it goes out as it came in.
    extra = models.JSONField(default=dict, blank=True, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("kind", widget=KindSelect), FieldPanel("text"), FieldPanel("picture")],
            heading=_("Question"),
        ),
        InlinePanel("gaps", heading=_("Gaps"), label=_("Gap"), classname="question-gaps"),
        InlinePanel("answers", heading=_("Answers"), label=_("Answer")),
        MultiFieldPanel(
            [
                FieldPanel("units"),
                FieldRowPanel([FieldPanel("shuffle"), FieldPanel("case_sensitive")]),
            ],
            heading=_("How answers count"),
        ),
        FieldPanel("feedback"),
        FieldPanel("marking_notes"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("category"), FieldPanel("state")]),
                FieldPanel("tags"),
                FieldRowPanel([FieldPanel("name"), FieldPanel("code")]),
                FieldRowPanel([FieldPanel("mark"), FieldPanel("penalty")]),
                FieldPanel("facts_checked_until"),
            ],
            heading=_("Where it belongs"),
        ),
    ]
    base_form_class = QuestionForm
    search_fields = [
        index.SearchField("text"),
        index.AutocompleteField("text"),
        index.SearchField("name"),
        index.FilterField("category_id"),
        index.FilterField("locale_id"),
        index.FilterField("kind"),
        index.FilterField("state"),
    ]

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "locale"], name="question_once_per_language"
            ),
            models.UniqueConstraint(
                fields=["code", "locale"],
                condition=~models.Q(code=""),
                name="question_code_once_per_language",
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    def problem(self) -> Any | None:
        """What keeps it from being asked, in a sentence for the trainer; None if nothing does."""
        facts = SimpleNamespace(
            text=self.text, picture=self.picture, units=self.units, gaps=list(self.gaps.all())
        )
        return kinds.find(self.kind).problem(list(self.answers.all()), facts)

    def get_preview_template(self, request, mode_name: str) -> str:
        return "assessments/question_preview.html"

    def get_preview_context(self, request, mode_name: str) -> dict:
        from assessments.paper import preview_of

        return {"request": request, "question": preview_of(self)}


class Gap(Orderable):
    """A gap in the text of a question: the first one is `[[1]]` there. Its answers are those of
    the question that name it."""

    class Kind(models.TextChoices):
        CHOICE = "single", pgettext_lazy("kind of gap", "Choose from a list")
        TEXT = "shorttext", pgettext_lazy("kind of gap", "Type a word")
        NUMBER = "number", pgettext_lazy("kind of gap", "Type a number")

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="gaps")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.CHOICE)
    mark = models.DecimalField(
        _("marks"),
        max_digits=6,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0)],
        help_text=_("What it weighs beside the other gaps."),
    )

    panels = [FieldRowPanel([FieldPanel("kind"), FieldPanel("mark")])]

    class Meta(Orderable.Meta):
        verbose_name = _("gap")
        verbose_name_plural = _("gaps")

    def __str__(self) -> str:
        return f"{self.question_id} · {self.kind}"


class Answer(TranslatableMixin, Orderable):
    """What may be answered to a question: a choice, a wording that counts, a number with its
    tolerance, a pair, one of several in their order, or a place on the picture; with what it is
    worth, in per cent of the question's marks, and what to say to it.

    The translations of one choice have the same `translation_key`."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(_("answer"), blank=True)
    match = models.TextField(
        _("belongs to it"),
        blank=True,
        help_text=_("Without an answer beside it, it is one choice more that fits nothing."),
    )
    gap = models.PositiveSmallIntegerField(
        _("of which gap"), null=True, blank=True, help_text=_("1 for the gap [[1]] in the text.")
    )
    area = models.TextField(
        _("place on the picture"),
        blank=True,
        help_text=_("Click on the picture, or write it in per cent: circle 50,40 8."),
    )
    value = models.DecimalField(_("number"), max_digits=18, decimal_places=6, null=True, blank=True)
    tolerance = models.DecimalField(
        _("give or take"), max_digits=18, decimal_places=6, default=0, blank=True
    )
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    fraction = models.DecimalField(
        _("worth, in per cent"),
        max_digits=8,
        decimal_places=5,
        default=0,
        help_text=_("100 is right, 0 is wrong; with several right ones they share the 100."),
    )
    feedback = models.TextField(_("what to say to it"), blank=True)

    panels = [
        FieldPanel("gap"),
        FieldPanel("text"),
        FieldPanel("match"),
        FieldPanel("area"),
        FieldRowPanel([FieldPanel("value"), FieldPanel("tolerance"), FieldPanel("unit")]),
        FieldPanel("fraction"),
        FieldPanel("feedback"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "locale"], name="answer_once_per_language"
            ),
            models.CheckConstraint(
                condition=models.Q(fraction__gte=-100, fraction__lte=100),
                name="answer_fraction_in_per_cent",
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.match or str(self.value)
