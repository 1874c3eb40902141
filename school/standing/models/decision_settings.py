from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

DAYS = [MinValueValidator(1), MaxValueValidator(90)]


@register_setting(icon="history", order=325)
class DecisionSettings(BaseGenericSetting):
    """The school's terms for decisions that people dislike to take: how long a plan and a notice
    run, and what the rules propose by themselves."""

    plan_days = models.PositiveSmallIntegerField(_("days of a plan"), default=14, validators=DAYS)
    notice_days = models.PositiveSmallIntegerField(
        _("days of notice"),
        default=7,
        validators=DAYS,
        help_text=_("From the decision that a leader goes to the day on which it is in force."),
    )
    probation_days = models.PositiveSmallIntegerField(
        _("days of probation without an order"),
        default=30,
        validators=DAYS,
        help_text=_("After these the rules propose that she goes; a person decides."),
    )
    plans_missed = models.PositiveSmallIntegerField(
        _("plans not reached in a year"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text=_("With so many the rules propose that she goes; before, one step down."),
    )

    panels = [
        FieldPanel("plan_days"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("notice_days"), FieldPanel("probation_days")]),
                FieldPanel("plans_missed"),
            ],
            _("Leaving the school"),
        ),
    ]

    class Meta:
        verbose_name = _("decisions")
