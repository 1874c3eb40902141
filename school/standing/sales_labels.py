"""What we call the columns of a sales file when we ask a person about them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LABELS = {
    "code": _("Leader ID"),
    "nick": _("WeChat name"),
    "name": _("Name"),
    "phone": _("Phone"),
    "community": _("Community"),
    "orders": _("Orders"),
    "effective_orders": _("Effective orders"),
    "closed_orders": _("Closed orders"),
    "gross": _("Sales, all orders"),
    "effective_amount": _("Sales, effective orders"),
    "refund_count": _("Number of refunds"),
    "refunds": _("Refunded amount"),
    "net": _("Net sales"),
    "week_start": _("Week from"),
    "week_end": pgettext_lazy("end of a week", "Week to"),
    "open_days": _("Open days"),
    "buyers": _("Buyers"),
    "repeat_buyers": _("Repeat buyers"),
    "new_members": _("New members"),
    "cases": _("After-sales cases"),
    "leader_fault_cases": _("Cases in the leader's responsibility"),
    "complaints": _("Complaints"),
    "commission": _("Commission"),
}
WHY_LOOSE = {
    "unknown-leader": _("We know neither the ID nor the phone."),
    "phone-masked": _("The phone is masked, and there is no known ID."),
    "id-differs": _("The phone is of a leader with another ID."),
    "nothing-to-match": _("The row has neither an ID nor a phone."),
}
