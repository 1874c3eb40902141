from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from assessments.models.submission import private_storage
from school.people.models import Leader


@register_setting(icon="help", order=330)
class QuestionSettings(BaseGenericSetting):
    """By when the school promises its leaders an answer, in working days."""

    answer_days = models.PositiveSmallIntegerField(
        _("working days until a question is answered"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )

    panels = [FieldPanel("answer_days")]

    class Meta:
        verbose_name = _("questions of leaders")


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "QuestionQuerySet":
        """Of the leaders whom this person may see."""
        return self.filter(leader__in=Leader.objects.visible_to(user))

    def open(self) -> "QuestionQuerySet":
        """Without an answer, the one that is due first in front."""
        return self.filter(state=Question.State.ASKED).order_by("due_at", "pk")

    def closed(self) -> "QuestionQuerySet":
        """Answered, the latest first."""
        return self.exclude(state=Question.State.ASKED).order_by("-answered_at", "-pk")


class Question(models.Model):
    """A leader asks about a figure, or appeals against a decision; somebody answers by a day that
    was promised. `ref` says which figure or decision it is: a Monday, or the number of a row.

    `frozen` is the figure or decision as she saw it when she asked; it never changes.
    """

    class About(models.TextChoices):
        NET = "net", pgettext_lazy("question about", "Net sales")
        REFUNDS = "refunds", pgettext_lazy("question about", "Refunds")
        ORDERS = "orders", pgettext_lazy("question about", "Orders")
        CASES = "cases", pgettext_lazy("question about", "After-sales cases")
        BUYERS = "buyers", pgettext_lazy("question about", "Buyers")
        ATTENDANCE = "attendance", pgettext_lazy("question about", "Attendance")
        SCORE = "score", pgettext_lazy("question about", "Score")
        TASK = "task", pgettext_lazy("question about", "Task")
        PROPOSAL = "proposal", pgettext_lazy("question about", "Decision")
        CHANGE = "change", pgettext_lazy("question about", "Change of tier")
        PLAN = "plan", pgettext_lazy("question about", "Plan")
        ELIMINATION = "elimination", pgettext_lazy("question about", "Notice of leaving")

    DECISIONS = (About.PROPOSAL, About.CHANGE, About.PLAN, About.ELIMINATION)

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("state of a question", "Waiting")
        ANSWERED = "answered", pgettext_lazy("state of a question", "Explained")
        ACCEPTED = "accepted", pgettext_lazy("state of a question", "She is right")
        DECLINED = "declined", pgettext_lazy("state of a question", "The decision stays")

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="questions"
    )
    about = models.CharField(_("about"), max_length=12, choices=About.choices)
    ref = models.CharField(_("which one"), max_length=40)
    frozen = models.JSONField(_("as she saw it"), default=dict, encoder=DjangoJSONEncoder)
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    text = models.TextField(_("in her words"), blank=True)
    photo = models.FileField(_("photo"), storage=private_storage, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    due_at = models.DateTimeField(_("answer by"), db_index=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of a leader")
        verbose_name_plural = _("questions of leaders")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "about", "ref"],
                condition=Q(state="asked"),
                name="question_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.about} {self.ref}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def is_appeal(self) -> bool:
        """Whether it speaks against a decision, and not about a figure."""
        return self.about in self.DECISIONS

    def is_overdue(self, now=None) -> bool:
        return self.is_open and self.due_at < (now or timezone.now())
