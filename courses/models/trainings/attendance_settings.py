from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


def _whole(label, default: int, least: int, most: int, help_text="") -> models.Field:
    limits = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(
        label, default=default, validators=limits, help_text=help_text
    )


@register_setting(icon="tick-inverse", order=316)
class AttendanceSettings(BaseGenericSetting):
    """How the school knows who was at a training."""

    window_days = _whole(
        _("days in the attendance rate"),
        28,
        7,
        366,
        _("What leaders and trainers see. A tier's rule has days of its own."),
    )
    opens_before = _whole(_("minutes before the start that check-in opens"), 10, 0, 120)
    closes_after = _whole(_("minutes after the end that check-in closes"), 15, 0, 120)
    late_after = _whole(_("minutes after the start that are not late yet"), 5, 0, 60)
    grace_seconds = _whole(
        _("seconds that a code is good for longer"),
        5,
        0,
        60,
        _("A code is shown for 15 seconds and is good for 15 more, and for these."),
    )
    prompt_minutes = _whole(_("minutes to answer “Still here?”"), 3, 1, 15)
    enough_percent = _whole(
        _("per cent of an online training that count as having been there"),
        60,
        1,
        100,
        _("For lists that the meeting system wrote."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("opens_before"), FieldPanel("closes_after"), FieldPanel("grace_seconds")],
            heading=_("Check-in"),
        ),
        MultiFieldPanel(
            [FieldPanel("prompt_minutes"), FieldPanel("enough_percent")], heading=_("Online")
        ),
        MultiFieldPanel(
            [FieldPanel("late_after"), FieldPanel("window_days")], heading=_("What counts")
        ),
    ]

    class Meta:
        verbose_name = _("attendance")
