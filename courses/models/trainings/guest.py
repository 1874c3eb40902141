from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.trainings.kit import private_storage
from courses.translation import current_language


class Guest(models.Model):
    """Who is invited to a topic night. Her name and photo are shown to leaders only while there is
    a consent: the day, and who of the school took it down."""

    name = models.CharField(_("name"), max_length=40)
    words = models.CharField(_("about her, in a sentence or two"), max_length=300, blank=True)
    words_en = models.CharField(_("about her, in English"), max_length=300, blank=True)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    photo = models.FileField(_("photo"), upload_to="guests", storage=private_storage, blank=True)
    consent_on = models.DateField(_("agreed on"), null=True, blank=True)
    consent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken down by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_on = models.DateField(_("taken back on"), null=True, blank=True)
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_shown(self) -> bool:
        return self.consent_on is not None and self.withdrawn_on is None

    @property
    def about(self) -> str:
        return (self.words_en if current_language() == "en" else "") or self.words
