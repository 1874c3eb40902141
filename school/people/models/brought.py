from django.conf import settings
from django.core.files.storage import storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def private_storage():
    return storages["private"]


class BroughtFile(models.Model):
    """A table that somebody brought: what was seen in it, what the person answered, what would
    come of it, and what came of it.

    `survey` is what the first look saw (headers, sample rows), `columns` which header means what,
    `answers` the rest of what was asked, `outcome` the counts and the first of the problems; all
    problems, and all differences, are in files of their own.
    """

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("state of a file", "Waits for answers")
        CHECKING = "checking", pgettext_lazy("state of a file", "Being looked at")
        CHECKED = "checked", pgettext_lazy("state of a file", "Looked at")
        RUNNING = "running", pgettext_lazy("state of a file", "Being taken over")
        DONE = "done", pgettext_lazy("state of a file", "Taken over")
        BACK = "back", pgettext_lazy("state of a file", "Being taken back")
        UNDONE = "undone", pgettext_lazy("state of a file", "Taken back")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("brought by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)
    file = models.FileField(_("file"), upload_to="brought/", storage=private_storage, blank=True)
    file_name = models.CharField(_("file"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    fingerprint = models.CharField(max_length=64, blank=True)
    survey = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    columns = models.JSONField(default=dict)
    answers = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    outcome = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    problem = models.TextField(_("problem"), blank=True)
    problem_file = models.FileField(upload_to="brought/", storage=private_storage, blank=True)
    difference_file = models.FileField(upload_to="brought/", storage=private_storage, blank=True)
    job = models.ForeignKey(
        "jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_at = models.DateTimeField(_("taken over"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken back by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_at_work(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.RUNNING, self.State.BACK)


class ColumnMemory(models.Model):
    """Which header means what in files of one source, as a person last said it. A source is
    known by the headers of its files, in their order."""

    kind = models.CharField(_("kind of file"), max_length=20)
    fingerprint = models.CharField(max_length=64)
    name = models.CharField(_("source"), max_length=200)
    columns = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("columns of a source")
        verbose_name_plural = _("columns of sources")
        constraints = [
            models.UniqueConstraint(fields=["kind", "fingerprint"], name="columns_of_source_once")
        ]

    def __str__(self) -> str:
        return self.name
