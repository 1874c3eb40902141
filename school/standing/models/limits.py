from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.people.models import Region


def percents(label, default: int) -> models.PositiveSmallIntegerField:
    """A limit in per cent."""
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MaxValueValidator(100)]
    )


class CohortLimitsQuerySet(models.QuerySet):
    def valid_on(self, monday: date) -> "CohortLimitsQuerySet":
        """Those that a placement of this week may use; the nearest and latest of them wins."""
        return self.filter(valid_from__lte=monday)

    def nearest(self, region: Region | None, monday: date) -> "CohortLimits | None":
        """What a region goes by in this week: its own, else that of the place around it, and so
        on up, else the school's; None where nobody has set any."""
        around = Q(region=None)
        if region is not None:
            around |= Q(region__in=[int(part) for part in region.path.split("/") if part])
        rows = self.valid_on(monday).filter(around)
        return rows.order_by(F("region__path").desc(nulls_last=True), "-valid_from").first()


class CohortLimits(models.Model):
    """Where head and tail begin, from a Monday on: for a region with all inside it, or for the
    whole school (no region). Limits are per cents of the rank, p, and of the sales that those
    ranked before hold, c; see `standing/cohort.py`.

    A row that has placed somebody never changes: a change is a new row with a later day.
    """

    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cohort_limits",
    )
    valid_from = models.DateField(_("valid from"))
    head_p = percents(_("head: rank up to, %"), 20)
    head_c = percents(_("head: those before hold less than, %"), 80)
    tail_p = percents(_("tail: rank beyond, %"), 60)
    tail_c = percents(_("tail: those before hold at least, %"), 95)
    head_leaves = percents(_("a head leaves beyond, %"), 25)
    tail_leaves = percents(_("a tail leaves up to, %"), 55)
    smallest = models.PositiveSmallIntegerField(
        _("smallest region compared with itself"),
        default=10,
        validators=[MinValueValidator(1)],
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("at"), auto_now=True)

    objects = CohortLimitsQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("cohorts", "limits")
        verbose_name_plural = pgettext_lazy("cohorts", "limits")
        ordering = ["-valid_from", "region__path"]
        constraints = [
            models.UniqueConstraint(fields=["region", "valid_from"], name="limits_once_a_day"),
            models.UniqueConstraint(
                fields=["valid_from"],
                condition=Q(region__isnull=True),
                name="limits_of_school_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(head_p__lte=F("head_leaves"))
                & Q(head_leaves__lte=F("tail_leaves"))
                & Q(tail_leaves__lte=F("tail_p"))
                & Q(tail_p__lte=100)
                & Q(head_c__lte=F("tail_c"))
                & Q(tail_c__lte=100),
                name="limits_in_order",
            ),
        ]

    def __str__(self) -> str:
        place = str(self.region) if self.region_id else str(_("The whole school"))
        return f"{place}, {self.valid_from:%Y-%m-%d}"
