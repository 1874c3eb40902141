import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.submission import private_storage


class Mark(models.Model):
    """A mark that a person gave to one answer: the part of its marks that it earns, with a word
    to the leader and, if it changes an earlier one, why. Rows are only added; the last counts."""

    attempt_question = models.ForeignKey(
        "assessments.AttemptQuestion", on_delete=models.CASCADE, related_name="marks_given"
    )
    fraction = models.DecimalField(
        _("part that was right"),
        max_digits=5,
        decimal_places=4,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    comment = models.TextField(_("word to the leader"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("mark by a person")
        verbose_name_plural = _("marks by a person")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.attempt_question_id} · {self.fraction}"


def sent_name(sent: "AnswerFile", _filename: str) -> str:
    """Where a file is kept; the name that the phone gave it isn't used."""
    return f"answers/{sent.attempt_question_id}/{sent.key}.{sent.suffix}"


class AnswerFile(models.Model):
    """A photo or PDF that a leader sent as her answer. Photos are re-encoded, so that they say
    nothing but what they show. The answer's event names it by its key."""

    attempt_question = models.ForeignKey(
        "assessments.AttemptQuestion", on_delete=models.CASCADE, related_name="files"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), upload_to=sent_name, storage=private_storage)
    suffix = models.CharField(_("type"), max_length=4)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.key}.{self.suffix}"
