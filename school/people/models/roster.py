from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from school.people.models.brought import BroughtFile


class RosterFile(BroughtFile):
    """A roster that somebody brought, and what it did to the leaders of the school."""

    class Meta(BroughtFile.Meta):
        verbose_name = _("roster file")
        verbose_name_plural = _("roster files")


class RosterChange(models.Model):
    """What a roster did to one leader: made her, or changed these fields from what they were.

    Fields of her account are named `user.name` and `user.phone`; people and places are numbers.
    Of one who was made, `after` says whether her account was made as well.
    """

    roster_file = models.ForeignKey(
        RosterFile, verbose_name=_("file"), on_delete=models.CASCADE, related_name="changes"
    )
    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.CASCADE,
        related_name="roster_changes",
    )
    is_new = models.BooleanField(_("new"), default=False)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("change by a roster")
        verbose_name_plural = _("changes by rosters")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["roster_file", "leader"], name="roster_leader_once_in_file"
            )
        ]

    def __str__(self) -> str:
        return f"{self.roster_file_id} · {self.leader_id}"
