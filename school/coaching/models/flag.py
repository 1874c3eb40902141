from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from school.coaching.models.contact import Contact
from school.people.models import Leader


class FlagQuerySet(models.QuerySet):
    def visible_to(self, user) -> "FlagQuerySet":
        return self.filter(leader__in=Leader.objects.visible_to(user))

    def open(self) -> "FlagQuerySet":
        return self.filter(ended_on=None)

    def unanswered(self) -> "FlagQuerySet":
        """Open ones about which nobody has spoken with her yet."""
        return self.open().filter(answer=None)

    def open_on(self, day: date) -> "FlagQuerySet":
        """Those that stood at the end of that day."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), raised_on__lte=day)


class Flag(models.Model):
    """A rule says that a leader needs somebody: since when, and the figures that say so.

    It stands while the rule holds. `value` beside `usual` is what the rule saw, and the sales
    weeks from `first` to `last` are the rows it looked at.
    """

    class Rule(models.TextChoices):
        CLOSED = "closed", pgettext_lazy("reason of a flag", "Has not opened")
        FALL = "fall", pgettext_lazy("reason of a flag", "Sells much less")
        COMPLAINTS = "complaints", pgettext_lazy("reason of a flag", "Complaints")
        IDLE = "idle", pgettext_lazy("reason of a flag", "Does not learn")

    leader = models.ForeignKey(
        Leader, verbose_name=_("leader"), on_delete=models.PROTECT, related_name="flags"
    )
    rule = models.CharField(_("rule"), max_length=12, choices=Rule.choices)
    since = models.DateField(_("since"))
    raised_on = models.DateField(_("seen on"))
    ended_on = models.DateField(_("over on"), null=True, blank=True)
    value = models.DecimalField(_("figure"), max_digits=14, decimal_places=2, null=True, blank=True)
    usual = models.DecimalField(_("beside"), max_digits=14, decimal_places=2, null=True, blank=True)
    first = models.DateField(_("rows from"), null=True, blank=True)
    last = models.DateField(_("rows to"), null=True, blank=True)
    answer = models.ForeignKey(
        Contact,
        verbose_name=_("spoken about in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="flags",
    )

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        ordering = ["-raised_on", "rule"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "rule"], condition=Q(ended_on=None), name="flag_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader_id}: {self.rule}"
