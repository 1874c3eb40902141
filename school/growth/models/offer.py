from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.growth.models.agreement import Agreement
from school.people.models import Leader


class OfferQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OfferQuerySet":
        """One's own, and those of the leaders whom one may see."""
        return self.filter(leader__in=Leader.objects.visible_to(user))

    def open(self) -> "OfferQuerySet":
        return self.filter(state=Offer.State.OPEN)


class Offer(models.Model):
    """An agreement that is laid before one leader, and what became of it. Signed ones have a
    `signature`; open ones wait until `sign_by`, the last Shanghai day on which she may sign."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state of an offer", "Waits for her")
        SIGNED = "signed", pgettext_lazy("state of an offer", "Signed")
        DECLINED = "declined", pgettext_lazy("state of an offer", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of an offer", "Replaced by a newer one")
        LAPSED = "lapsed", pgettext_lazy("state of an offer", "Not signed in time")

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="offers"
    )
    # Kept beside the agreement's, so that the database can hold "one open offer of a kind".
    kind = models.CharField(_("kind"), max_length=10, choices=Agreement.Kind.choices)
    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="offers"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    offered_at = models.DateTimeField(_("offered"), default=timezone.now)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("offered by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sign_by = models.DateField(_("sign by"))
    read_at = models.DateTimeField(_("opened"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    renews = models.OneToOneField(
        "growth.Signature",
        verbose_name=_("renews"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="renewal",
    )

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["-offered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "kind"], condition=Q(state="open"), name="offer_open_once_a_kind"
            )
        ]
        indexes = [models.Index(fields=["agreement", "state"])]

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.agreement_id}"

    def is_late(self, on: date) -> bool:
        return self.sign_by < on
