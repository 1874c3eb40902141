from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.people.models import Leader


class ContactQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ContactQuerySet":
        return self.filter(leader__in=Leader.objects.visible_to(user))

    def reached(self) -> "ContactQuerySet":
        """Those in which somebody spoke with her."""
        return self.exclude(outcome=Contact.Outcome.NOT_REACHED)


class Contact(models.Model):
    """Somebody turned to a leader, and what came of it. Rows are only added; the latest says when
    she is next on the list (`next_on`), and `reasons` keeps why she was on it."""

    class Outcome(models.TextChoices):
        REACHED = "reached", pgettext_lazy("outcome of a contact", "Spoke with her")
        VISITED = "visited", pgettext_lazy("outcome of a contact", "Visited her")
        WROTE = "wrote", pgettext_lazy("outcome of a contact", "Wrote, and she answered")
        GROUP = "group", pgettext_lazy("outcome of a contact", "In the small group")
        NOT_REACHED = "not-reached", pgettext_lazy("outcome of a contact", "Not reached")

    class Decision(models.TextChoices):
        AGAIN = "again", pgettext_lazy("decision of a coach", "The same plan once more")
        ALONE = "alone", pgettext_lazy("decision of a coach", "She goes on without a plan")
        MANAGER = "manager", pgettext_lazy("decision of a coach", "Speak with the manager")

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="contacts"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision.choices, blank=True)
    words = models.TextField(_("what was said"), blank=True)
    next_on = models.DateField(_("again on"), null=True, blank=True)
    reasons = models.JSONField(_("why"), default=list)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["leader", "-at"], name="contact_latest")]

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.outcome}"

    @property
    def was_reached(self) -> bool:
        return self.outcome != self.Outcome.NOT_REACHED
