from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="date", order=310)
class ComingSettings(BaseGenericSetting):
    """Until when a word on a training counts, in minutes before it begins."""

    close_minutes = models.PositiveSmallIntegerField(
        _("minutes before the start until which leaders can say yes or no"),
        default=0,
        validators=[MaxValueValidator(1440)],
        help_text=_("0: until it begins."),
    )
    move_up_minutes = models.PositiveSmallIntegerField(
        _("minutes before the start until which the waiting list moves up by itself"),
        default=60,
        validators=[MaxValueValidator(1440)],
        help_text=_("After that a free seat is for whoever taps first."),
    )

    panels = [FieldPanel("close_minutes"), FieldPanel("move_up_minutes")]

    class Meta:
        verbose_name = _("coming to trainings")
