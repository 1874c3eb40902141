"""What the school knows of the leader's group."""

from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from school.standing.kinds.base import Kind, plain
from school.standing.kinds.registry import kind


@kind
class GroupSize(Kind):
    """People in her group, as she or the roster last told."""

    code = "group_size"
    label = gettext_lazy("People in the group")

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
