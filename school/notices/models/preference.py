from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Choice(models.Model):
    """How a person wants notices of one topic by one channel. Without a row they come at once."""

    class How(models.TextChoices):
        NOW = "now", pgettext_lazy("how a notice comes", "At once")
        DAILY = "daily", pgettext_lazy("how a notice comes", "Once a day")
        OFF = "off", pgettext_lazy("how a notice comes", "Not at all")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices"
    )
    topic = models.CharField(max_length=20)
    channel = models.CharField(max_length=12)
    how = models.CharField(max_length=6, choices=How.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "topic", "channel"], name="choice_once")
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.channel}: {self.how}"


class Hours(models.Model):
    """A person's own quiet hours (Shanghai time), in which her phone stays still. Without a row
    they are the school's."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiet_hours"
    )
    quiet_from = models.TimeField(_("quiet from"))
    quiet_until = models.TimeField(_("until"))

    def __str__(self) -> str:
        return f"{self.quiet_from:%H:%M}–{self.quiet_until:%H:%M}"
