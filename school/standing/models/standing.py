from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from school.people.models import Leader
from school.standing.models.cohort import Cohort
from school.standing.models.evaluation import Proposal
from school.standing.models.history import AppendOnly, Historic
from school.standing.models.tier import Tier


class TierChange(Historic, AppendOnly):
    """One move of a leader between tiers, never changed afterwards; the first has no `from`.

    `rate` is what the new tier pays by the rules of that day, frozen here. A move that takes
    another one back names it in `overturns`.
    """

    history_kind = "tier-change"
    history_fields = (
        "leader_id", "from_tier_id", "to_tier_id", "rate", "at", "by_id", "reason", "proposal_id",
        "overturns_id",
    )  # fmt: skip

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="tier_changes"
    )
    from_tier = models.ForeignKey(
        Tier,
        verbose_name=_("from"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    to_tier = models.ForeignKey(
        Tier, verbose_name=_("to"), on_delete=models.PROTECT, related_name="+"
    )
    rate = models.DecimalField(
        _("commission rate"), max_digits=5, decimal_places=4, null=True, blank=True
    )
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.TextField(_("reason"), blank=True)
    proposal = models.OneToOneField(
        Proposal,
        verbose_name=_("proposal"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tier_change",
    )
    overturns = models.OneToOneField(
        "self",
        verbose_name=_("takes back"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="overturned",
    )

    class Meta:
        verbose_name = _("tier change")
        verbose_name_plural = _("tier changes")
        ordering = ["-at", "-id"]

    @property
    def history_by_id(self) -> int | None:
        return self.by_id

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.from_tier_id or '–'} → {self.to_tier_id}"


class StandingQuerySet(models.QuerySet):
    def visible_to(self, user) -> "StandingQuerySet":
        """The standings of the leaders whom this person may see."""
        return self.filter(leader__in=Leader.objects.visible_to(user))


class Standing(models.Model):
    """Where a leader stands now: folded from her tier changes and placements, in the same
    transaction that appends them, and rebuilt from them by `standing.current.rebuild`.

    A leader without a row stands at preparatory and in no cohort.
    """

    leader = models.OneToOneField(
        Leader,
        verbose_name=_("leader"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="standing",
    )
    tier = models.ForeignKey(
        Tier, verbose_name=_("tier"), on_delete=models.PROTECT, related_name="standings"
    )
    tier_since = models.DateTimeField(_("tier since"), null=True, blank=True)
    cohort = models.CharField(
        _("cohort"), max_length=6, choices=Cohort.choices, default=Cohort.NEW, db_index=True
    )
    stale = models.BooleanField(_("stale"), default=False)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.tier_id}, {self.cohort}"
