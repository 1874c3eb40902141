from django.db import models
from django.utils.translation import gettext_lazy as _

from school.people.models.brought import BroughtFile


class MeetingFile(BroughtFile):
    """The list of who was in an online meeting, as the meeting system wrote it.

    `answers["people"]` says whom somebody means whom the school could not find: by her key in the
    file the number of the leader, or 0 for nobody.
    """

    session = models.ForeignKey(
        "courses.Session",
        verbose_name=_("session"),
        on_delete=models.PROTECT,
        related_name="meeting_files",
    )

    class Meta(BroughtFile.Meta):
        verbose_name = _("meeting's list")
        verbose_name_plural = _("meetings' lists")


class MeetingMark(models.Model):
    """A mark that a meeting's list made; taking the list back withdraws it."""

    file = models.ForeignKey(
        MeetingFile, verbose_name=_("file"), on_delete=models.CASCADE, related_name="made"
    )
    mark = models.OneToOneField(
        "courses.AttendanceMark",
        verbose_name=_("mark"),
        on_delete=models.PROTECT,
        related_name="from_meeting",
    )

    class Meta:
        verbose_name = _("mark from a meeting's list")
        verbose_name_plural = _("marks from meetings' lists")

    def __str__(self) -> str:
        return f"{self.file_id} · {self.mark_id}"
