from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.standing.models.mentorship import Mentorship


class MentorMeeting(models.Model):
    """A mentor and her newcomer met, and what it was about."""

    mentorship = models.ForeignKey(
        Mentorship, verbose_name=_("pair"), on_delete=models.PROTECT, related_name="meetings"
    )
    on = models.DateField(_("day"))
    words = models.TextField(_("what it was about"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("meeting of a pair")
        verbose_name_plural = _("meetings of pairs")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.mentorship_id}: {self.on:%Y-%m-%d}"
