from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.people.models import Intake, Leader


class QuizOverrideQuerySet(models.QuerySet):
    def visible_to(self, user) -> "QuizOverrideQuerySet":
        """Those for leaders whom this person may see, and for the classes that they are in."""
        leaders = Leader.objects.visible_to(user)
        return self.filter(Q(leader__in=leaders) | Q(intake__in=leaders.values("intake")))

    def concerning(self, leader: Leader, quiz_key) -> "QuizOverrideQuerySet":
        """Those that are about this leader at this quiz, the ones for her class included."""
        hers = Q(leader=leader)
        if leader.intake_id:
            hers |= Q(intake=leader.intake_id)
        return self.filter(hers, quiz_key=quiz_key)


class QuizOverride(models.Model):
    """An exception at a quiz, for one leader or one class, and why. Rows are only added: the
    newest one for her stands before the newest one for her class; what it leaves empty is as for
    everybody."""

    FIELDS = ("opens_at", "due_at", "closes_at", "time_limit", "attempts_allowed", "access_code")

    quiz_key = models.UUIDField(_("quiz"), db_index=True)
    leader = models.ForeignKey(
        Leader,
        verbose_name=_("leader"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="quiz_overrides",
    )
    intake = models.ForeignKey(
        Intake,
        verbose_name=_("or a whole class"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="quiz_overrides",
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    due_at = models.DateTimeField(_("please by"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    time_limit = models.PositiveSmallIntegerField(
        _("time, in minutes"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("how many tries"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    access_code = models.CharField(_("access code"), max_length=40, blank=True)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = QuizOverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("exception at a quiz")
        verbose_name_plural = _("exceptions at quizzes")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(leader=None, intake__isnull=False)
                | Q(leader__isnull=False, intake=None),
                name="override_for_one_or_a_class",
            )
        ]

    def __str__(self) -> str:
        return str(self.leader or self.intake)

    def clean(self) -> None:
        if bool(self.leader_id) == bool(self.intake_id):
            raise ValidationError(_("Choose one leader or one class."))
