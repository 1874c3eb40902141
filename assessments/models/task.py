from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from assessments.blocks import CriterionBlock
from courses.models import StepPage

PER_CENT = [MinValueValidator(0), MaxValueValidator(100)]
SOME = [MinValueValidator(1), MaxValueValidator(9)]


class TaskPage(StepPage):
    """Practical work: what to do, and what to hand in as evidence. A trainer looks at it."""

    class Work(models.TextChoices):
        EVIDENCE = "evidence", _("Photos, words, files, a link or a number")
        PLAN = "plan", _("A seven-day recommendation plan")
        TASTING = "tasting", _("A tasting report")

    class Mix(models.TextChoices):
        DAY = "day", _("on every day")
        WEEK = "week", _("somewhere in the seven days")
        FREE = "free", _("as she likes")

    kind = "task"
    icon = "task"
    screen = "assessments/task.html"

    instructions = RichTextField(_("what to do"))
    work = models.CharField(
        _("what is handed in"), max_length=10, choices=Work.choices, default=Work.EVIDENCE
    )

    wants_photos = models.BooleanField(_("photos or screenshots"), default=True)
    most_photos = models.PositiveSmallIntegerField(_("photos at most"), default=3, validators=SOME)
    wants_text = models.BooleanField(_("a few words"), default=False)
    wants_files = models.BooleanField(
        _("files"), default=False, help_text=_("PDF, Word, Excel, PowerPoint or text.")
    )
    most_files = models.PositiveSmallIntegerField(_("files at most"), default=1, validators=SOME)
    wants_link = models.BooleanField(_("a link"), default=False)
    wants_number = models.BooleanField(_("a number"), default=False)
    number_label = models.CharField(
        _("what is counted"), max_length=80, blank=True, help_text=_("Orders on the first day")
    )

    due_at = models.DateTimeField(_("please by"), null=True, blank=True)
    due_days = models.PositiveSmallIntegerField(
        _("or so many days after she began the course"), null=True, blank=True
    )
    tries = models.PositiveSmallIntegerField(
        _("how often it may be handed in"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: until it is accepted."),
    )

    example = RichTextField(_("an example of good work"), blank=True)
    example_picture = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("its picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    rubric = StreamField([("criterion", CriterionBlock())], verbose_name=_("criteria"), blank=True)
    second_share = models.PositiveSmallIntegerField(
        _("share that two people mark, in per cent"),
        default=0,
        validators=PER_CENT,
        help_text=_("Drawn by chance. The second one doesn't see the first one's mark."),
    )
    disagreement = models.PositiveSmallIntegerField(
        _("points by which they may differ"),
        default=2,
        help_text=_("Above that, or if one accepts and one doesn't, a third person decides."),
    )

    plan_least = models.PositiveSmallIntegerField(_("products a day, at least"), default=8)
    plan_most = models.PositiveSmallIntegerField(
        _("at most"), default=10, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    plan_mix = models.CharField(
        _("all four categories"), max_length=5, choices=Mix.choices, default=Mix.WEEK
    )
    plan_traffic = models.PositiveSmallIntegerField(_("traffic items a day, at least"), default=1)
    plan_profit = models.PositiveSmallIntegerField(_("profit items a day, at least"), default=1)
    tasting_letters = models.PositiveSmallIntegerField(
        _("letters for each sense, at least"), default=4
    )
    must_fit = models.BooleanField(
        _("can only be sent when it fits"),
        default=False,
        help_text=_("Otherwise she sees what doesn't fit, and may send it all the same."),
    )

    content_panels = [
        *StepPage.content_panels[:1],
        FieldPanel("instructions"),
        FieldPanel("work"),
        MultiFieldPanel(
            [
                FieldPanel("summary"),
                FieldRowPanel([FieldPanel("wants_photos"), FieldPanel("most_photos")]),
                FieldPanel("wants_text"),
                FieldRowPanel([FieldPanel("wants_files"), FieldPanel("most_files")]),
                FieldPanel("wants_link"),
                FieldRowPanel([FieldPanel("wants_number"), FieldPanel("number_label")]),
            ],
            heading=_("Which evidence (a photo, unless you say otherwise)"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("due_at"), FieldPanel("due_days")]), FieldPanel("tries")],
            heading=_("Until when, and how often"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [FieldPanel("example"), FieldPanel("example_picture")],
            heading=_("An example"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel("rubric"),
                FieldRowPanel([FieldPanel("second_share"), FieldPanel("disagreement")]),
            ],
            heading=_("Marking with criteria and points"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("plan_least"), FieldPanel("plan_most")]),
                FieldPanel("plan_mix"),
                FieldRowPanel([FieldPanel("plan_traffic"), FieldPanel("plan_profit")]),
                FieldPanel("tasting_letters"),
                FieldPanel("must_fit"),
            ],
            heading=_("What the plan or the report is checked for"),
            classname="collapsed",
        ),
    ]

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")

    def clean(self) -> None:
        super().clean()
        if self.plan_least > self.plan_most:
            raise ValidationError({"plan_least": _("That is more than the most.")})
        if self.work == self.Work.EVIDENCE and not self.wants_anything:
            raise ValidationError({"wants_photos": _("Choose at least one kind of evidence.")})

    @property
    def wants_anything(self) -> bool:
        return any(
            (
                self.wants_photos,
                self.wants_text,
                self.wants_files,
                self.wants_link,
                self.wants_number,
            )
        )

    @property
    def takes_photos(self) -> int:
        """How many photos may be handed in: a report has its photo, a plan has none."""
        if self.work == self.Work.PLAN:
            return 0
        return self.most_photos if self.wants_photos or self.work == self.Work.TASTING else 0

    @property
    def takes_files(self) -> int:
        return self.most_files if self.work == self.Work.EVIDENCE and self.wants_files else 0

    def screen_context(self, visit) -> dict:
        from assessments.task_screen import task_screen

        return task_screen(task=self, leader=visit.leader)
