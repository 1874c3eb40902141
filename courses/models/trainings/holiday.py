from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.translation import current_language


class Holiday(models.Model):
    """One day that is not like its weekday: a day off on which no series meets, or a weekend day
    on which people work, and which may take over the timetable of a day off."""

    on = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    working = models.BooleanField(
        _("a working day"), default=False, help_text=_("A weekend day that is worked instead.")
    )
    stands_for = models.DateField(
        _("instead of"),
        null=True,
        blank=True,
        unique=True,
        help_text=_("The day off whose sessions are held on this working day."),
    )

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.on} {self.title}"

    @property
    def title(self) -> str:
        return (self.name_en if current_language() == "en" else "") or self.name

    def clean(self) -> None:
        if self.stands_for and not self.working:
            raise ValidationError({"stands_for": _("Only a working day stands for another.")})
        if self.stands_for and self.stands_for == self.on:
            raise ValidationError({"stands_for": _("A day can't stand for itself.")})
