from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.people.models import Leader
from school.standing.models.history import Historic


class CaseQuerySet(models.QuerySet):
    def open(self) -> "CaseQuerySet":
        return self.filter(closed_at=None)

    def red_lines(self) -> "CaseQuerySet":
        """Cases in which somebody has verified that a red line was crossed."""
        return self.filter(verified_at__isnull=False)

    def visible_to(self, user) -> "CaseQuerySet":
        return self.filter(leader__in=Leader.objects.visible_to(user))


class Case(Historic, models.Model):
    """Something that was reported about a leader: her service, her tone, or a red line.

    It is open until somebody writes what came of it. A red line counts only once a person has
    verified it.
    """

    class Kind(models.TextChoices):
        SERVICE = "service", pgettext_lazy("kind of case", "After-sales")
        ATTITUDE = "attitude", pgettext_lazy("kind of case", "Tone with customers")
        CONDUCT = "conduct", pgettext_lazy("kind of case", "Conduct")
        PRIVATE_PAYMENT = "private_payment", pgettext_lazy("kind of case", "Private payment")
        FOOD_SAFETY = "food_safety", pgettext_lazy("kind of case", "Hidden food-safety problem")
        FAKE_ORDERS = "fake_orders", pgettext_lazy("kind of case", "Orders that were not real")

    class Outcome(models.TextChoices):
        CLEARED = "cleared", pgettext_lazy("outcome of a case", "Nothing in it")
        SETTLED = "settled", pgettext_lazy("outcome of a case", "Settled")
        VERIFIED = "verified", pgettext_lazy("outcome of a case", "Red line verified")

    RED_LINES = [Kind.PRIVATE_PAYMENT, Kind.FOOD_SAFETY, Kind.FAKE_ORDERS]

    history_kind = "case"
    history_fields = (
        "leader_id", "kind", "text", "happened_on", "opened_at", "opened_by_id", "closed_at",
        "closed_by_id", "outcome", "findings", "verified_at", "verified_by_id",
    )  # fmt: skip

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="cases"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    text = models.TextField(_("what was reported"))
    happened_on = models.DateField(_("happened on"))
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("opened by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("closed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    findings = models.TextField(_("what came of it"), blank=True)
    verified_at = models.DateTimeField(_("red line verified"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("verified by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-opened_at", "-id"]
        indexes = [
            models.Index(
                fields=["leader"], condition=Q(closed_at__isnull=True), name="case_open_leader"
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.kind}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_about_red_line(self) -> bool:
        return self.kind in self.RED_LINES
