from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.answer import AnswerEvent
from school.people.models import Leader


class AttemptQuerySet(models.QuerySet):
    def of(self, user) -> "AttemptQuerySet":
        """A person's own attempts: nobody sits another's quiz."""
        return self.filter(leader__user=user)

    def overdue(self, now=None) -> "AttemptQuerySet":
        """Open ones whose time is over, and whose grace, where there is one."""
        now = now or timezone.now()
        no_grace = Q(grace_until=None) | Q(grace_until__lte=now)
        return self.filter(no_grace, state=Attempt.State.OPEN, deadline__lte=now)

    def with_late_answers(self) -> "AttemptQuerySet":
        """Those with answers that came too late and that nobody has accepted."""
        late = AnswerEvent.objects.filter(late=True, acceptance=None)
        late = late.filter(attempt_question__attempt=OuterRef("pk"))
        return self.filter(Exists(late))


class Attempt(models.Model):
    """One sitting of a quiz. What was promised at its start is kept here and never changes:
    the questions, their order and marks, the pass mark, the deadline. The answers are events;
    marks and percentage are written when it is handed in or its time is over. If a person has to
    mark some of its answers, it waits for that in between, without a percentage."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state of an attempt", "Under way")
        WAITING = "waiting", pgettext_lazy("state of an attempt", "Waiting for marking")
        DONE = "done", pgettext_lazy("state of an attempt", "Done")
        ABANDONED = "abandoned", pgettext_lazy("state of an attempt", "Not handed in")

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="attempts"
    )
    quiz_key = models.UUIDField(_("quiz"), db_index=True)
    course_key = models.UUIDField(_("course"))
    title = models.JSONField(_("title"), default=dict)
    number = models.PositiveSmallIntegerField(pgettext_lazy("of tries", "number"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    pass_mark = models.PositiveSmallIntegerField(_("enough, in per cent"))
    started_at = models.DateTimeField(_("started"))
    deadline = models.DateTimeField(_("time is over at"), null=True, blank=True)
    grace_until = models.DateTimeField(_("may be handed in until"), null=True, blank=True)
    terms = models.JSONField(_("terms"), default=dict)
    practice = models.BooleanField(_("only to practise"), default=False)
    reached = models.PositiveSmallIntegerField(_("page reached"), default=1)
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    percent = models.DecimalField(
        _("per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    passed = models.BooleanField(_("passed"), null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-started_at", "-id"]
        indexes = [models.Index(fields=["state", "deadline"])]
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "quiz_key"],
                condition=Q(state="open"),
                name="attempt_open_once",
            ),
            models.UniqueConstraint(
                fields=["leader", "quiz_key", "number"], name="attempt_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.quiz_key} · {self.number}"

    def is_open(self, now=None) -> bool:
        """Whether an answer that arrives now still counts."""
        return self.state == self.State.OPEN and not self.is_over(now)

    def is_over(self, now=None) -> bool:
        return self.deadline is not None and self.deadline <= (now or timezone.now())

    def may_be_handed_in(self, now=None) -> bool:
        """Whether handing in still makes a result, answers or not."""
        last = self.grace_until or self.deadline
        return self.state == self.State.OPEN and (last is None or (now or timezone.now()) < last)

    @property
    def whole_percent(self) -> int | None:
        """The percentage as a whole number, never rounded up to a pass mark that it misses."""
        if self.percent is None:
            return None
        rounded = int(self.percent + Decimal("0.5"))
        return rounded if self.passed else min(rounded, self.pass_mark - 1)

    def seconds_left(self, now=None) -> int | None:
        """Whole seconds to the deadline, None without one."""
        if self.deadline is None:
            return None
        return max(0, int((self.deadline - (now or timezone.now())).total_seconds()))


class AttemptQuestion(models.Model):
    """A question as it was put in one attempt: its text in every language, its choices in their
    order, what each is worth. `slot` is its place, from 1. `frozen` never changes; a question that
    was put right afterwards has beside it what it is judged by since, and which correction that
    was."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="questions")
    slot = models.PositiveSmallIntegerField(pgettext_lazy("of a question", "place"))
    question_key = models.UUIDField(_("question"), db_index=True)
    kind = models.CharField(_("kind"), max_length=20)
    max_mark = models.DecimalField(_("marks"), max_digits=6, decimal_places=2)
    frozen = models.JSONField(_("as it was put"))
    corrected = models.JSONField(_("as it is judged since its correction"), null=True, blank=True)
    correction = models.ForeignKey(
        "assessments.Correction",
        verbose_name=_("correction"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questions",
    )
    fraction = models.DecimalField(
        _("part that was right"), max_digits=5, decimal_places=4, null=True, blank=True
    )

    class Meta:
        verbose_name = _("question of an attempt")
        verbose_name_plural = _("questions of an attempt")
        ordering = ["attempt", "slot"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "slot"], name="attempt_slot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.slot}"

    @property
    def judged(self) -> dict[str, Any]:
        """The question by which an answer is judged."""
        return self.corrected or self.frozen

    @property
    def mark(self) -> Decimal:
        """What it brought, in marks."""
        return (self.fraction or Decimal(0)) * self.max_mark
