from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.submission import Submission
from school.people.models import Leader


class AppealQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AppealQuerySet":
        """Of the leaders whom this person may see."""
        return self.filter(submission__leader__in=Leader.objects.visible_to(user))

    def waiting(self) -> "AppealQuerySet":
        """Without an answer, the one that is due first in front."""
        return self.filter(answered_at=None).order_by("due_at", "pk")


class Appeal(models.Model):
    """A leader sees her mark differently and says why; somebody who hasn't marked it answers by
    a day that was promised. Once for each submission."""

    submission = models.OneToOneField(
        Submission, verbose_name=_("task"), on_delete=models.PROTECT, related_name="appeal"
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

    def __str__(self) -> str:
        return str(self.submission)

    def is_overdue(self, now=None) -> bool:
        return self.answered_at is None and self.due_at < (now or timezone.now())
