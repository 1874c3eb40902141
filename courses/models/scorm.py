"""Learning packages that other tools made (SCORM 1.2 and 2004), and what they report."""

import uuid

from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from courses.models.step import StepPage
from courses.models.trainings.kit import private_storage
from courses.visit import Visit


class ScormPackage(models.Model):
    """One version of a package: the zip as it came, and what was found in it. Its files lie in the
    private storage below `folder`. A new version is a new row of the same title, so that whoever
    learns by the earlier one can go on with it until the step is given the new one."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("state of a package", "Being unpacked")
        READY = "ready", pgettext_lazy("state of a package", "Ready")
        REFUSED = "refused", pgettext_lazy("state of a package", "Can't be used")

    class Standard(models.TextChoices):
        V12 = "1.2", "SCORM 1.2"
        V2004 = "2004", "SCORM 2004"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    file = models.FileField(
        _("file"),
        upload_to="scorm/zips",
        storage=private_storage,
        validators=[FileExtensionValidator(["zip"])],
    )
    file_name = models.CharField(_("file"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("brought by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    problem = models.CharField(_("what is wrong with it"), max_length=20, blank=True)
    about = models.CharField(_("where"), max_length=200, blank=True)
    standard = models.CharField(_("standard"), max_length=4, choices=Standard.choices, blank=True)
    launch = models.CharField(_("first page"), max_length=500, blank=True)
    pass_mark = models.DecimalField(
        _("pass mark"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    launch_data = models.TextField(blank=True)
    files = models.PositiveIntegerField(_("files"), default=0)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    job = models.ForeignKey(
        "jobs.Job", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("learning package")
        verbose_name_plural = _("learning packages")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["title", "number"], name="one_version_of_a_package")
        ]

    def __str__(self) -> str:
        return gettext("%(title)s, version %(number)s") % {
            "title": self.title,
            "number": self.number,
        }

    @property
    def folder(self) -> str:
        return f"scorm/{self.key}"


class ScormPage(StepPage):
    """A package as a step: the step is done once the package says "completed" or "passed"."""

    kind = "scorm"
    icon = "play"
    screen = "courses/scorm.html"

    package = models.ForeignKey(
        ScormPackage,
        verbose_name=_("package"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pages",
        limit_choices_to={"state": ScormPackage.State.READY},
        help_text=_("Bring it first under School, Packages."),
    )

    content_panels = [*StepPage.content_panels, FieldPanel("package")]

    class Meta:
        verbose_name = _("learning package (SCORM)")
        verbose_name_plural = _("learning packages (SCORM)")

    @classmethod
    def for_reading(cls) -> models.QuerySet:
        return super().for_reading().select_related("package")

    def respond(self, request: HttpRequest, visit: Visit) -> HttpResponse:
        from courses.views.scorm import show

        return show(request, self, visit)


class ScormSession(models.Model):
    """What a package reported between one opening and leaving it, on one phone: its values as they
    were last, by the phone's own number `client` and the order `seq`. It is the word of a file that
    somebody brought, in the leader's browser: good for her progress, never for pay."""

    leader = models.ForeignKey(
        "people.Leader", on_delete=models.PROTECT, related_name="scorm_sessions"
    )
    course_key = models.UUIDField()
    step_key = models.UUIDField()
    package = models.ForeignKey(ScormPackage, on_delete=models.PROTECT, related_name="sessions")
    client = models.CharField(max_length=40)
    seq = models.PositiveBigIntegerField()
    values = models.JSONField(default=dict)
    done = models.BooleanField(_("through with it"), default=False)
    score = models.DecimalField(
        _("reported score"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    seconds = models.PositiveIntegerField(_("seconds"), default=0)
    changed_at = models.DateTimeField(_("last changed on the phone"))
    received_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["leader", "client"], name="one_session_of_a_client")
        ]
        indexes = [models.Index(fields=["leader", "step_key", "changed_at"], name="scorm_of_step")]
