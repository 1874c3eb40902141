from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="rotate", order=318)
class MakeUpSettings(BaseGenericSetting):
    """How a missed training is made up by its replay."""

    days = models.PositiveSmallIntegerField(
        _("days to make up a training"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text=_("From the day on which the replay is there."),
    )
    percent = models.PositiveSmallIntegerField(
        _("per cent of its minutes that watching takes at least"),
        default=80,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    panels = [FieldPanel("days"), FieldPanel("percent")]

    class Meta:
        verbose_name = _("making up a training")


class MakeUp(models.Model):
    """A leader who missed a training watches its replay and passes its exit quiz. Quiz, day and
    minutes are those that held when she began."""

    session = models.ForeignKey(
        "courses.Session",
        verbose_name=_("session"),
        on_delete=models.PROTECT,
        related_name="make_ups",
    )
    leader = models.ForeignKey(
        "people.Leader", verbose_name=_("leader"), on_delete=models.PROTECT, related_name="make_ups"
    )
    quiz_key = models.UUIDField(_("exit quiz"), db_index=True)
    minutes = models.PositiveSmallIntegerField(_("minutes to watch"))
    until = models.DateTimeField(_("until"))
    opened_at = models.DateTimeField(_("replay opened"), default=timezone.now)
    watched_at = models.DateTimeField(_("replay watched"), null=True, blank=True)
    done_at = models.DateTimeField(_("made up"), null=True, blank=True)

    class Meta:
        verbose_name = _("made-up training")
        verbose_name_plural = _("made-up trainings")
        constraints = [
            models.UniqueConstraint(fields=["session", "leader"], name="one_make_up_a_session")
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.session_id}"
