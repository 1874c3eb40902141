from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from school.people import roles
from school.people.models import Leader, Region


class CampaignQuerySet(models.QuerySet):
    def published(self) -> "CampaignQuerySet":
        return self.exclude(state=Campaign.State.DRAFT)

    def open_to(self, leader: Leader) -> "CampaignQuerySet":
        """The published contests of the school and of the regions around this leader."""
        everywhere = Q(region__isnull=True)
        if leader.region_id is None:
            return self.published().filter(everywhere)
        path = leader.region.path
        around = [path[: at + 9] for at in range(0, len(path), 9)]
        return self.published().filter(everywhere | Q(region__path__in=around))

    def visible_to(self, user) -> "CampaignQuerySet":
        """For staff: those of the school, and those of the regions that one answers for."""
        if roles.OPERATIONS in roles.of(user):
            return self
        mine = Region.objects.within(user.regions.all())
        return self.filter(Q(region__isnull=True) | Q(region__in=mine))


class Campaign(models.Model):
    """A contest: what it is about, from when to when, by which figure. When it is closed the
    result is frozen on its entries, with the `sources` of the figures."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of a contest", "Draft")
        PUBLISHED = "published", pgettext_lazy("state of a contest", "Published")
        CLOSED = "closed", pgettext_lazy("state of a contest", "Closed")

    class Metric(models.TextChoices):
        NET = "net", _("Net sales")
        ORDERS = "orders", _("Effective orders")
        MEMBERS = "members", _("New members")
        SESSIONS = "sessions", _("Trainings attended")

    class Teams(models.TextChoices):
        NONE = "none", pgettext_lazy("teams of a contest", "No teams")
        INTAKE = "intake", pgettext_lazy("teams of a contest", "By class")
        REGION = "region", pgettext_lazy("teams of a contest", "By region")

    title = models.CharField(_("title in Chinese"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80)
    brief = models.TextField(_("brief in Chinese"), help_text=_("What to do, and what there is."))
    brief_en = models.TextField(_("brief in English"))
    metric = models.CharField(_("figure"), max_length=10, choices=Metric.choices)
    teams = models.CharField(_("teams"), max_length=10, choices=Teams.choices, default=Teams.NONE)
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="campaigns",
        help_text=_("Empty: the whole school."),
    )
    starts_on = models.DateField(
        _("first day"), help_text=_("Sales are known by weeks: begin on a Monday.")
    )
    ends_on = models.DateField(_("last day"), help_text=_("With sales, a Sunday."))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("closed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    sources = models.JSONField(_("where the figures come from"), default=list, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("contest")
        verbose_name_plural = _("contests")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="campaign_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.title_now

    def clean(self) -> None:
        """A contest about sales takes whole weeks: nothing finer is known."""
        if self.metric == self.Metric.SESSIONS or not (self.starts_on and self.ends_on):
            return
        if self.starts_on.weekday() != 0 or self.ends_on.weekday() != 6:
            raise ValidationError(
                _("Sales are known by weeks: begin on a Monday and end on a Sunday.")
            )

    def title_in(self, language: str | None) -> str:
        return self.title_en if (language or "").startswith("en") else self.title

    @property
    def title_now(self) -> str:
        return self.title_in(get_language())

    @property
    def brief_now(self) -> str:
        return self.brief_en if (get_language() or "").startswith("en") else self.brief

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    def takes_entries(self, on: date) -> bool:
        return self.state == self.State.PUBLISHED and on <= self.ends_on
