from uuid import uuid4

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.translation import current_language


def private_storage():
    return storages["private"]


class Kit(models.Model):
    """What a trainer brings to a training: of a series for all its days, or of one day. What a
    day's own kit leaves empty comes from the series.

    Agenda and answers are written a line each; `quiz_key` names the exit quiz, a step of a course,
    in all its languages.
    """

    series = models.OneToOneField(
        "courses.Series",
        verbose_name=_("series"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="kit",
    )
    session = models.OneToOneField(
        "courses.Session",
        verbose_name=_("session"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="kit",
    )
    agenda = models.TextField(_("agenda"), blank=True)
    agenda_en = models.TextField(_("agenda in English"), blank=True)
    warm_up = models.CharField(_("warm-up question"), max_length=120, blank=True)
    warm_up_en = models.CharField(_("warm-up question in English"), max_length=120, blank=True)
    answers = models.TextField(_("answers to choose from"), blank=True)
    answers_en = models.TextField(_("answers in English"), blank=True)
    quiz_key = models.UUIDField(_("exit quiz"), null=True, blank=True)
    replay_since = models.DateTimeField(_("replay since"), null=True, editable=False)

    class Meta:
        verbose_name = _("session kit")
        verbose_name_plural = _("session kits")
        constraints = [
            models.CheckConstraint(
                condition=Q(series__isnull=True) ^ Q(session__isnull=True), name="kit_of_one_thing"
            )
        ]

    def __str__(self) -> str:
        return str(self.session or self.series)


class KitFile(models.Model):
    """Slides or a handout: a private file that only who may come to the training gets."""

    class Kind(models.TextChoices):
        SLIDES = "slides", _("Slides")
        HANDOUT = "handout", _("Handout")

    kit = models.ForeignKey(
        Kit, verbose_name=_("kit"), on_delete=models.CASCADE, related_name="files"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), upload_to="kits", storage=private_storage)
    name = models.CharField(_("name"), max_length=120)
    suffix = models.CharField(max_length=5)
    size = models.PositiveIntegerField(_("bytes"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("uploaded"), default=timezone.now)

    class Meta:
        verbose_name = _("file of a kit")
        verbose_name_plural = _("files of a kit")
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return self.name


class WarmUp(models.Model):
    """The warm-up question of one training as it was asked: frozen with its first answer, so that
    editing the kit changes nothing that somebody has chosen."""

    session = models.OneToOneField(
        "courses.Session",
        verbose_name=_("session"),
        on_delete=models.PROTECT,
        related_name="asked",
    )
    question = models.CharField(_("question"), max_length=120)
    question_en = models.CharField(_("question in English"), max_length=120, blank=True)
    answers = models.JSONField(_("answers"), default=list)
    answers_en = models.JSONField(_("answers in English"), default=list)

    class Meta:
        verbose_name = _("warm-up")
        verbose_name_plural = _("warm-ups")

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        return (self.question_en if current_language() == "en" else "") or self.question

    @property
    def choices(self) -> list[str]:
        """The answers in the reader's language, if it has as many."""
        if current_language() == "en" and len(self.answers_en) == len(self.answers):
            return self.answers_en
        return self.answers


class WarmUpAnswer(models.Model):
    """What one leader chose; she may choose anew until the training is over."""

    warm_up = models.ForeignKey(
        WarmUp, verbose_name=_("warm-up"), on_delete=models.PROTECT, related_name="given"
    )
    leader = models.ForeignKey(
        "people.Leader", verbose_name=_("leader"), on_delete=models.PROTECT, related_name="+"
    )
    choice = models.PositiveSmallIntegerField(_("answer"))
    at = models.DateTimeField(_("answered"), auto_now=True)

    class Meta:
        verbose_name = _("answer to a warm-up")
        verbose_name_plural = _("answers to a warm-up")
        constraints = [
            models.UniqueConstraint(fields=["warm_up", "leader"], name="one_warm_up_answer")
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.choice}"
