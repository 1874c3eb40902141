import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from assessments.models.submission import private_storage
from school.people.models import Leader

# Without 0/O and 1/I/L: a code is read off a wall and typed by hand. 16 of 31 letters are 79 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 16


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))


class CertificateQuerySet(models.QuerySet):
    def genuine(self) -> "CertificateQuerySet":
        return self.filter(revoked_at=None)

    def visible_to(self, user) -> "CertificateQuerySet":
        """One's own, and those of the leaders whom one may see."""
        return self.filter(leader__in=Leader.objects.visible_to(user))


class Certificate(models.Model):
    """A sheet that says what a leader has reached. Name, title and date are kept as they were on
    the day; `code` is on the sheet, and whoever has it may ask whether the sheet is genuine."""

    class Kind(models.TextChoices):
        COURSE = "course", pgettext_lazy("kind of certificate", "Course")
        TIER = "tier", pgettext_lazy("kind of certificate", "Tier")

    code = models.CharField(
        _("code"), max_length=LENGTH, unique=True, default=new_code, editable=False
    )
    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="certificates"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    key = models.CharField(_("of which course or tier"), max_length=60)
    name = models.CharField(_("name on it"), max_length=60)
    title = models.JSONField(_("title in each language"), default=dict)
    issued_on = models.DateField(_("date on it"))
    file = models.FileField(_("file"), storage=private_storage, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("withdrawn by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "kind", "key"],
                condition=Q(revoked_at=None),
                name="certificate_genuine_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.title_now}"

    @property
    def title_now(self) -> str:
        """The title in the reader's language, or in the one there is."""
        return self.title.get(get_language() or "") or next(iter(self.title.values()), "")

    @property
    def spaced_code(self) -> str:
        """The code as it is printed: in fours."""
        return " ".join(self.code[at : at + 4] for at in range(0, len(self.code), 4))

    @property
    def verify_url(self) -> str:
        return settings.BASE_URL + reverse("assessments:verify", args=[self.code])
