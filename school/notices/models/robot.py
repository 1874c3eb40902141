from urllib.parse import urlsplit

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SHOWN = 4


class RobotQuerySet(models.QuerySet):
    def active(self) -> "RobotQuerySet":
        return self.filter(active=True)


class Robot(models.Model):
    """A robot in the chat group of a class or a region: what is posted to its address appears
    there. The address is a secret: whoever has it can write into the group."""

    name = models.CharField(_("name"), max_length=60)
    intake = models.OneToOneField(
        "people.Intake",
        verbose_name=_("class"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="robot",
    )
    region = models.OneToOneField(
        "people.Region",
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="robot",
    )
    address = models.CharField(_("address"), max_length=300)
    active = models.BooleanField(_("in use"), default=True)

    objects = RobotQuerySet.as_manager()

    class Meta:
        verbose_name = _("group robot")
        verbose_name_plural = _("group robots")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(intake__isnull=True) ^ Q(region__isnull=True),
                name="robot_of_one_group",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked(self) -> str:
        """The address as it may be shown: where to, and the last characters of its key."""
        return f"{urlsplit(self.address).hostname} ····{self.address[-SHOWN:]}"


class GroupMessage(models.Model):
    """What a robot tells its group; `key` names what it is about, so that it is said once."""

    robot = models.ForeignKey(Robot, on_delete=models.CASCADE, related_name="messages")
    template = models.CharField(max_length=60)
    context = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    link = models.CharField(_("link"), max_length=300, blank=True)
    key = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["robot", "key"], condition=~Q(key=""), name="group_message_once_per_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.pk}"
