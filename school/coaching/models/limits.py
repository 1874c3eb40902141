from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from school.lib import dates


class CoachingLimitsQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> "CoachingLimits":
        """The limits of that day; those that a new school begins with, where none are written."""
        return self.filter(valid_from__lte=day).order_by("-valid_from").first() or CoachingLimits()


class CoachingLimits(models.Model):
    """From which figures on somebody is called, from one day until the next such row begins.

    A row that has begun never changes: flags refer to what was asked on their day.
    """

    valid_from = models.DateField(_("valid from"), unique=True, default=dates.today)
    fall_percent = models.PositiveSmallIntegerField(
        _("sold so many per cent less"),
        default=40,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("The last week beside the mean of the weeks before it."),
    )
    fall_weeks = models.PositiveSmallIntegerField(
        _("weeks in that mean"), default=4, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    closed_days = models.PositiveSmallIntegerField(
        _("days without an opening"),
        default=7,
        validators=[MinValueValidator(7), MaxValueValidator(56)],
        help_text=_("Figures come by whole weeks: 7 is one week, 8 to 14 are two."),
    )
    complaints = models.PositiveSmallIntegerField(
        _("complaints"), default=2, validators=[MinValueValidator(1)]
    )
    complaints_days = models.PositiveSmallIntegerField(
        _("complaints counted over days"), default=28, validators=[MinValueValidator(7)]
    )
    idle_days = models.PositiveSmallIntegerField(
        _("days without learning"), default=21, validators=[MinValueValidator(1)]
    )
    case_load = models.PositiveSmallIntegerField(
        _("leaders to a coach, at most"), default=80, validators=[MinValueValidator(1)]
    )
    least_compared = models.PositiveSmallIntegerField(
        _("smallest group that is compared"),
        default=10,
        validators=[MinValueValidator(5)],
        help_text=_("Fewer say more about chance than about coaching."),
    )

    objects = CoachingLimitsQuerySet.as_manager()

    class Meta:
        verbose_name = _("limits of coaching")
        verbose_name_plural = _("limits of coaching")
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self.valid_from:%Y-%m-%d}"

    @property
    def has_begun(self) -> bool:
        return self.pk is not None and self.valid_from <= dates.today()

    def clean(self) -> None:
        if self.valid_from and self.valid_from < dates.today():
            raise ValidationError({"valid_from": _("Choose today or a later day.")})
