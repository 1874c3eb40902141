from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Receipt(models.Model):
    """One thing that a phone did, perhaps without a network, and what the school said to it.

    The phone's own name and count make it arrive once, however often it is sent.
    """

    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        on_delete=models.CASCADE,
        related_name="receipts",
    )
    client_id = models.CharField(max_length=36)
    seq = models.BigIntegerField()
    kind = models.CharField(_("kind"), max_length=8)
    code = models.CharField(_("verdict"), max_length=40)
    done_at = models.DateTimeField(_("done"))
    received_at = models.DateTimeField(_("received"), default=timezone.now)

    class Meta:
        verbose_name = _("receipt for a phone")
        verbose_name_plural = _("receipts for phones")
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "client_id", "seq"], name="received_from_phone_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.client_id} · {self.seq} · {self.code}"
