from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Rating(models.Model):
    """What one leader says of a training that she was at or watched. Trainers read the words
    without the name."""

    LEAST, MOST = 1, 5

    session = models.ForeignKey(
        "courses.Session",
        verbose_name=_("session"),
        on_delete=models.PROTECT,
        related_name="ratings",
    )
    leader = models.ForeignKey(
        "people.Leader", verbose_name=_("leader"), on_delete=models.PROTECT, related_name="ratings"
    )
    stars = models.PositiveSmallIntegerField(
        _("how it was"), validators=[MinValueValidator(LEAST), MaxValueValidator(MOST)]
    )
    words = models.CharField(_("in her words"), max_length=500, blank=True)
    at = models.DateTimeField(_("given"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(fields=["session", "leader"], name="one_rating_a_session"),
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="rating_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.stars}"
