from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TopicQuestionQuerySet(models.QuerySet):
    def shown(self) -> "TopicQuestionQuerySet":
        """Those that all may read and vote for."""
        return self.filter(hidden_at__isnull=True, withdrawn_at__isnull=True)

    def counted(self) -> "TopicQuestionQuerySet":
        """With `votes`; the most wanted first, of equals the earliest."""
        return self.annotate(votes=models.Count("given")).order_by("-votes", "at", "pk")


class TopicQuestion(models.Model):
    """What a leader would like to hear on a topic night. It is never deleted: she may withdraw it,
    and whoever runs the night may hide it and say why."""

    session = models.ForeignKey(
        "courses.Session",
        verbose_name=_("session"),
        on_delete=models.PROTECT,
        related_name="questions",
    )
    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.PROTECT,
        related_name="topic_questions",
    )
    text = models.CharField(_("question"), max_length=200)
    at = models.DateTimeField(_("asked"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("hidden by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    hidden_reason = models.CharField(_("why it is hidden"), max_length=200, blank=True)

    objects = TopicQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question for a topic night")
        verbose_name_plural = _("questions for a topic night")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def is_shown(self) -> bool:
        return self.hidden_at is None and self.withdrawn_at is None


class TopicVote(models.Model):
    """One leader would like to hear this as well. Taking it back deletes the row."""

    question = models.ForeignKey(
        TopicQuestion, verbose_name=_("question"), on_delete=models.CASCADE, related_name="given"
    )
    leader = models.ForeignKey(
        "people.Leader", verbose_name=_("leader"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["question", "leader"], name="one_vote_a_question")
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.question_id}"
