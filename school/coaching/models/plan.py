from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.coaching.models.template import (
    ItemKind,
    PlanTemplate,
    TemplateItem,
    in_her_language,
)
from school.people.models import Leader
from school.standing.models import CohortRun


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PlanQuerySet":
        return self.filter(leader__in=Leader.objects.visible_to(user))

    def running(self) -> "PlanQuerySet":
        return self.filter(ended_on=None)


class Plan(models.Model):
    """One leader's way through a template, from the placement that began it until she moved on,
    was through with it, or left. She has one at a time; ended ones stay."""

    class Ending(models.TextChoices):
        MOVED = "moved", pgettext_lazy("end of a plan", "Moved to another cohort")
        FINISHED = "finished", pgettext_lazy("end of a plan", "Done")
        LEFT = "left", pgettext_lazy("end of a plan", "Left the school")

    class Metric(models.TextChoices):
        NET = "net", _("Net sales")
        ORDERS = "effective_orders", _("Effective orders")
        BUYERS = "buyers", _("Buyers")
        REPEAT = "repeat_buyers", _("Repeat buyers")
        OPEN_DAYS = "open_days", _("Open days")
        NEW_MEMBERS = "new_members", _("New members")

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="coaching_plans"
    )
    template = models.ForeignKey(
        PlanTemplate, verbose_name=_("template"), on_delete=models.PROTECT, related_name="plans"
    )
    cohort = models.CharField(_("cohort"), max_length=6, choices=PlanTemplate.COHORTS)
    run = models.ForeignKey(
        CohortRun,
        verbose_name=_("begun by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    started_on = models.DateField(_("began on"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ending = models.CharField(_("why it ended"), max_length=10, choices=Ending.choices, blank=True)
    metric = models.CharField(_("her number"), max_length=20, choices=Metric.choices, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("coaching plan")
        verbose_name_plural = _("coaching plans")
        ordering = ["-started_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader"], condition=Q(ended_on=None), name="plan_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ending="")
                | (Q(ended_on__gte=F("started_on")) & ~Q(ending="")),
                name="plan_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.template_id}"


class PlanItemQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PlanItemQuerySet":
        return self.filter(leader__in=Leader.objects.visible_to(user))

    def open(self) -> "PlanItemQuerySet":
        return self.filter(state=PlanItem.State.OPEN)

    def hers(self) -> "PlanItemQuerySet":
        return self.filter(doer=PlanItem.Doer.LEADER)

    def coachs(self) -> "PlanItemQuerySet":
        return self.filter(doer=PlanItem.Doer.COACH)

    def one_by_one(self) -> "PlanItemQuerySet":
        """Open things that the coach does with each leader by herself."""
        return self.open().coachs().exclude(kind=ItemKind.SESSION)

    def group(self) -> "PlanItemQuerySet":
        """Open meetings that the coach holds for many at once."""
        return self.open().coachs().filter(kind=ItemKind.SESSION)

    def due_by(self, day: date) -> "PlanItemQuerySet":
        return self.filter(due_on__lte=day)


class PlanItem(models.Model):
    """One thing that somebody is to do for a leader's growth: herself or her coach, by a day.

    Copied from a template when the plan began, or agreed at the end of a health check; then it has
    no plan. `follows` is the one that it comes after, where a thing comes again and again.
    """

    class Doer(models.TextChoices):
        LEADER = "leader", pgettext_lazy("who does it", "Leader")
        COACH = "coach", pgettext_lazy("who does it", "Coach")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state of a planned thing", "Open")
        DONE = "done", pgettext_lazy("state of a planned thing", "Done")
        DROPPED = "dropped", pgettext_lazy("state of a planned thing", "No longer asked")

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="plan_items"
    )
    plan = models.ForeignKey(
        Plan,
        verbose_name=_("plan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="items",
    )
    source = models.ForeignKey(
        TemplateItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    check_up = models.ForeignKey(
        "coaching.HealthCheck",
        verbose_name=_("health check"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="items",
    )
    follows = models.OneToOneField(
        "self",
        verbose_name=_("comes after"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="next",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ItemKind.choices)
    doer = models.CharField(_("who"), max_length=8, choices=Doer.choices)
    title = models.CharField(_("title in Chinese"), max_length=100)
    title_en = models.CharField(_("title in English"), max_length=100, blank=True)
    words = models.CharField(_("how, in Chinese"), max_length=240, blank=True)
    words_en = models.CharField(_("how, in English"), max_length=240, blank=True)
    refers_to = models.CharField(_("which one"), max_length=20, blank=True)
    from_on = models.DateField(_("from"))
    due_on = models.DateField(_("by"))
    every_days = models.PositiveSmallIntegerField(_("again after days"), null=True, blank=True)
    decides = models.BooleanField(_("the coach decides here how it goes on"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    contact = models.ForeignKey(
        "coaching.Contact",
        verbose_name=_("done in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="items",
    )

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned thing")
        verbose_name_plural = _("planned things")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                fields=["leader", "doer", "due_on"],
                condition=Q(state="open"),
                name="plan_item_open",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "source"],
                condition=Q(follows=None),
                name="plan_item_begins_once",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False)
                | (~Q(state="done") & Q(done_on=None)),
                name="plan_item_done_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The title in the language of whoever reads."""
        return in_her_language(self.title, self.title_en)

    @property
    def how(self) -> str:
        return in_her_language(self.words, self.words_en)
