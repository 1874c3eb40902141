from django.conf import settings
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
from assessments.forms.question import QuestionForm


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


class Question(
    PreviewableMixin, RevisionMixin, TranslatableMixin, index.Indexed, ClusterableModel
):
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
    facts_checked_until = models.DateField(_("facts checked until"), null=True, blank=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    panels = [
        MultiFieldPanel([FieldPanel("kind"), FieldPanel("text")], heading=_("Question")),
        InlinePanel("answers", heading=_("Answers"), label=_("Answer")),
        FieldPanel("feedback"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("category"), FieldPanel("state")]),
                FieldPanel("tags"),
                FieldRowPanel([FieldPanel("code"), FieldPanel("facts_checked_until")]),
            ],
            heading=_("Where it belongs"),
        ),
    ]
    base_form_class = QuestionForm
    search_fields = [
        index.SearchField("text"),
        index.AutocompleteField("text"),
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

    def get_preview_template(self, request, mode_name: str) -> str:
        return "assessments/question_preview.html"

    def get_preview_context(self, request, mode_name: str) -> dict:
        from assessments.paper import preview_of

        return {"request": request, "question": preview_of(self)}


class Answer(TranslatableMixin, Orderable):
    """What may be answered to a question: a choice, a wording that counts, or a number with its
    tolerance; with what it is worth, in per cent of the question's marks, and what to say to it.

    The translations of one choice have the same `translation_key`."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(_("answer"), blank=True)
    value = models.DecimalField(
        _("number"), max_digits=18, decimal_places=6, null=True, blank=True
    )
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
        FieldPanel("text"),
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
        return self.text or str(self.value)
