from django.db import models
from django.utils.translation import gettext_lazy as _


class Place(models.Model):
    """Where a leader is in one lesson: the card that she saw last, on whichever phone."""

    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.CASCADE,
        related_name="places",
    )
    step_key = models.UUIDField(_("step"))
    card = models.PositiveSmallIntegerField(_("card"), default=0, help_text=_("Counted from 0."))
    moved_at = models.DateTimeField(_("turned"))

    class Meta:
        verbose_name = _("place in a lesson")
        verbose_name_plural = _("places in lessons")
        constraints = [
            models.UniqueConstraint(fields=["leader", "step_key"], name="one_place_per_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.step_key} · {self.card}"
