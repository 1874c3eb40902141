from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="date", order=315)
class Rhythm(BaseGenericSetting):
    """How many kinds of training the school holds for everybody in a week."""

    trainings_a_week = models.PositiveSmallIntegerField(
        _("trainings a week"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
        help_text=_("Three: group, sales and skills. Two: without skills. One: group."),
    )

    panels = [FieldPanel("trainings_a_week")]

    class Meta:
        verbose_name = _("rhythm of the week")
