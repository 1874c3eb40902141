from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from school.people.models import Leader
from school.standing.models.evaluation import Proposal
from school.standing.models.history import AppendOnly, AppendOnlyQuerySet, Historic
from school.standing.models.rules import RuleSet
from school.standing.models.tier import Tier


class ReviewRound(AppendOnly):
    """One monthly look at everybody: who is below the figures that her own tier once asked."""

    on = models.DateField(_("day"), unique=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    rule_set = models.ForeignKey(
        RuleSet, verbose_name=_("rules"), on_delete=models.PROTECT, related_name="+"
    )
    below = models.PositiveIntegerField(_("below"), default=0)

    class Meta:
        verbose_name = _("monthly review")
        verbose_name_plural = _("monthly reviews")
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"


class OfLeadersQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(leader__in=Leader.objects.visible_to(user))


class ReviewQuerySet(AppendOnlyQuerySet, OfLeadersQuerySet):
    pass


class PlanQuerySet(OfLeadersQuerySet):
    def running(self) -> "PlanQuerySet":
        return self.filter(state=Plan.State.RUNNING)

    def missed(self) -> "PlanQuerySet":
        return self.filter(state=Plan.State.MISSED)


class Plan(Historic, models.Model):
    """Fourteen days in which a leader who was below in two reviews running gets help to come back
    to her tier's figures. `asked` is what the end will be measured by, frozen in every language.
    """

    class State(models.TextChoices):
        RUNNING = "running", pgettext_lazy("state of a plan", "Running")
        RECOVERED = "recovered", pgettext_lazy("state of a plan", "Recovered")
        MISSED = "missed", pgettext_lazy("state of a plan", "Not reached")
        STOPPED = "stopped", pgettext_lazy("state of a plan", "Stopped")

    history_kind = "plan"
    history_fields = (
        "leader_id", "tier_id", "began_on", "ends_on", "asked", "coach_id", "state", "ended_at",
        "ended_by_id", "reason",
    )  # fmt: skip

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="plans"
    )
    tier = models.ForeignKey(
        Tier, verbose_name=_("tier"), on_delete=models.PROTECT, related_name="+"
    )
    began_on = models.DateField(_("began"))
    ends_on = models.DateField(_("ends"), help_text=_("The last day, itself included."))
    asked = models.JSONField(_("what is asked"), default=dict)
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("coach"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RUNNING
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
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
        related_name="plan",
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-began_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader"], condition=Q(state="running"), name="plan_running_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.began_on:%Y-%m-%d}–{self.ends_on:%Y-%m-%d}"

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def asks(self) -> list[str]:
        """What is asked, line by line, in the language of whoever reads."""
        said = (get_language() or "").startswith("en")
        return self.asked.get("en" if said else "zh-hans", [])


class Review(Historic, AppendOnly):
    """What one look at a leader's figures found: in a monthly round, or at the end of a plan."""

    history_kind = "review"
    history_fields = ("leader_id", "on", "tier_id", "below", "running", "evidence")

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="reviews"
    )
    on = models.DateField(_("day"))
    tier = models.ForeignKey(
        Tier, verbose_name=_("tier"), on_delete=models.PROTECT, related_name="+"
    )
    round = models.ForeignKey(
        ReviewRound,
        verbose_name=_("monthly review"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reviews",
    )
    plan = models.ForeignKey(
        Plan,
        verbose_name=_("plan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reviews",
    )
    below = models.BooleanField(_("below"))
    running = models.PositiveSmallIntegerField(
        _("reviews running"), default=0, help_text=_("How often running she has been below.")
    )
    evidence = models.JSONField(_("evidence"), default=list, encoder=DjangoJSONEncoder)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "leader"], name="review_round_leader_once")
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} {self.on:%Y-%m-%d}"
