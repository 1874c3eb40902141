from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Reminder(models.Model):
    """A leader was reminded of a session: the row that keeps her from being told twice.

    `of` is the moment that she was reminded of, to the day or to the minute, so that a session
    that was moved afterwards is called to mind again.
    """

    class Which(models.TextChoices):
        DAY = "day", pgettext_lazy("reminder", "The day before")
        HOUR = "hour", pgettext_lazy("reminder", "The hour before")

    session = models.ForeignKey(
        "courses.Session",
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="reminders",
    )
    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.CASCADE,
        related_name="reminders",
    )
    which = models.CharField(_("which"), max_length=4, choices=Which.choices)
    of = models.CharField(_("of which moment"), max_length=16)
    at = models.DateTimeField(_("sent"), default=timezone.now)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "leader", "which", "of"], name="reminded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.which} · {self.leader_id} · {self.session_id}"
