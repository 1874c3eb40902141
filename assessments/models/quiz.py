from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from courses.models import StepPage


class QuizPage(StepPage):
    """A quiz: which questions it asks or draws, what is enough, and how often one may try."""

    kind = "quiz"
    icon = "quiz"
    screen = "assessments/quiz.html"

    intro = models.TextField(
        _("introduction"), blank=True, help_text=_("What a leader reads before she starts.")
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("enough, in per cent"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    time_limit = models.PositiveSmallIntegerField(
        _("time, in minutes"), null=True, blank=True, help_text=_("Empty: no limit.")
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("how many tries"), null=True, blank=True, help_text=_("Empty: as many as she likes.")
    )
    shuffle = models.BooleanField(
        _("mix the order"),
        default=True,
        help_text=_("Of the questions, and of the choices in each."),
    )

    content_panels = [
        *StepPage.content_panels,
        FieldPanel("intro"),
        InlinePanel("items", heading=_("Questions"), label=_("Question or draw"), min_num=1),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("time_limit")]),
                FieldRowPanel([FieldPanel("attempts_allowed"), FieldPanel("shuffle")]),
            ],
            heading=_("Rules"),
        ),
    ]

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def screen_context(self, visit) -> dict:
        from assessments.overview import quiz_overview

        return quiz_overview(quiz=self, leader=visit.leader)

    @property
    def question_count(self) -> int:
        """How many questions an attempt has at most (a draw from too small a drawer has fewer)."""
        return sum(1 if item.question_id else item.count for item in self.items.all())


class QuizItem(Orderable):
    """A line of a quiz: one fixed question, or so many drawn from a category or by a tag."""

    page = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey(
        "assessments.Question",
        verbose_name=_("this question"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="quiz_items",
    )
    category = models.ForeignKey(
        "assessments.Category",
        verbose_name=_("or draw from this category"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="quiz_items",
    )
    tag = models.CharField(_("with this tag"), max_length=100, blank=True)
    count = models.PositiveSmallIntegerField(
        _("how many"), default=1, validators=[MinValueValidator(1)]
    )
    marks = models.DecimalField(
        _("marks for each"),
        max_digits=6,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0)],
    )

    panels = [
        FieldPanel("question"),
        FieldRowPanel([FieldPanel("category"), FieldPanel("tag")]),
        FieldRowPanel([FieldPanel("count"), FieldPanel("marks")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("line of a quiz")
        verbose_name_plural = _("lines of a quiz")

    def __str__(self) -> str:
        return str(self.question or self.category or self.tag)

    def clean(self) -> None:
        if bool(self.question_id) == bool(self.category_id or self.tag):
            raise ValidationError(
                _("Choose one question, or a category or tag to draw from, not both.")
            )
