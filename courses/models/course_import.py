from django.conf import settings
from django.core.files.storage import storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def private_storage():
    return storages["private"]


class CourseImport(models.Model):
    """A file out of which somebody made a course: what was read in it, the draft that came of it,
    and who took it back. `plan` is the outline that she looked at, `pictures` the numbers of the
    pictures that it made."""

    class State(models.TextChoices):
        LOOKED_AT = "preview", pgettext_lazy("state of an import", "Looked at")
        RUNNING = "running", pgettext_lazy("state of an import", "Running")
        DONE = "done", pgettext_lazy("state of an import", "Done")
        UNDONE = "undone", pgettext_lazy("state of an import", "Taken back")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("brought by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)
    file = models.FileField(_("file"), upload_to="course-imports/", storage=private_storage)
    file_name = models.CharField(_("file"), max_length=200)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=200)
    code = models.CharField(_("code"), max_length=12, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.LOOKED_AT
    )
    plan = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    problems = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    course_key = models.UUIDField(_("course"), null=True, blank=True)
    pictures = models.JSONField(default=list)
    job = models.ForeignKey(
        "jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("import of a course")
        verbose_name_plural = _("imports of courses")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.file_name
