from django.db import models
from django.utils.translation import gettext_lazy as _


class Note(models.Model):
    """What a leader wrote for herself beside one lesson, and the cards that she marked there.

    `version` counts the changes of the text and `client_id` names the phone of the last one: from
    them the server knows whether a text that comes late was written on top of this one.
    """

    LONGEST = 4000

    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.CASCADE,
        related_name="notes",
    )
    course_key = models.UUIDField(_("course"))
    step_key = models.UUIDField(_("step"))
    text = models.TextField(_("text"), blank=True)
    cards = models.JSONField(_("marked cards"), default=list, blank=True)
    version = models.PositiveIntegerField(default=0)
    client_id = models.CharField(max_length=36, blank=True)
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-changed_at"]
        constraints = [
            models.UniqueConstraint(fields=["leader", "step_key"], name="one_note_per_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.step_key}"
