from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from school.people.models import Leader


class PuzzleQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PuzzleQuerySet":
        """Those of the leaders whom this person sees."""
        return self.filter(leader__in=Leader.objects.visible_to(user))

    def open(self) -> "PuzzleQuerySet":
        return self.filter(answered_at__isnull=True)


class Puzzle(models.Model):
    """A leader didn't understand a card of a lesson, and what a trainer answered."""

    LONGEST = 1000

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="puzzles"
    )
    course_key = models.UUIDField(_("course"), db_index=True)
    step_key = models.UUIDField(_("step"), db_index=True)
    card = models.PositiveSmallIntegerField(_("card"), help_text=_("Counted from 0."))
    heading = models.CharField(_("heading"), max_length=160, blank=True)
    words = models.TextField(_("her words"), blank=True)
    asked_at = models.DateTimeField(_("asked"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = PuzzleQuerySet.as_manager()

    class Meta:
        verbose_name = _("something not understood")
        verbose_name_plural = _("not understood")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.step_key} · {self.card}"

    @property
    def card_number(self) -> int:
        """As people count."""
        return self.card + 1
