from django.conf import settings
from django.core.files.storage import storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def private_storage():
    return storages["private"]


class QuestionImport(models.Model):
    """A file of questions that somebody brought: what was read in it, what came of it, and who
    took it back. `done` counts the questions that are dealt with, so that work that was cut off
    goes on where it stopped; `pictures` and `drawers` are the numbers of the pictures and
    categories that it made."""

    class State(models.TextChoices):
        LOOKED_AT = "preview", pgettext_lazy("state of an import", "Looked at")
        RUNNING = "running", pgettext_lazy("state of an import", "Running")
        DONE = "done", pgettext_lazy("state of an import", "Done")
        GOING_BACK = "back", pgettext_lazy("state of an import", "Being taken back")
        UNDONE = "undone", pgettext_lazy("state of an import", "Taken back")

    class Known(models.TextChoices):
        UPDATE = "update", _("Make a new version of the question that we have")
        SKIP = "skip", _("Leave the question that we have as it is")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("brought by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)
    file = models.FileField(
        _("file"), upload_to="question-imports/", storage=private_storage, blank=True
    )
    file_name = models.CharField(_("file"), max_length=255)
    format = models.CharField(_("format"), max_length=20)
    category = models.ForeignKey(
        "assessments.Category",
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    language = models.CharField(_("language"), max_length=20, blank=True)
    known = models.CharField(
        _("questions that we have already"),
        max_length=10,
        choices=Known.choices,
        default=Known.UPDATE,
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.LOOKED_AT
    )
    read = models.PositiveIntegerField(pgettext_lazy("questions", "read"), default=0)
    done = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(_("imported"), default=0)
    by_kind = models.JSONField(default=dict)
    problems = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    pictures = models.JSONField(default=list)
    drawers = models.JSONField(default=list)
    removed = models.PositiveIntegerField(_("removed again"), default=0)
    retired = models.PositiveIntegerField(_("retired, because they are in use"), default=0)
    job = models.ForeignKey(
        "jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("import of questions")
        verbose_name_plural = _("imports of questions")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.file_name


class ImportedQuestion(models.Model):
    """A question that an import made, or gave a new version; `before` is the version that it had
    until then. `is_back` says that this is undone already."""

    question_import = models.ForeignKey(
        QuestionImport, on_delete=models.CASCADE, related_name="questions"
    )
    question = models.ForeignKey(
        "assessments.Question", on_delete=models.CASCADE, related_name="imports"
    )
    before = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_new = models.BooleanField(default=True)
    is_back = models.BooleanField(_("taken back"), default=False)

    class Meta:
        verbose_name = _("imported question")
        verbose_name_plural = _("imported questions")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["question_import", "question"], name="question_once_in_import"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_import_id} · {self.question_id}"
