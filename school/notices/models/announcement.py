from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Announcement(models.Model):
    """Something that a manager or trainer tells many leaders at once. `audience` and `ref` say to
    whom: see `school.notices.audience`."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("from"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    audience = models.CharField(_("to"), max_length=20)
    ref = models.CharField(max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=80)
    body = models.TextField(_("text"), max_length=2000)
    title_en = models.CharField(_("title in English"), max_length=80, blank=True)
    body_en = models.TextField(_("text in English"), max_length=2000, blank=True)
    important = models.BooleanField(_("important"), default=False)
    by_sms = models.BooleanField(_("also as a text message"), default=False)
    to_group = models.BooleanField(_("also into the chat group"), default=False)
    people = models.PositiveIntegerField(_("people"), default=0)
    created_at = models.DateTimeField(_("asked"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title
