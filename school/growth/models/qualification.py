from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.people.models import Leader


class Qualification(models.Model):
    """A recruit's own sales were enough, by the rule of that day. Written once and kept, with
    the figures that it rests on: the rule may change later, and what was reached stays reached.

    It belongs to the one leader who recommended her. Nobody further up gets anything from it.
    """

    recruit = models.OneToOneField(
        Leader,
        verbose_name=_("recruit"),
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="qualification",
    )
    referrer = models.ForeignKey(
        Leader,
        verbose_name=_("recommended by"),
        on_delete=models.PROTECT,
        related_name="qualified_recruits",
    )
    on = models.DateField(_("reached"))
    orders = models.PositiveIntegerField(_("effective orders"))
    orders_needed = models.PositiveIntegerField(_("effective orders needed"))
    days = models.PositiveSmallIntegerField(_("within so many days"))
    evidence = models.JSONField(_("weeks it rests on"), default=list)
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("qualified recruit")
        verbose_name_plural = _("qualified recruits")
        ordering = ["-on", "recruit_id"]

    def __str__(self) -> str:
        return f"{self.recruit_id} ← {self.referrer_id}"
