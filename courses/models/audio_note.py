from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from courses.translation import current_language

SOUNDS = ("mp3", "m4a", "aac", "ogg", "opus", "wav")


class AudioNoteQuerySet(models.QuerySet):
    def out(self, now: datetime | None = None) -> "AudioNoteQuerySet":
        """Those whose evening has come."""
        return self.filter(publishes_at__lte=now or timezone.now())

    def untold(self, now: datetime | None = None) -> "AudioNoteQuerySet":
        return self.out(now).filter(told_at=None)


class AudioNote(models.Model):
    """A few minutes to listen to in the evening, one of a series. It appears at its hour by
    itself, and the leaders are told once (`told_at`)."""

    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80, blank=True)
    speaker = models.CharField(_("who speaks"), max_length=60, blank=True)
    file = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("sound file"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("mp3 or m4a; 1 MB a minute is plenty."),
    )
    length = models.CharField(
        _("length"),
        max_length=5,
        blank=True,
        help_text=_("Like 2:18."),
        validators=[RegexValidator(r"^\d{1,2}:[0-5]\d$", _("Minutes and seconds, like 2:18."))],
    )
    words = RichTextField(_("the same in words"), blank=True, features=["bold", "italic", "ul"])
    publishes_at = models.DateTimeField(_("appears"), help_text=_("Shanghai time."))
    told_at = models.DateTimeField(_("leaders told"), null=True, blank=True, editable=False)

    objects = AudioNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("evening audio")
        verbose_name_plural = _("evening audio")
        ordering = ["-publishes_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return (self.title_en if current_language() == "en" else "") or self.title

    def clean(self) -> None:
        if self.file_id and self.file.file_extension.lower() not in SOUNDS:
            raise ValidationError({"file": _("This file is no sound: choose mp3 or m4a.")})
