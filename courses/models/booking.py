from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Booking(models.Model):
    """A leader's word on a session: she comes, or after all not."""

    session = models.ForeignKey(
        "courses.Session",
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="bookings",
    )
    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.PROTECT,
        related_name="bookings",
    )
    coming = models.BooleanField(pgettext_lazy("to a session", "coming"), default=True)
    at = models.DateTimeField(_("said"), auto_now=True)

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        constraints = [
            models.UniqueConstraint(fields=["session", "leader"], name="one_word_a_session")
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} · {self.session_id}"
