import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.submission import Submission, private_storage


def voice_name(look: "Look", _filename: str) -> str:
    return f"voices/{look.submission_id}/{look.key}.{look.voice_suffix}"


class Look(models.Model):
    """One person's mark on a submission: the verdict, the level of each criterion, and a word or
    a voice note. Rows are only added. The submission is settled by the first look, by two that
    agree, by a third person's where they don't, or by the answer to an appeal."""

    class Part(models.TextChoices):
        FIRST = "first", pgettext_lazy("part in marking", "First")
        SECOND = "second", pgettext_lazy("part in marking", "Second")
        SENIOR = "senior", pgettext_lazy("part in marking", "Decided between two")
        APPEAL = "appeal", pgettext_lazy("part in marking", "Answered an appeal")

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="looks")
    part = models.CharField(_("part"), max_length=10, choices=Part.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    accepts = models.BooleanField(pgettext_lazy("task", "accepted"))
    levels = models.JSONField(_("levels"), default=dict, blank=True)
    points = models.DecimalField(_("points"), max_digits=7, decimal_places=2, null=True, blank=True)
    percent = models.DecimalField(
        _("per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    comment = models.TextField(_("word to the leader"), blank=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    voice = models.FileField(
        _("voice note"), upload_to=voice_name, storage=private_storage, blank=True
    )
    voice_suffix = models.CharField(_("type of the voice note"), max_length=4, blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("look at a submission")
        verbose_name_plural = _("looks at submissions")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "part"], name="look_part_once"),
            models.UniqueConstraint(fields=["submission", "by"], name="look_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} · {self.part}"
