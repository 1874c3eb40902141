from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.people import roles
from school.people.models.region import Region


class LeaderQuerySet(models.QuerySet):
    def visible_to(self, user) -> "LeaderQuerySet":
        """The leaders that this person may see: see `school/people/access.py` for the rule."""
        if isinstance(user, AnonymousUser) or not user.is_active:
            return self.none()
        return self.seen_by(user.pk, roles.of(user))

    def seen_by(self, user_id: int, held: frozenset[str]) -> "LeaderQuerySet":
        """The leaders that somebody sees who is active and holds these roles."""
        if roles.OPERATIONS in held:
            return self
        seen = Q(user=user_id)
        if roles.MANAGER in held:
            seen |= Q(region__in=Region.objects.looked_after_by(user_id))
        if roles.COACH in held:
            seen |= Q(coach=user_id)
        if roles.TRAINER in held:
            seen |= Q(intake__trainer=user_id)
        return self.filter(seen)

    def studying(self) -> "LeaderQuerySet":
        """Those whom the school still teaches."""
        return self.filter(status__in=Leader.STUDYING)


class Leader(models.Model):
    """A leader: somebody who runs one or more neighbourhood groups and learns here."""

    class Kind(models.TextChoices):
        MOTHER = "mother", _("Full-time mother")
        SHOP = "shop", _("Shop owner")
        OTHER = "other", pgettext_lazy("kind of leader", "Other")

    class Status(models.TextChoices):
        APPLIED = "applied", _("Applied")
        INVITED = "invited", _("Invited")
        ONBOARDING = "onboarding", pgettext_lazy("status of a leader", "Onboarding")
        PROBATION = "probation", _("Probation")
        ACTIVE = "active", pgettext_lazy("status of a leader", "Active")
        ELIMINATED = "eliminated", _("Eliminated")
        LEFT = "left", pgettext_lazy("status of a leader", "Left")

    STUDYING = [Status.INVITED, Status.ONBOARDING, Status.PROBATION, Status.ACTIVE]

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.PROTECT,
        related_name="leader",
    )
    code = models.CharField(
        _("leader ID"),
        max_length=40,
        unique=True,
        null=True,
        blank=True,
        help_text=_("The number that the trading system knows her by."),
    )
    wechat_nick = models.CharField(_("WeChat name"), max_length=80, blank=True)
    region = models.ForeignKey(
        "people.Region",
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="leaders",
    )
    community = models.CharField(_("community"), max_length=80, blank=True)
    group_members = models.PositiveIntegerField(_("people in the group"), default=0)
    kind = models.CharField(
        _("who she is"), max_length=10, choices=Kind.choices, default=Kind.OTHER
    )
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.ONBOARDING, db_index=True
    )
    on_leave = models.BooleanField(_("on leave"), default=False)
    intake = models.ForeignKey(
        "people.Intake",
        verbose_name=_("intake"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="leaders",
    )
    referrer = models.ForeignKey(
        "self",
        verbose_name=_("recommended by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="recruits",
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("coach"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="coached",
    )
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    consent_at = models.DateTimeField(_("agreed to data use"), null=True, blank=True)

    objects = LeaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("leader")
        verbose_name_plural = _("leaders")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.user.name
