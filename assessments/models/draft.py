import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.submission import private_storage
from school.people.models import Leader


class Draft(models.Model):
    """What a leader has written for a task and not handed in yet; the server keeps it, so that a
    lost phone loses nothing. What was typed stays as it was typed."""

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.CASCADE, related_name="drafts"
    )
    task_key = models.UUIDField(_("task"))
    text = models.TextField(_("words"), blank=True)
    link = models.CharField(_("link"), max_length=500, blank=True)
    amount = models.CharField(_("number"), max_length=40, blank=True)
    data = models.JSONField(_("plan or report"), default=dict, blank=True)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        verbose_name = _("draft of a task")
        verbose_name_plural = _("drafts of tasks")
        constraints = [
            models.UniqueConstraint(fields=["leader", "task_key"], name="draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.task_key}"


def upload_name(upload: "Upload", _filename: str) -> str:
    return f"uploads/{upload.key}/whole"


class Upload(models.Model):
    """A photo or document on its way to a draft: it comes in pieces, `received` of `size` bytes
    so far. `token` is the phone's own name for it, so that asking twice makes it once. When all
    is there and it is what it says, `file` is what will be handed in."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photo")
        DOCUMENT = "document", _("file")

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.CASCADE, related_name="uploads"
    )
    task_key = models.UUIDField(_("task"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.CharField(_("the phone's name for it"), max_length=40)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.PHOTO)
    name = models.CharField(_("name"), max_length=120, blank=True)
    size = models.PositiveIntegerField(_("size, in bytes"))
    received = models.PositiveIntegerField(_("received, in bytes"), default=0)
    pieces = models.JSONField(_("where pieces end"), default=list)
    file = models.FileField(_("file"), upload_to=upload_name, storage=private_storage, blank=True)
    suffix = models.CharField(_("type"), max_length=4, blank=True)
    width = models.PositiveIntegerField(_("width"), default=0)
    height = models.PositiveIntegerField(_("height"), default=0)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["leader", "task_key", "token"], name="upload_once"),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_done(self) -> bool:
        return bool(self.file)

    @property
    def percent(self) -> int:
        return 100 if self.is_done else min(99, self.received * 100 // self.size)
