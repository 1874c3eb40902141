from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Correction(models.Model):
    """A question turned out to be judged wrongly after leaders had sat it: from then on it is
    judged by `judged`, the question as the bank had it on that day. Says who decided so and why.
    The attempts keep the question as it was put, and point here."""

    question_key = models.UUIDField(_("question"), db_index=True)
    judged = models.JSONField(_("as it is judged now"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("correction of a question")
        verbose_name_plural = _("corrections of questions")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.question_key} · {self.at:%Y-%m-%d}"
