from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TextOverride(models.Model):
    """The school's own words for a notice in one language, in place of the ones it came with. An
    empty part keeps the original. Placeholders stand in braces: {name}."""

    code = models.CharField(_("notice"), max_length=60)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=160, blank=True)
    body = models.TextField(_("text"), blank=True)
    sms = models.CharField(_("text message"), max_length=300, blank=True)
    group = models.TextField(_("message to a group"), blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "language"], name="override_once")]

    def __str__(self) -> str:
        return f"{self.code} ({self.language})"
