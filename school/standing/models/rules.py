from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from school.standing.kinds import registry
from school.standing.models.tier import Tier

GROUPS = "ABCDEF"


class RuleSetQuerySet(models.QuerySet):
    def approved(self) -> "RuleSetQuerySet":
        return self.filter(state=RuleSet.State.APPROVED)

    def valid_on(self, day: date) -> "RuleSet | None":
        """The approved rules of a day: the latest that had begun by then."""
        return (
            self.approved().filter(valid_from__lte=day).order_by("-valid_from", "-version").first()
        )


class RuleSet(ClusterableModel):
    """The rules of the ladder from one day on: what each tier pays and what each step asks.

    Only drafts change. An approved set stays as it is, since decisions refer to it; a change is a
    new version with a later day.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of rules", "Draft")
        APPROVED = "approved", pgettext_lazy("state of rules", "Approved")

    version = models.PositiveIntegerField(_("version"), unique=True, editable=False)
    valid_from = models.DateField(_("valid from"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    review_percent = models.PositiveSmallIntegerField(
        _("review below, in %"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_(
            "A leader whose sales fall below this share of what her own tier asked comes up for "
            "review."
        ),
    )
    approved_by = models.ForeignKey(
        "people.User",
        verbose_name=_("approved by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True, editable=False)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules of the ladder")
        verbose_name_plural = _("rules of the ladder")
        ordering = ["-version"]

    def __str__(self) -> str:
        return _("Rules %(version)s") % {"version": self.version}

    def save(self, *args, **kwargs) -> None:
        if not self.version:
            last = RuleSet.objects.aggregate(last=models.Max("version"))["last"]
            self.version = (last or 0) + 1
        super().save(*args, **kwargs)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class TierRate(models.Model):
    """What a tier pays under a rule set: a fraction of net sales; empty where none is stated."""

    rule_set = ParentalKey(RuleSet, on_delete=models.CASCADE, related_name="rates")
    tier = models.ForeignKey(
        Tier, verbose_name=_("tier"), on_delete=models.PROTECT, related_name="rates"
    )
    rate = models.DecimalField(
        _("commission rate"),
        max_digits=5,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("0.12 is 12%. Leave it empty where no rate is agreed."),
    )

    class Meta:
        verbose_name = _("rate")
        verbose_name_plural = _("rates")
        ordering = ["tier__rank"]
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "tier"], name="tier_rate_once"),
            models.CheckConstraint(
                condition=Q(rate__isnull=True) | Q(rate__gte=0, rate__lt=1), name="tier_rate_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tier_id}: {self.rate}"


class StepRule(models.Model):
    """How the requirements of one step count together, and whether somebody has to decide.

    A step without a row asks for all of its requirements, and a manager decides.
    """

    class Takes(models.TextChoices):
        ALL = "all", _("All of them")
        ANY = "any", _("Any one of them")

    rule_set = ParentalKey(RuleSet, on_delete=models.CASCADE, related_name="step_rules")
    from_tier = models.ForeignKey(
        Tier, verbose_name=_("from"), on_delete=models.PROTECT, related_name="+"
    )
    to_tier = models.ForeignKey(
        Tier, verbose_name=_("to"), on_delete=models.PROTECT, related_name="+"
    )
    takes = models.CharField(
        _("what she needs"), max_length=3, choices=Takes.choices, default=Takes.ALL
    )
    automatic = models.BooleanField(
        _("moves up by itself"),
        default=False,
        help_text=_("Nobody has to approve it. The highest tier is always decided by people."),
    )

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["from_tier__rank"]
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "from_tier"], name="step_rule_once"),
            models.CheckConstraint(
                condition=Q(automatic=False) | ~Q(to_tier=Tier.CORE),
                name="step_to_core_by_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_tier_id} → {self.to_tier_id}"

    @property
    def people_decide(self) -> bool:
        """Whether the step may never be automatic."""
        return self.to_tier_id == Tier.CORE or self.to_tier.two_people

    def clean(self) -> None:
        if self.automatic and self.people_decide:
            raise ValidationError({"automatic": _("The highest tier is decided by people.")})


class Requirement(models.Model):
    """One thing that a step up asks for. What a kind means is in `standing/kinds/`.

    Those of a step with the same letter form a group, which counts the other way round than its
    step: any one of the group where the step takes all, all of it where the step takes any.
    """

    rule_set = ParentalKey(RuleSet, on_delete=models.CASCADE, related_name="requirements")
    from_tier = models.ForeignKey(
        Tier, verbose_name=_("from"), on_delete=models.PROTECT, related_name="requirements_up"
    )
    to_tier = models.ForeignKey(
        Tier, verbose_name=_("to"), on_delete=models.PROTECT, related_name="requirements"
    )
    kind = models.CharField(_("what is asked"), max_length=40, choices=registry.choices)
    params = models.JSONField(
        _("details"),
        default=dict,
        blank=True,
        help_text=_('For example {"window_days": 28} or {"courses": ["C1", "C2"]}.'),
    )
    threshold = models.DecimalField(
        _("threshold"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Empty: all of them, where the kind counts courses or tasks."),
    )
    group = models.CharField(
        _("group"),
        max_length=1,
        blank=True,
        choices=[(letter, letter) for letter in GROUPS],
        help_text=_("The same letter on several requirements makes them a group."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["from_tier__rank", "order", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {'' if self.threshold is None else self.threshold}"

    def clean(self) -> None:
        if self.kind:
            registry.find(self.kind).check(self.params, self.threshold)
