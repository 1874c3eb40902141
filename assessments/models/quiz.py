from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from assessments import presets
from assessments.forms.quiz import QuizForm, ReviewGrid
from courses.models import StepPage


class QuizPage(StepPage):
    """A quiz: which questions it asks or draws, what is enough, and how it is sat. What is set
    here is a promise once somebody has started: an attempt keeps the terms of its start."""

    class Overtime(models.TextChoices):
        SUBMIT = "submit", _("It is handed in by itself")
        GRACE = "grace", _("She has some minutes to hand in, but not to answer")
        ABANDON = "abandon", _("It counts only if she has handed in before")

    class Grading(models.TextChoices):
        BEST = "best", _("The best try")
        AVERAGE = "average", _("The average of all tries")
        FIRST = "first", _("The first try")
        LAST = "last", _("The last try")

    class Navigation(models.TextChoices):
        FREE = "free", _("Back and forth as she likes")
        SEQUENTIAL = "sequential", _("Forward only")

    class Behaviour(models.TextChoices):
        DEFERRED = "deferred", _("Result at the end")
        IMMEDIATE = "immediate", _("Result right after each question")
        INTERACTIVE = "interactive", _("Several tries at each question")
        CERTAINTY = "certainty", _("With “how sure are you?”")

    kind = "quiz"
    icon = "quiz"
    screen = "assessments/quiz.html"
    base_form_class = QuizForm

    preset = models.CharField(
        _("what it is for"),
        max_length=10,
        choices=presets.CHOICES,
        default=presets.QUIZ,
        help_text=_("Choosing another one sets the rules below; what you set by hand stays."),
    )
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
    overtime = models.CharField(
        _("when the time is over"), max_length=10, choices=Overtime, default=Overtime.SUBMIT
    )
    grace_minutes = models.PositiveSmallIntegerField(
        _("minutes to hand in"), default=5, validators=[MinValueValidator(1)]
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("how many tries"), null=True, blank=True, help_text=_("Empty: as many as she likes.")
    )
    delay_second = models.PositiveIntegerField(_("minutes before the second try"), default=0)
    delay_later = models.PositiveIntegerField(_("minutes before each later try"), default=0)
    grading = models.CharField(
        _("what counts of several tries"), max_length=10, choices=Grading, default=Grading.BEST
    )
    practice = models.BooleanField(
        _("only to practise"),
        default=False,
        help_text=_("No grade is kept, and there are always more tries."),
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    due_at = models.DateTimeField(
        _("please by"), null=True, blank=True, help_text=_("Said to her; nothing closes.")
    )
    closes_at = models.DateTimeField(
        _("closes"), null=True, blank=True, help_text=_("What is under way is closed then, too.")
    )
    access_code = models.CharField(
        _("access code"), max_length=40, blank=True, help_text=_("Said in the room on the day.")
    )
    per_page = models.PositiveSmallIntegerField(
        _("questions on a page"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    navigation = models.CharField(
        _("turning the pages"), max_length=10, choices=Navigation, default=Navigation.FREE
    )
    shuffle = models.BooleanField(
        _("mix the questions"), default=True, help_text=_("Parts with a heading keep their place.")
    )
    shuffle_answers = models.BooleanField(_("mix the choices in each"), default=True)
    behaviour = models.CharField(
        _("when she learns what is right"),
        max_length=12,
        choices=Behaviour,
        default=Behaviour.DEFERRED,
    )
    tries = models.PositiveSmallIntegerField(
        _("tries at each question"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    penalty = models.DecimalField(
        _("off for each wrong try, in per cent"),
        max_digits=5,
        decimal_places=2,
        default=Decimal("33.33"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    review = models.JSONField(_("what she sees when"), default=presets.open_review, blank=True)

    content_panels = [
        *StepPage.content_panels,
        FieldPanel("preset"),
        FieldPanel("intro"),
        InlinePanel("items", heading=_("Questions"), label=_("Question or draw"), min_num=1),
        FieldPanel("pass_mark"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("due_at")]),
                FieldRowPanel([FieldPanel("closes_at"), FieldPanel("access_code")]),
                FieldPanel("time_limit"),
                FieldRowPanel([FieldPanel("overtime"), FieldPanel("grace_minutes")]),
            ],
            heading=_("Time"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("attempts_allowed"), FieldPanel("grading")]),
                FieldRowPanel([FieldPanel("delay_second"), FieldPanel("delay_later")]),
                FieldPanel("practice"),
            ],
            heading=_("Tries"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("per_page"), FieldPanel("navigation")]),
                FieldRowPanel([FieldPanel("shuffle"), FieldPanel("shuffle_answers")]),
                FieldPanel("behaviour"),
                FieldRowPanel([FieldPanel("tries"), FieldPanel("penalty")]),
            ],
            heading=_("Pages and answers"),
            classname="collapsed",
        ),
        FieldPanel("review", widget=ReviewGrid, classname="collapsed"),
        InlinePanel(
            "bands",
            heading=_("What to say to a result"),
            label=_("From so many per cent on"),
            classname="collapsed",
        ),
    ]

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def clean(self) -> None:
        super().clean()
        if self.opens_at and self.closes_at and self.opens_at >= self.closes_at:
            raise ValidationError({"closes_at": _("It can't close before it opens.")})

    @property
    def proves_knowledge(self) -> bool:
        """Practice is done by handing in, whatever was answered."""
        return not self.practice

    def screen_context(self, visit) -> dict:
        from assessments.overview import quiz_overview

        return quiz_overview(quiz=self, leader=visit.leader)

    @property
    def question_count(self) -> int:
        """How many questions an attempt has at most (a draw from too small a drawer has fewer)."""
        return sum(1 if item.question_id else item.count for item in self.items.all())


class QuizItem(Orderable):
    """A line of a quiz: one fixed question, or so many drawn from a category or by a tag. With a
    heading it begins a new part of the quiz."""

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
    heading = models.CharField(
        pgettext_lazy("of a quiz", "a new part begins here"), max_length=100, blank=True
    )
    shuffle = models.BooleanField(_("mix this part"), default=True)

    panels = [
        FieldPanel("question"),
        FieldRowPanel([FieldPanel("category"), FieldPanel("tag")]),
        FieldRowPanel([FieldPanel("count"), FieldPanel("marks")]),
        FieldRowPanel([FieldPanel("heading"), FieldPanel("shuffle")]),
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


class QuizBand(Orderable):
    """What is said to a result from so many per cent on; the highest that she reached is said."""

    page = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="bands")
    from_percent = models.PositiveSmallIntegerField(
        _("from, in per cent"), default=0, validators=[MaxValueValidator(100)]
    )
    words = models.TextField(_("what to say"))

    panels = [FieldPanel("from_percent"), FieldPanel("words")]

    class Meta(Orderable.Meta):
        verbose_name = _("word to a result")
        verbose_name_plural = _("words to a result")

    def __str__(self) -> str:
        return f"{self.from_percent} %"
