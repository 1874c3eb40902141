from django.db import models
from django.utils.translation import gettext_lazy as _


class AnswerEvent(models.Model):
    """An answer as it arrived. Rows are only added; `assessments.answer.fold` says which one
    stands. A device names itself and counts, so that sending twice is saving once."""

    attempt_question = models.ForeignKey(
        "assessments.AttemptQuestion", on_delete=models.CASCADE, related_name="events"
    )
    client_id = models.CharField(_("device"), max_length=36)
    seq = models.PositiveIntegerField(_("count"))
    value = models.JSONField(_("answer"), null=True)
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("answer received")
        verbose_name_plural = _("answers received")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt_question", "client_id", "seq"], name="answer_event_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt_question_id} · {self.client_id}/{self.seq}"
