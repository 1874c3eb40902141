from django.conf import settings
from django.db import models
from django.db.models import Max, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from school.people.models import Leader


class GradeEventQuerySet(models.QuerySet):
    def best_for(self, leader_ref: str, step_key) -> Subquery:
        """The best percentage in one step, as an annotation of a queryset whose field
        `leader_ref` is a leader's number; null where nothing was handed in."""
        rows = self.filter(leader=OuterRef(leader_ref), step_key=step_key).order_by()
        return Subquery(rows.values("leader").annotate(best=Max("percent")).values("best"))


class GradeEvent(models.Model):
    """A grade that was given: when, for what, by whom or by which rule. Rows are only added;
    the best one of a step counts."""

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="grades"
    )
    step_key = models.UUIDField(_("step"))
    course_key = models.UUIDField(_("course"))
    attempt = models.ForeignKey(
        "assessments.Attempt",
        verbose_name=_("attempt"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="grades",
    )
    percent = models.DecimalField(_("per cent"), max_digits=5, decimal_places=2)
    passed = models.BooleanField(_("passed"))
    rule = models.CharField(_("given by"), max_length=40, default="attempt")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("when"))

    objects = GradeEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("grade")
        verbose_name_plural = _("grades")
        ordering = ["id"]
        indexes = [models.Index(fields=["leader", "step_key"]), models.Index(fields=["step_key"])]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.percent}"
