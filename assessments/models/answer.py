from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AnswerEvent(models.Model):
    """An answer as it arrived. Rows are only added; `assessments.answer.fold` says which one
    stands. A device names itself and counts, so that sending twice is saving once.

    `checked` says that she asked whether it is right, which uses up a try. A `late` one arrived
    after the end, but by the phone's own clock it was given before: it counts only if a trainer
    accepts it. `given_at` is the moment by the phone, its clock set right by the server's."""

    attempt_question = models.ForeignKey(
        "assessments.AttemptQuestion", on_delete=models.CASCADE, related_name="events"
    )
    client_id = models.CharField(_("device"), max_length=36)
    seq = models.PositiveIntegerField(_("count"))
    value = models.JSONField(_("answer"), null=True)
    certainty = models.PositiveSmallIntegerField(_("how sure"), null=True, blank=True)
    checked = models.BooleanField(_("checked"), default=False)
    given_at = models.DateTimeField(_("given, by the phone's clock"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"))
    late = models.BooleanField(_("late"), default=False)

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


class LateAcceptance(models.Model):
    """A trainer's word that a late answer counts, and why. Rows are only added."""

    event = models.OneToOneField(
        AnswerEvent, verbose_name=_("answer"), on_delete=models.CASCADE, related_name="acceptance"
    )
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("late answer accepted")
        verbose_name_plural = _("late answers accepted")

    def __str__(self) -> str:
        return str(self.event_id)
