from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.attempt import AttemptQuestion
from assessments.models.submission import Submission
from school.people.models import Leader


class AppealQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AppealQuerySet":
        """Of the leaders whom this person may see."""
        leaders = Leader.objects.visible_to(user)
        hers = Q(submission__leader__in=leaders)
        return self.filter(hers | Q(attempt_question__attempt__leader__in=leaders))

    def waiting(self) -> "AppealQuerySet":
        """Without an answer, the one that is due first in front."""
        return self.filter(answered_at=None).order_by("due_at", "pk")


class Appeal(models.Model):
    """A leader sees her mark differently and says why; somebody who hasn't marked it answers by
    a day that was promised. It is about a task or about one answer of a quiz, once for each."""

    submission = models.OneToOneField(
        Submission,
        verbose_name=_("task"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appeal",
    )
    attempt_question = models.OneToOneField(
        AttemptQuestion,
        verbose_name=_("answer of a quiz"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appeal",
    )
    words = models.TextField(_("how she sees it"))
    made_at = models.DateTimeField(_("made"))
    due_at = models.DateTimeField(_("answer by"), db_index=True)
    answer = models.TextField(_("answer"), blank=True)
    changed = models.BooleanField(_("the mark was changed"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(submission=None) ^ Q(attempt_question=None),
                name="appeal_about_one_thing",
            )
        ]

    def __str__(self) -> str:
        return str(self.submission or self.attempt_question)

    def is_overdue(self, now=None) -> bool:
        return self.answered_at is None and self.due_at < (now or timezone.now())
