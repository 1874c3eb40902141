from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from courses.models import StepPage


class TaskPage(StepPage):
    """Practical work: what to do, and what to hand in as evidence. A trainer looks at it."""

    kind = "task"
    icon = "task"
    screen = "assessments/task.html"

    instructions = RichTextField(_("what to do"))
    wants_photos = models.BooleanField(_("photos or screenshots"), default=True)
    wants_text = models.BooleanField(_("a few words"), default=False)
    most_photos = models.PositiveSmallIntegerField(
        _("photos at most"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )

    content_panels = [
        *StepPage.content_panels,
        FieldPanel("instructions"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("wants_photos"), FieldPanel("wants_text")]),
                FieldPanel("most_photos"),
            ],
            heading=_("What is handed in"),
        ),
    ]

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")

    def screen_context(self, visit) -> dict:
        from assessments.overview import task_overview

        return task_overview(task=self, leader=visit.leader)
