import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Without 0/O and 1/I/L: a code is read out on the phone and typed by hand.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _position in range(8))


class Invitation(models.Model):
    """A code that lets newcomers join one intake, handed on as link, QR code or words."""

    code = models.CharField(_("code"), max_length=20, unique=True, default=new_code)
    intake = models.ForeignKey(
        "people.Intake",
        verbose_name=_("intake"),
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    source = models.CharField(
        _("channel"), max_length=40, blank=True, help_text=_("Where the code is handed out.")
    )
    max_uses = models.PositiveIntegerField(_("places"), null=True, blank=True)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.code

    def save(self, *args, **kwargs) -> None:
        self.code = self.code.strip().upper()
        super().save(*args, **kwargs)

    def has_expired(self, now=None) -> bool:
        return bool(self.expires_at and self.expires_at <= (now or timezone.now()))

    def is_used_up(self) -> bool:
        return self.max_uses is not None and self.applications.joined().count() >= self.max_uses
