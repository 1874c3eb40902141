from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="group", order=330)
class GrowthSettings(BaseGenericSetting):
    """What the school asks before somebody may invite others, what makes a recruit count, and how
    newcomers are placed."""

    certifying_course = models.ForeignKey(
        "courses.CoursePage",
        verbose_name=_("the course whose certificate counts"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who holds it is certified and may invite. Empty: any certificate."),
    )
    recruit_orders = models.PositiveIntegerField(
        _("effective orders of a recruit"), default=10, validators=[MinValueValidator(1)]
    )
    recruit_days = models.PositiveSmallIntegerField(
        _("within so many days"),
        default=30,
        validators=[MinValueValidator(7), MaxValueValidator(365)],
    )
    placement_quiz = models.ForeignKey(
        "assessments.QuizPage",
        verbose_name=_("placement quiz"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Its result decides how a newcomer begins. Empty: everybody as a newcomer."),
    )
    placement_percent = models.PositiveSmallIntegerField(
        _("per cent from which she counts as experienced"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("certifying_course"),
                FieldPanel("recruit_orders"),
                FieldPanel("recruit_days"),
            ],
            heading=_("Inviting others"),
        ),
        MultiFieldPanel(
            [FieldPanel("placement_quiz"), FieldPanel("placement_percent")],
            heading=_("Newcomers"),
        ),
    ]

    class Meta:
        verbose_name = _("growth")
