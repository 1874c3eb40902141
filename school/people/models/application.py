from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from school.people.models.leader import Leader


class ApplicationQuerySet(models.QuerySet):
    def joined(self) -> "ApplicationQuerySet":
        return self.filter(joined_at__isnull=False)


class Application(models.Model):
    """What a newcomer wrote on the joining page, kept until the code from her phone proves
    that the number is hers; then it becomes a leader, and stays as the record of her consent."""

    invitation = models.ForeignKey(
        "people.Invitation",
        verbose_name=_("invitation"),
        on_delete=models.PROTECT,
        related_name="applications",
    )
    phone = models.CharField(_("phone"), max_length=16, db_index=True)
    name = models.CharField(_("name"), max_length=60)
    community = models.CharField(_("community"), max_length=80)
    group_members = models.PositiveIntegerField(_("people in the group"), default=0)
    kind = models.CharField(_("who she is"), max_length=10, choices=Leader.Kind.choices)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    consent_at = models.DateTimeField(_("agreed to data use"))
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    joined_at = models.DateTimeField(_("joined"), null=True, blank=True)
    leader = models.ForeignKey(
        "people.Leader",
        verbose_name=_("leader"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
