import secrets
from datetime import date

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.growth.models.offer import Offer
from school.people.models import Leader

# Without 0/O and 1/I/L: a code is read off paper and typed by hand. 16 of 31 letters are 79 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 16


def private_storage():
    return storages["private"]


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))


class SignatureQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SignatureQuerySet":
        return self.filter(offer__leader__in=Leader.objects.visible_to(user))

    def in_force(self, on: date) -> "SignatureQuerySet":
        """Those that bind on this day: begun, not run out, and not ended by either side."""
        open_end = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
        not_ended = Q(termination__isnull=True) | Q(termination__last_day__gte=on)
        return self.filter(open_end, not_ended, begins_on__lte=on)


class Signature(models.Model):
    """A leader's name under an agreement: what she typed, when, and under which text. Written
    once and never changed; only the sheet's `file` is added later. `phone` is masked: the record
    says which number the code went to without keeping the number twice."""

    offer = models.OneToOneField(
        Offer, verbose_name=_("offer"), on_delete=models.PROTECT, related_name="signature"
    )
    code = models.CharField(
        _("code"), max_length=LENGTH, unique=True, default=new_code, editable=False
    )
    typed_name = models.CharField(_("name she typed"), max_length=60)
    phone = models.CharField(_("phone, masked"), max_length=20)
    language = models.CharField(_("language she read"), max_length=10)
    text_hash = models.CharField(_("fingerprint of the text"), max_length=64)
    signed_at = models.DateTimeField(_("signed"), default=timezone.now)
    begins_on = models.DateField(_("valid from"))
    ends_on = models.DateField(_("valid to"), null=True, blank=True)
    file = models.FileField(_("file"), storage=private_storage, blank=True, editable=False)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["-signed_at", "-id"]

    def __str__(self) -> str:
        return f"{self.typed_name} · {self.offer_id}"

    @property
    def last_day(self) -> date | None:
        """The last day on which it binds; None while no end is known."""
        ended = getattr(self, "termination", None)
        return ended.last_day if ended else self.ends_on

    def is_in_force(self, on: date) -> bool:
        return self.begins_on <= on and (self.last_day is None or on <= self.last_day)

    @property
    def spaced_code(self) -> str:
        """The code as it is printed: in fours."""
        return " ".join(self.code[at : at + 4] for at in range(0, LENGTH, 4))

    @property
    def proof_url(self) -> str:
        return settings.BASE_URL + reverse("growth:proof", args=[self.code])


class Termination(models.Model):
    """One side has ended an agreement: who, why, and the last day on which it still binds."""

    class Side(models.TextChoices):
        LEADER = "leader", pgettext_lazy("who ended an agreement", "The leader")
        SCHOOL = "school", pgettext_lazy("who ended an agreement", "The school")
        NEWER = "newer", pgettext_lazy("who ended an agreement", "A newer version took its place")

    signature = models.OneToOneField(
        Signature, verbose_name=_("signature"), on_delete=models.PROTECT, related_name="termination"
    )
    side = models.CharField(_("who ended it"), max_length=10, choices=Side.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.TextField(_("reason"), blank=True)
    given_at = models.DateTimeField(_("at"), default=timezone.now)
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("end of an agreement")
        verbose_name_plural = _("ends of agreements")
        ordering = ["-given_at"]

    def __str__(self) -> str:
        return f"{self.signature_id}: {self.last_day}"
