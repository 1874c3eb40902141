from datetime import time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="mail", order=332)
class NoticeSettings(BaseGenericSetting):
    """When phones stay still, when the daily message goes out, and after how many hours somebody
    calls about an important notice that wasn't read. Times are Shanghai's."""

    quiet_from = models.TimeField(_("quiet from"), default=time(21, 30))
    quiet_until = models.TimeField(_("until"), default=time(7, 30))
    digest_at = models.TimeField(
        _("daily message at"), default=time(12, 0), help_text=_("Small notices gathered in one.")
    )
    call_after_hours = models.PositiveSmallIntegerField(
        _("hours until somebody calls"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("About an important notice that wasn't read."),
    )

    panels = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("quiet_from"), FieldPanel("quiet_until")])],
            heading=_("Quiet hours"),
        ),
        FieldPanel("digest_at"),
        FieldPanel("call_after_hours"),
    ]

    class Meta:
        verbose_name = _("notices")

    @classmethod
    def current(cls) -> "NoticeSettings":
        """The settings as they are; the usual ones while nobody has changed any."""
        return cls.objects.first() or cls()
