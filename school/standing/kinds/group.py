"""What the school knows of the leader's group, and of her time on a tier."""

from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from courses.models.trainings.session import midnight
from school.lib import dates
from school.people.models import Leader
from school.standing.kinds.base import Kind, Section, SourceRow, days, plain
from school.standing.kinds.registry import kind
from school.standing.models import TierChange


@kind
class GroupSize(Kind):
    """People in her group, as she or the roster last told."""

    code = "group_size"
    label = gettext_lazy("People in the group")
    section = Section.GROUP
    unit = pgettext_lazy("unit", "people")

    def expression(self) -> F:
        return F("group_members")

    def title(self) -> str:
        return _("A group of %(number)s people") % {"number": plain(self.threshold)}

    def shown(self, value: Decimal) -> str:
        return ngettext("%(number)s person", "%(number)s people", int(value)) % {
            "number": plain(value)
        }

    def source(self) -> str:
        return "leader.group_members"

    def rows(self, leader_id: int) -> list[SourceRow]:
        number = Leader.objects.values_list("group_members", flat=True).get(pk=leader_id)
        return [SourceRow(_("Her group"), None, self.shown(Decimal(number)), _("roster"))]


@kind
class DaysInTier(Kind):
    """Shanghai days since she came to her tier. The raw figure is the moment of it."""

    code = "days_in_tier"
    label = gettext_lazy("Days in the tier")
    section = Section.GROUP
    unit = pgettext_lazy("unit", "days")

    def expression(self) -> F:
        return F("standing__tier_since")

    def value(self, raw: datetime | None) -> Decimal | None:
        return None if raw is None else Decimal((self.on - dates.day_of(raw)).days)

    def condition(self, alias: str) -> Q:
        latest = self.on - timedelta(days=ceil(self.threshold))
        return Q(**{f"{alias}__lt": midnight(latest + timedelta(days=1))})

    def title(self) -> str:
        return _("%(days)s in your tier") % {"days": days(int(self.threshold))}

    def shown(self, value: Decimal) -> str:
        return days(int(value))

    def source(self) -> str:
        return f"tier_changes ..{self.on:%Y-%m-%d}"

    def rows(self, leader_id: int) -> list[SourceRow]:
        changes = TierChange.objects.filter(leader=leader_id).select_related("to_tier")
        last = changes.order_by("-at", "-pk").first()
        if last is None:
            return []
        return [SourceRow(last.to_tier.title, dates.day_of(last.at), _("since"), _("history"))]
