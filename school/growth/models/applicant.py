import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.lib.phones import local
from school.people import roles
from school.people.models import Leader, Region


def new_token() -> str:
    return secrets.token_urlsafe(18)


class ApplicantQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ApplicantQuerySet":
        """Operations sees all, a manager those of her regions and those who named none."""
        held = roles.of(user)
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if roles.OPERATIONS in held:
            return self
        if roles.MANAGER in held:
            mine = Region.objects.within(user.regions.all())
            return self.filter(Q(region__in=mine) | Q(region__isnull=True))
        return self.none()

    def counted(self) -> "ApplicantQuerySet":
        """Each person once: who wrote again while her first application was open counts by it."""
        return self.exclude(state=Applicant.State.REPEATED)


class Applicant(models.Model):
    """Somebody who asks for a place, as she wrote it on the public form. Her number is not proven
    here: that happens when she joins by the invitation that answers her.

    `token` is the secret in the link of her status page.
    """

    class State(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("state of an applicant", "Applied")
        INVITED = "invited", pgettext_lazy("state of an applicant", "Invited")
        JOINED = "joined", pgettext_lazy("state of an applicant", "Joined")
        DECLINED = "declined", pgettext_lazy("state of an applicant", "Not this time")
        REPEATED = "repeated", pgettext_lazy("state of an applicant", "Wrote again")

    class Source(models.TextChoices):
        LEADER = "leader", pgettext_lazy("how she heard of us", "From a leader")
        GROUP = "group", pgettext_lazy("how she heard of us", "In a chat group")
        POSTER = "poster", pgettext_lazy("how she heard of us", "A poster or leaflet")
        ONLINE = "online", pgettext_lazy("how she heard of us", "On the web")
        OTHER = "other", pgettext_lazy("how she heard of us", "Another way")

    class Experience(models.TextChoices):
        NONE = "none", pgettext_lazy("experience in selling", "None yet")
        SOME = "some", pgettext_lazy("experience in selling", "Less than a year")
        MUCH = "much", pgettext_lazy("experience in selling", "A year or more")

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    name = models.CharField(_("name"), max_length=60)
    phone = models.CharField(_("phone"), max_length=16, db_index=True)
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applicants",
    )
    community = models.CharField(_("community"), max_length=80)
    group_members = models.PositiveIntegerField(_("people in the group"), default=0)
    kind = models.CharField(_("who she is"), max_length=10, choices=Leader.Kind.choices)
    experience = models.CharField(_("experience"), max_length=10, choices=Experience.choices)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    consent_at = models.DateTimeField(_("agreed to data use"))
    created_at = models.DateTimeField(_("applied"), default=timezone.now, db_index=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.APPLIED, db_index=True
    )
    points = models.SmallIntegerField(_("points"), default=0)
    score = models.JSONField(_("how the points come about"), default=list)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer = models.CharField(_("our answer"), max_length=300, blank=True)
    invitation = models.OneToOneField(
        "people.Invitation",
        verbose_name=_("invitation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applicant",
    )
    leader = models.ForeignKey(
        Leader,
        verbose_name=_("leader"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applied_as",
    )

    objects = ApplicantQuerySet.as_manager()

    class Meta:
        verbose_name = _("applicant")
        verbose_name_plural = _("applicants")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def local_phone(self) -> str:
        """The number as people at home write it."""
        return local(self.phone)
