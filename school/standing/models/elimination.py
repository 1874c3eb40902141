from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.people.models import Leader
from school.standing.models.case import Case
from school.standing.models.history import Historic
from school.standing.models.review import OfLeadersQuerySet, Plan


class EliminationQuerySet(OfLeadersQuerySet):
    def open(self) -> "EliminationQuerySet":
        """Those that are still undecided, or whose notice runs."""
        return self.filter(state__in=Elimination.OPEN)

    def waiting(self) -> "EliminationQuerySet":
        return self.filter(state=Elimination.State.PROPOSED)

    def noticed(self) -> "EliminationQuerySet":
        return self.filter(state=Elimination.State.NOTICED)


class Elimination(Historic, models.Model):
    """The end of a leader's work with the school: proposed by a rule or a person, decided by a
    person with a reason, and in force only when the days of notice are over."""

    class Cause(models.TextChoices):
        PROBATION = "probation", pgettext_lazy("cause", "Probation without an order")
        PLAN = "plan", pgettext_lazy("cause", "A plan that was not reached")
        RED_LINE = "red_line", pgettext_lazy("cause", "A verified red line")
        OTHER = "other", pgettext_lazy("cause", "Another reason")

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("state of an elimination", "Waiting for a decision")
        DECLINED = "declined", pgettext_lazy("state of an elimination", "She stays")
        NOTICED = "noticed", pgettext_lazy("state of an elimination", "Notice is running")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of an elimination", "Taken back")
        DONE = "done", pgettext_lazy("state of an elimination", "In force")

    OPEN = [State.PROPOSED, State.NOTICED]

    history_kind = "elimination"
    history_fields = (
        "leader_id", "cause", "case_id", "plan_id", "evidence", "note", "proposed_by_id",
        "proposed_at", "state", "decided_by_id", "decided_at", "reason", "effective_on",
        "ended_by_id", "ended_at", "end_reason",
    )  # fmt: skip

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="eliminations"
    )
    cause = models.CharField(_("cause"), max_length=10, choices=Cause.choices)
    case = models.ForeignKey(
        Case,
        verbose_name=_("case"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="eliminations",
    )
    plan = models.ForeignKey(
        Plan,
        verbose_name=_("plan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="eliminations",
    )
    evidence = models.JSONField(_("evidence"), default=dict, encoder=DjangoJSONEncoder)
    note = models.TextField(_("why it is proposed"), blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    proposed_at = models.DateTimeField(_("proposed"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PROPOSED
    )
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
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end_reason = models.TextField(_("why it ended"), blank=True)

    objects = EliminationQuerySet.as_manager()

    class Meta:
        verbose_name = _("elimination")
        verbose_name_plural = _("eliminations")
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader"],
                condition=Q(state__in=["proposed", "noticed"]),
                name="elimination_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.cause}, {self.state}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.PROPOSED

    @property
    def is_noticed(self) -> bool:
        return self.state == self.State.NOTICED


class DepartureQuerySet(OfLeadersQuerySet):
    def open(self) -> "DepartureQuerySet":
        return self.filter(ended_at=None)


class Departure(Historic, models.Model):
    """A leader who leaves of her own will, and what she hands over before she goes. `done` holds,
    for each point of the list that is settled, the day and who settled it."""

    history_kind = "departure"
    history_fields = (
        "leader_id", "began_at", "began_by_id", "reason", "done", "ended_at", "ended_by_id", "left",
    )  # fmt: skip

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="departures"
    )
    began_at = models.DateTimeField(_("began"))
    began_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("began by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.TextField(_("reason"), blank=True)
    done = models.JSONField(_("handed over"), default=dict)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    left = models.BooleanField(_("has left"), default=False)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        ordering = ["-began_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader"], condition=Q(ended_at=None), name="departure_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.began_at:%Y-%m-%d}"
