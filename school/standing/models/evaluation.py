from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from school.people.models import Leader
from school.standing import chain
from school.standing.models.history import Historic
from school.standing.models.rules import RuleSet
from school.standing.models.tier import Tier


class Evaluation(models.Model):
    """What the rules said about one leader on one day, with the figures of that day.

    Kept where it led to a proposal; anybody's result on any day can be worked out again from
    the rows by `evaluation.explain`.
    """

    class Outcome(models.TextChoices):
        PROMOTE = "promote", pgettext_lazy("outcome", "Move up")
        DEMOTE = "demote", pgettext_lazy("outcome", "One step down")

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="evaluations"
    )
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    rule_set = models.ForeignKey(
        RuleSet, verbose_name=_("rules"), on_delete=models.PROTECT, related_name="evaluations"
    )
    from_tier = models.ForeignKey(
        Tier, verbose_name=_("from"), on_delete=models.PROTECT, related_name="+"
    )
    to_tier = models.ForeignKey(
        Tier, verbose_name=_("to"), on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    evidence = models.JSONField(_("evidence"), default=list, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.leader_id} {self.on:%Y-%m-%d}: {self.outcome}"


class ProposalQuerySet(models.QuerySet):
    def open(self) -> "ProposalQuerySet":
        return self.filter(state=Proposal.State.OPEN)

    def visible_to(self, user) -> "ProposalQuerySet":
        return self.filter(leader__in=Leader.objects.visible_to(user))


class Proposal(Historic, models.Model):
    """The machine proposes, people decide: a move that waits for a manager, or her answer.

    Where two people decide, `first_by` has approved it and it waits, still open, for another.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state of a proposal", "Waiting")
        APPROVED = "approved", pgettext_lazy("state of a proposal", "Approved")
        REJECTED = "rejected", pgettext_lazy("state of a proposal", "Declined")

    history_kind = "decision"
    history_fields = (
        "leader_id", "from_tier_id", "to_tier_id", "state", "first_by_id", "first_at",
        "decided_by_id", "decided_at", "reason",
    )  # fmt: skip

    evaluation = models.OneToOneField(
        Evaluation, verbose_name=_("evaluation"), on_delete=models.PROTECT, related_name="proposal"
    )
    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="proposals"
    )
    from_tier = models.ForeignKey(
        Tier, verbose_name=_("from"), on_delete=models.PROTECT, related_name="+"
    )
    to_tier = models.ForeignKey(
        Tier, verbose_name=_("to"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("first approved by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    first_at = models.DateTimeField(_("first approved"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader"], condition=Q(state="open"), name="proposal_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.from_tier_id} → {self.to_tier_id}"

    def facts(self) -> dict[str, Any]:
        """Its evidence is covered by a digest."""
        return super().facts() | {"evidence": chain.digest(self.evaluation.evidence)}

    @classmethod
    def history_rows(cls) -> models.QuerySet:
        """Those about which somebody has said something."""
        untouched = Q(state=cls.State.OPEN, first_by=None)
        return cls.objects.exclude(untouched).select_related("evaluation")

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_down(self) -> bool:
        return self.evaluation.outcome == Evaluation.Outcome.DEMOTE

    @property
    def needs_two(self) -> bool:
        """Whether two people decide: about moves into such a tier, and down from it."""
        return (self.from_tier if self.is_down else self.to_tier).two_people

    @property
    def waits_for_second(self) -> bool:
        return self.is_open and self.first_by_id is not None

    @property
    def state_in_words(self) -> str:
        """The state as people say it, the second person included."""
        if self.waits_for_second:
            return pgettext("state of a proposal", "Waits for a second person")
        if self.is_open and self.needs_two:
            return pgettext("state of a proposal", "Waiting; two people decide")
        return self.get_state_display()
