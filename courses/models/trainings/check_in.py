from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PromptQuerySet(models.QuerySet):
    def open_at(self, moment: datetime | None = None) -> "PromptQuerySet":
        """Those that may be answered now."""
        now = moment or timezone.now()
        return self.filter(opens_at__lte=now, closes_at__gt=now)


class Prompt(models.Model):
    """The question "Still here?" during a session: it opens at a moment that nobody knows
    beforehand, and an answer before it closes is a proof."""

    session = models.ForeignKey(
        "courses.Session",
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="prompts",
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = PromptQuerySet.as_manager()

    class Meta:
        verbose_name = _("question during a session")
        verbose_name_plural = _("questions during sessions")
        ordering = ["opens_at"]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.opens_at:%H:%M}"


class CheckIn(models.Model):
    """A leader proved by her own phone that she is there: with the code on the trainer's screen,
    once a session, or by an answer to a prompt.

    `device` is a hash that tells phones apart and nothing else; `age` is how many seconds old the
    code was at the moment of scanning. Somebody looked at what is odd about it, and cleared it.
    """

    class Way(models.TextChoices):
        QR = "qr", _("scanned")
        CODE = "code", _("typed")
        PROMPT = "prompt", _("answered")

    session = models.ForeignKey(
        "courses.Session",
        verbose_name=_("session"),
        on_delete=models.PROTECT,
        related_name="check_ins",
    )
    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.PROTECT,
        related_name="check_ins",
    )
    way = models.CharField(_("how"), max_length=6, choices=Way.choices)
    prompt = models.ForeignKey(
        Prompt,
        verbose_name=_("question"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answers",
    )
    at = models.DateTimeField(_("scanned"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    age = models.PositiveSmallIntegerField(_("age of the code"), default=0)
    device = models.CharField(max_length=32, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("looked at by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    cleared_at = models.DateTimeField(_("looked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "leader"],
                condition=Q(prompt__isnull=True),
                name="one_check_in_a_session",
            ),
            models.UniqueConstraint(fields=["prompt", "leader"], name="one_answer_a_prompt"),
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.session_id} · {self.way}"
