from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Cohort(models.TextChoices):
    """Relative, weekly and internal; decides coaching, never pay. No leader is shown these."""

    HEAD = "head", pgettext_lazy("cohort", "Head")
    MIDDLE = "middle", pgettext_lazy("cohort", "Middle")
    TAIL = "tail", pgettext_lazy("cohort", "Tail")
    NEW = "new", pgettext_lazy("cohort", "New")


class CohortRunQuerySet(models.QuerySet):
    def current(self) -> "CohortRunQuerySet":
        return self.filter(current=True)

    def before(self, monday: date) -> "CohortRun | None":
        """The latest placement of an earlier week."""
        return self.current().filter(week__lt=monday).order_by("-week").first()

    def latest_on(self, day: date) -> "CohortRun | None":
        return self.current().filter(week__lte=day).order_by("-week").first()


class CohortRun(models.Model):
    """One weekly placement of everybody. `week` is the Monday on whose morning it counts, and
    the four weeks before it are what it looked at. Placing the same week again replaces the run
    and keeps the older one with its rows."""

    week = models.DateField(_("week"))
    on = models.DateField(_("placed for"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    current = models.BooleanField(_("current"), default=True)

    objects = CohortRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement of cohorts")
        verbose_name_plural = _("placements of cohorts")
        ordering = ["-week", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["week"], condition=Q(current=True), name="cohort_week_current_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.week:%Y-%m-%d}"

    @property
    def first_week(self) -> date:
        """The Monday of the first of the four sales weeks."""
        return self.week - timedelta(weeks=4)


class Placement(models.Model):
    """Where one leader was placed in one week, with the figures that placed her.

    `raw` is what the thresholds alone say; `result` adds the margins that keep a head and a tail
    where they are; `cohort` follows once the result was the same two weeks running. `limits` are
    those that she was placed by, none where the school has set none. p and c are kept for
    reading; the decision is made on whole numbers (see `standing/placing.py`).
    """

    class State(models.TextChoices):
        PLACED = "placed", pgettext_lazy("state of a placement", "Placed")
        FROZEN = "frozen", pgettext_lazy("state of a placement", "Frozen")
        NEW = "new", pgettext_lazy("state of a placement", "New")

    class Why(models.TextChoices):
        """The step of the algorithm that decided."""

        FIRST = "first", _("First placement")
        SAME = "same", _("Same as last week")
        NO_SALES = "no-sales", _("No sales in four weeks")
        TWICE = "twice", _("The same result two weeks running")
        WAITING = "waiting", _("A new result that waits for a second week")
        ON_LEAVE = "on-leave", _("On leave")
        MISSING_WEEK = "missing-week", _("A sales week is missing")
        FEW_WEEKS = "few-weeks", _("Fewer than four complete weeks")
        NOT_ACTIVE = "not-active", _("Not active yet")

    # Millions of rows a week come from one statement over these very tables. The database would
    # spend more time on looking up their keys again, and on indexes that nobody asks, than on
    # everything else.
    run = models.ForeignKey(
        CohortRun,
        verbose_name=_("run"),
        on_delete=models.CASCADE,
        related_name="placements",
        db_index=False,
        db_constraint=False,
    )
    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.PROTECT,
        related_name="placements",
        db_constraint=False,
    )
    unit = models.ForeignKey(
        "people.Region",
        verbose_name=_("compared within"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    limits = models.ForeignKey(
        "standing.CohortLimits",
        verbose_name=pgettext_lazy("cohorts", "limits"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="placements",
        db_index=False,
        db_constraint=False,
    )
    sales = models.DecimalField(_("net sales of four weeks"), max_digits=16, decimal_places=2)
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True)
    n = models.PositiveIntegerField(_("of"), null=True, blank=True)
    p = models.DecimalField(_("p"), max_digits=7, decimal_places=4, null=True, blank=True)
    c = models.DecimalField(_("c"), max_digits=7, decimal_places=4, null=True, blank=True)
    raw = models.CharField(_("by thresholds"), max_length=6, choices=Cohort.choices, blank=True)
    result = models.CharField(_("with margins"), max_length=6, choices=Cohort.choices, blank=True)
    before = models.CharField(_("week before"), max_length=6, choices=Cohort.choices, blank=True)
    cohort = models.CharField(_("cohort"), max_length=6, choices=Cohort.choices)
    state = models.CharField(_("state"), max_length=6, choices=State.choices)
    why = models.CharField(_("why"), max_length=14, choices=Why.choices)

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["-run_id", "rank", "leader_id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "leader"], name="placement_leader_once_in_run")
        ]

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.cohort}"
