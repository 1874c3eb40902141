from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.people import roles
from school.people.models import Leader

READERS = frozenset({roles.COACH, roles.MANAGER, roles.OPERATIONS})


class NoteQuerySet(models.QuerySet):
    def visible_to(self, user) -> "NoteQuerySet":
        """One's own; of the leaders whom one sees, what is meant for coaches and managers; and
        what is meant for herself."""
        seen = Q(by=user)
        for_her = Q(visibility=Note.Visibility.LEADER)
        seen |= for_her & Q(leader__user=user)
        if roles.has_any(user, READERS):
            hers = Q(leader__user=user)
            leaders = Leader.objects.visible_to(user)
            shared = ~Q(visibility=Note.Visibility.ME) & Q(leader__in=leaders)
            seen |= shared & ~hers
        return self.filter(seen)


class Note(models.Model):
    """What somebody wrote down about a leader, and for whom. Rows are only added: a correction is
    a note of its own that stands in for the earlier one, and that stays readable."""

    class Visibility(models.TextChoices):
        ME = "me", pgettext_lazy("who may read a note", "Only me")
        STAFF = "staff", pgettext_lazy("who may read a note", "Coaches and managers")
        LEADER = "leader", pgettext_lazy("who may read a note", "The leader too")

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="coach_notes"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    text = models.TextField(_("note"), max_length=2000)
    visibility = models.CharField(
        _("who may read it"), max_length=8, choices=Visibility.choices, default=Visibility.STAFF
    )
    corrects = models.OneToOneField(
        "self",
        verbose_name=_("corrects"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="correction",
    )

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.text[:40]}"
