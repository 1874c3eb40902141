from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user) -> "NoticeQuerySet":
        return self.filter(user=user)

    def listed(self) -> "NoticeQuerySet":
        """Those that stand in the inbox by themselves, not inside a daily digest."""
        return self.filter(gathered=False)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True, gathered=False)

    def to_call_about(self, before: datetime) -> "NoticeQuerySet":
        """Important ones that were sent before this moment, that nobody has read, and about which
        nobody has called yet."""
        return self.filter(
            important=True, read_at__isnull=True, called_at__isnull=True, created_at__lt=before
        )


class Notice(models.Model):
    """A message in a person's inbox. `key` names what it is about, so that a run that is
    repeated doesn't tell her twice.

    `title` and `body` are the text as it was written, in `language`; with `template` and `context`
    it can be said again in another language. A `gathered` notice is shown inside the `digest` of
    its day.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("for"),
        on_delete=models.CASCADE,
        related_name="notices",
    )
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text"), blank=True)
    link = models.CharField(_("link"), max_length=300, blank=True)
    # Values of the database itself: some notices are written by one statement for everybody.
    template = models.CharField(max_length=60, blank=True, db_default="")
    context = models.JSONField(null=True, blank=True, encoder=DjangoJSONEncoder)
    language = models.CharField(max_length=10, blank=True, db_default="")
    important = models.BooleanField(_("important"), default=False, db_default=False)
    gathered = models.BooleanField(default=False, db_default=False)
    digest = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts"
    )
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    called_at = models.DateTimeField(_("called"), null=True, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("called by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["user", "-created_at"]),
            models.Index(
                fields=["created_at"],
                condition=Q(important=True, read_at__isnull=True),
                name="notice_important_unread",
            ),
            models.Index(
                fields=["created_at"],
                condition=Q(gathered=True, digest__isnull=True),
                name="notice_to_gather",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], condition=~models.Q(key=""), name="notice_once_per_key"
            )
        ]

    def __str__(self) -> str:
        return self.title
