"""Why a leader is where she is, in a sentence or two for managers and coaches."""

from decimal import ROUND_CEILING, Decimal

from django.utils.translation import gettext as _

from school.standing.kinds.base import plain
from school.standing.models import Cohort, CohortLimits, Placement

FIRST_LIMITS = CohortLimits()


def words(placement: Placement) -> str:
    """The step that decided, her place in the ranking, and what holds her if the figures alone
    say something else. The placement comes with its `limits`."""
    label = placement.get_why_display()
    if placement.rank is None:
        return label
    placed = _("%(why)s: %(place)s") % {"why": label, "place": place(placement)}
    return " ".join(filter(None, [placed, _kept(placement)]))


def place(placement: Placement) -> str:
    """Her place in the ranking of those whom she is compared with; empty if she isn't ranked."""
    if placement.rank is None:
        return ""
    return _("rank %(rank)s of %(n)s (%(p)s%%); those before her hold %(share)s%% of sales.") % {
        "rank": placement.rank,
        "n": placement.n,
        "p": plain(_percent(placement.rank, placement.n)),
        "share": plain(round(Decimal(placement.c) * 100, 1)),
    }


def _percent(rank: int, n: int) -> Decimal:
    """Rounded up: 20.04% is shown as the 20.1% that is beyond 20%."""
    return (Decimal(rank * 100) / n).quantize(Decimal("0.1"), ROUND_CEILING)


def _kept(placement: Placement) -> str:
    """Why she isn't where this week's figures alone would put her."""
    limits = placement.limits or FIRST_LIMITS
    if placement.why == Placement.Why.WAITING:
        return _("Next week she moves to %(cohort)s if it is the same again.") % {
            "cohort": Cohort(placement.result).label
        }
    if placement.why == Placement.Why.NO_SALES or placement.raw == placement.cohort:
        return ""
    if placement.cohort == Cohort.HEAD:
        return _("A head leaves only beyond %(limit)s%%.") % {"limit": limits.head_leaves}
    if placement.cohort == Cohort.TAIL:
        return _("A tail leaves only up to %(limit)s%%.") % {"limit": limits.tail_leaves}
    return ""
