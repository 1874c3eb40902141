from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import (
    Avg,
    Case,
    Exists,
    Max,
    OuterRef,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Round
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from school.people.models import Leader

PERCENT = models.DecimalField(max_digits=5, decimal_places=2)


class GradeEventQuerySet(models.QuerySet):
    def current(self) -> "GradeEventQuerySet":
        """The last grade of each attempt and of each submission; a grade without either stands
        for itself."""
        later = GradeEvent.objects.filter(pk__gt=OuterRef("pk"))
        return self.filter(
            ~Exists(later.filter(attempt=OuterRef("attempt"))),
            ~Exists(later.filter(submission=OuterRef("submission"))),
        )

    def best_for(self, leader_ref: str, step_key) -> Case:
        """The percentage that counts in one step, as an annotation of a queryset whose field
        `leader_ref` is a leader's number; null where nothing was handed in. It is the best one,
        unless the quiz says that the average, the first or the last of the tries counts."""
        rows = self.filter(leader=OuterRef(leader_ref), step_key=step_key).current().order_by()
        begun = Coalesce("attempt__started_at", "at")
        folds = {
            "average": rows.values("leader").annotate(one=Round(Avg("percent"), 2)).values("one"),
            "first": rows.order_by(begun.asc(), "pk").values("percent")[:1],
            "last": rows.order_by(begun.desc(), "-pk").values("percent")[:1],
        }
        best = rows.values("leader").annotate(one=Max("percent")).values("one")
        grading = _grading_of(step_key)
        return Case(
            *(When(Exact(grading, Value(how)), then=Subquery(one)) for how, one in folds.items()),
            default=Subquery(best),
            output_field=PERCENT,
        )


def _grading_of(step_key) -> Subquery:
    """What counts of several tries, by the quiz's page: of its versions the published ones."""
    quizzes = apps.get_model("assessments", "QuizPage").objects.filter(translation_key=step_key)
    return Subquery(quizzes.order_by("-live", "pk").values("grading")[:1])


class GradeEvent(models.Model):
    """A grade that was given: when, for what, by whom or by which rule. Rows are only added: the
    last one of an attempt is its grade, and the quiz says which of the attempts counts."""

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
    submission = models.ForeignKey(
        "assessments.Submission",
        verbose_name=_("handed-in task"),
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
