from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.coaching.models.health_limit import Area
from school.people.models import Leader


class HealthCheckQuerySet(models.QuerySet):
    def visible_to(self, user) -> "HealthCheckQuerySet":
        return self.filter(leader__in=Leader.objects.visible_to(user))

    def finished(self) -> "HealthCheckQuerySet":
        return self.exclude(finished_at=None)


class HealthCheck(models.Model):
    """A leader looked at the last 30 days of her group: the numbers that she counted, what they
    say, and what she will do. One may be under way; finished ones never change."""

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="health_checks"
    )
    began_at = models.DateTimeField(_("began"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = HealthCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("group health check")
        verbose_name_plural = _("group health checks")
        ordering = ["-began_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader"], condition=Q(finished_at=None), name="health_check_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.began_at:%Y-%m-%d}"


class HealthFigure(models.Model):
    """One number of a health check; `from_sales` where it stayed as the sales rows told it."""

    check_up = models.ForeignKey(HealthCheck, on_delete=models.CASCADE, related_name="figures")
    code = models.CharField(_("number"), max_length=20)
    value = models.PositiveIntegerField(_("value"))
    from_sales = models.BooleanField(_("from sales"), default=False)

    class Meta:
        verbose_name = _("number of a health check")
        verbose_name_plural = _("numbers of a health check")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["check_up", "code"], name="health_figure_once")
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.value}"


class HealthFinding(models.Model):
    """What a finished health check says about one area, with the limits of that day."""

    class Level(models.TextChoices):
        STRONG = "strong", pgettext_lazy("level of an area", "Strong")
        FINE = "fine", pgettext_lazy("level of an area", "All right")
        LOOK = "look", pgettext_lazy("level of an area", "Look here")

    check_up = models.ForeignKey(HealthCheck, on_delete=models.CASCADE, related_name="findings")
    area = models.CharField(_("area"), max_length=20, choices=Area.choices)
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    value = models.DecimalField(_("value"), max_digits=8, decimal_places=1)
    fine_from = models.DecimalField(_("all right from"), max_digits=8, decimal_places=1)
    strong_from = models.DecimalField(_("strong from"), max_digits=8, decimal_places=1)

    class Meta:
        verbose_name = _("finding of a health check")
        verbose_name_plural = _("findings of a health check")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["check_up", "area"], name="health_finding_once")
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.level}"
