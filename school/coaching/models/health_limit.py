from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Area(models.TextChoices):
    """What a health check looks at, one figure each."""

    GROWTH = "growth", pgettext_lazy("area of a group", "Coming and going")
    ACTIVE = "active", pgettext_lazy("area of a group", "How many take part")
    POSTS = "posts", pgettext_lazy("area of a group", "Your posts")
    ANSWERS = "answers", pgettext_lazy("area of a group", "Your answers")
    BUYING = "buying", pgettext_lazy("area of a group", "From reading to buying")
    RETURNING = "returning", pgettext_lazy("area of a group", "Buying again")


# From which figure an area is all right, and from which it is strong: samples that a school may
# change. Per cent, but posts in a week and answers out of ten.
USUAL = {
    Area.GROWTH: (0, 3),
    Area.ACTIVE: (20, 40),
    Area.POSTS: (7, 14),
    Area.ANSWERS: (7, 9),
    Area.BUYING: (30, 50),
    Area.RETURNING: (25, 35),
}
Bounds = tuple[Decimal, Decimal]


class HealthLimit(models.Model):
    """From which figure this school calls an area of a group all right, and from which strong.

    Finished checks keep the limits of their day."""

    area = models.CharField(_("area"), max_length=20, choices=Area.choices, unique=True)
    fine_from = models.DecimalField(_("all right from"), max_digits=8, decimal_places=1)
    strong_from = models.DecimalField(_("strong from"), max_digits=8, decimal_places=1)

    class Meta:
        verbose_name = _("limit of the health check")
        verbose_name_plural = _("limits of the health check")
        ordering = ["area"]

    def __str__(self) -> str:
        return self.get_area_display()

    def clean(self) -> None:
        known = self.fine_from is not None and self.strong_from is not None
        if known and self.strong_from <= self.fine_from:
            raise ValidationError({"strong_from": _("More than what is all right.")})

    @classmethod
    def by_area(cls) -> dict[str, Bounds]:
        """The limits of every area: the school's own, else the usual ones."""
        usual = {str(a): (Decimal(fine), Decimal(strong)) for a, (fine, strong) in USUAL.items()}
        own = {one.area: (one.fine_from, one.strong_from) for one in cls.objects.all()}
        return usual | own
