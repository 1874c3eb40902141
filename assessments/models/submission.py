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

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="submissions"
    )
    task_key = models.UUIDField(_("task"))
    course_key = models.UUIDField(_("course"))
    title = models.CharField(_("task"), max_length=255)
    number = models.PositiveSmallIntegerField(pgettext_lazy("of tries", "number"))
    text = models.TextField(_("words"), blank=True)
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


def photo_name(photo: "SubmissionFile", _filename: str) -> str:
    """Where a photo is kept; the name the phone gave it says too much, so it isn't used."""
    return f"submissions/{photo.submission_id}/{photo.key}.jpg"


class SubmissionFile(models.Model):
    """A photo handed in with a task, re-encoded so that it says nothing but what it shows."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="files")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(_("file"), upload_to=photo_name, storage=private_storage)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.key)
