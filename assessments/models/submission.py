import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.people.models import Leader


def private_storage():
    return storages["private"]


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SubmissionQuerySet":
        """What the leaders have handed in whom this person may see."""
        return self.filter(leader__in=Leader.objects.visible_to(user))

    def waiting(self) -> "SubmissionQuerySet":
        """What a trainer still has to look at, the oldest first."""
        return self.filter(state=Submission.State.SENT).order_by("sent_at")


class Submission(models.Model):
    """What a leader handed in for a task, once: a returned task is handed in anew as the next
    number, and the old one stays as it was."""

    class State(models.TextChoices):
        SENT = "sent", pgettext_lazy("state of a submission", "Waiting for a look")
        ACCEPTED = "accepted", pgettext_lazy("state of a submission", "Accepted")
        RETURNED = "returned", pgettext_lazy("state of a submission", "Sent back")

    class Stage(models.TextChoices):
        FIRST = "first", pgettext_lazy("stage of marking", "First look")
        SECOND = "second", pgettext_lazy("stage of marking", "Second look")
        SENIOR = "senior", pgettext_lazy("stage of marking", "The two don't agree")

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="submissions"
    )
    task_key = models.UUIDField(_("task"))
    course_key = models.UUIDField(_("course"))
    title = models.CharField(_("task"), max_length=255)
    number = models.PositiveSmallIntegerField(pgettext_lazy("of tries", "number"))
    text = models.TextField(_("words"), blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    amount = models.DecimalField(
        _("number"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    work = models.CharField(_("what is handed in"), max_length=10, default="evidence")
    data = models.JSONField(_("plan or report"), default=dict, blank=True)
    findings = models.JSONField(_("what doesn't fit"), default=list, blank=True)
    rubric = models.JSONField(_("criteria"), default=list, blank=True)
    due_at = models.DateTimeField(_("please by"), null=True, blank=True)
    twice = models.BooleanField(_("two people mark it"), default=False)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.FIRST)
    percent = models.DecimalField(
        _("per cent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.SENT, db_index=True
    )
    comment = models.TextField(_("trainer's word"), blank=True)
    marker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("trainer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    sent_at = models.DateTimeField(_("handed in"))
    marked_at = models.DateTimeField(_("looked at"), null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("handed-in task")
        verbose_name_plural = _("handed-in tasks")
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(fields=["state", "sent_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "task_key", "number"], name="submission_number_once"
            ),
            models.UniqueConstraint(
                fields=["leader", "task_key"],
                condition=Q(state__in=["sent", "accepted"]),
                name="submission_one_standing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.leader}"

    @property
    def is_late(self) -> bool:
        return self.due_at is not None and self.due_at < self.sent_at


def photo_name(photo: "SubmissionFile", _filename: str) -> str:
    """Where a photo is kept; the name the phone gave it says too much, so it isn't used."""
    return f"submissions/{photo.submission_id}/{photo.key}.{photo.suffix}"


class SubmissionFile(models.Model):
    """A photo handed in with a task, re-encoded so that it says nothing but what it shows, or a
    document as it came. `print` is a photo's likeness as a signed 64-bit number; null where there
    is nothing to compare."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="files")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), upload_to=photo_name, storage=private_storage)
    suffix = models.CharField(_("type"), max_length=4, default="jpg")
    name = models.CharField(_("name"), max_length=120, blank=True)
    width = models.PositiveIntegerField(_("width"), default=0)
    height = models.PositiveIntegerField(_("height"), default=0)
    print = models.BigIntegerField(_("likeness"), null=True, blank=True)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_photo(self) -> bool:
        return self.suffix == "jpg"


class Likeness(models.Model):
    """Two photos that look nearly the same: a hint for the marker, never a verdict. `distance` is
    in how many of 64 places they differ."""

    photo = models.ForeignKey(SubmissionFile, on_delete=models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(SubmissionFile, on_delete=models.CASCADE, related_name="+")
    distance = models.PositiveSmallIntegerField(_("distance"))

    class Meta:
        verbose_name = _("photo that looks the same")
        verbose_name_plural = _("photos that look the same")
        ordering = ["distance", "id"]
        constraints = [
            models.UniqueConstraint(fields=["photo", "other"], name="likeness_once"),
        ]

    def __str__(self) -> str:
        return f"{self.photo_id} ~ {self.other_id}"
