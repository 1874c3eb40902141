from django.db import models
from django.utils.translation import gettext_lazy as _


class CheckAnswer(models.Model):
    """An answer to the question at the end of a lesson. It counts for nothing; trainers see from
    it which lesson leaves people guessing."""

    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.PROTECT,
        related_name="check_answers",
    )
    course_key = models.UUIDField(_("course"), db_index=True)
    step_key = models.UUIDField(_("step"), db_index=True)
    choice = models.PositiveSmallIntegerField(_("answer"), help_text=_("Counted from 0."))
    right = models.BooleanField(_("right"))
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("answer to a check question")
        verbose_name_plural = _("answers to check questions")
        ordering = ["answered_at", "pk"]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.step_key} · {self.choice}"
