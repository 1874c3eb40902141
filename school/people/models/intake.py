from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Intake(models.Model):
    """A class of newcomers who start together, with a trainer and a chat group of their own."""

    name = models.CharField(_("name"), max_length=80)
    number = models.PositiveIntegerField(pgettext_lazy("intake", "number"), unique=True)
    region = models.ForeignKey(
        "people.Region",
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="intakes",
    )
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("trainer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="intakes_trained",
    )
    starts_on = models.DateField(_("starts on"))
    welcome = models.TextField(
        _("welcome"), blank=True, help_text=_("What newcomers read first on the intake's page.")
    )
    group_qr = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("QR picture of the class group"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("intake")
        verbose_name_plural = _("intakes")
        ordering = ["-starts_on", "-number"]

    def __str__(self) -> str:
        return self.name
