from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

DAYS = [MinValueValidator(1), MaxValueValidator(60)]


@register_setting(icon="tasks", order=320)
class MarkingSettings(BaseGenericSetting):
    """What the school promises its leaders about marking, in working days."""

    look_days = models.PositiveSmallIntegerField(
        _("working days until a task is looked at"), default=3, validators=DAYS
    )
    appeal_days = models.PositiveSmallIntegerField(
        _("working days until an appeal is answered"), default=3, validators=DAYS
    )

    panels = [FieldPanel("look_days"), FieldPanel("appeal_days")]

    class Meta:
        verbose_name = _("marking")
