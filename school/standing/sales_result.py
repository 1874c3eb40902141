"""What a sales file comes to: counts, problems, and looks at the file as a whole."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from school.lib import dates
from school.lib.phones import mask_phone
from school.lib.refusal import Refusal
from school.standing.models import SalesImport
from school.standing.sales_columns import SalesLine
from school.standing.sales_matching import Matched
from school.standing.weeks import WEEK

Entry = dict[str, Any]
# A total that moves by more than this share against the week before is worth a look.
JUMP = Decimal("0.8")
# Yuan for one order beyond which the unit of the file is in doubt.
LIKELY_ORDER = (Decimal(1), Decimal(2000))


@dataclass
class SalesResult:
    """What an import came to. Entries name the line of the file, a code and a sentence;
    `total_net` is in yuan."""

    week: date
    rows: int = 0
    accepted: int = 0
    unmatched: list[Entry] = field(default_factory=list)
    rejected: list[Entry] = field(default_factory=list)
    warnings: list[Entry] = field(default_factory=list)
    absent_as_zero: int = 0
    total_net: Decimal = Decimal(0)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def warn(self, code: str, message: str, row: int | None = None) -> None:
        entry = {"code": code, "message": message}
        self.warnings.append(entry if row is None else {"row": row, **entry})


def entry(line: int, refusal: Refusal) -> Entry:
    return {"row": line, "code": refusal.code, "message": str(refusal)}


def report(matched: Matched, result: SalesResult) -> None:
    """Put what was matched, and what wasn't, into the result, in the order of the file."""
    result.accepted = len(matched.lines)
    result.total_net = sum((line.figures.net for line in matched.lines.values()), Decimal(0))
    result.unmatched = [
        {
            "row": line.line,
            "leader_id": line.code,
            "name": line.name,
            "phone": mask_phone(line.phone),
            "why": why,
        }
        for line, why in matched.unmatched
    ]
    result.rejected += [entry(line.line, refusal) for line, refusal in matched.rejected]
    result.rejected.sort(key=lambda one: one["row"])
    own = [(line, warning) for line in matched.lines.values() for warning in line.warnings]
    for line, warning in sorted(own + matched.warnings, key=lambda pair: pair[0].line):
        result.warn(warning.code, str(warning), line.line)


def check_whole(matched: Matched, result: SalesResult) -> None:
    """Looks at the file as a whole: is the week over, are the sums likely?"""
    if dates.today() < result.week + WEEK:
        result.warn("week-not-over", _("This week isn't over yet."))
    _check_jump(result)
    _check_magnitude(matched.lines.values(), result)


def _check_jump(result: SalesResult) -> None:
    before = SalesImport.objects.filter(
        week_start=result.week - WEEK, state=SalesImport.State.CURRENT
    ).first()
    if not before or before.total_net <= 0:
        return
    change = result.total_net / before.total_net - 1
    if abs(change) >= JUMP:
        message = _("Net sales have changed by %(percent)s%% against the week before.")
        result.warn("total-jump", message % {"percent": f"{change * 100:+.0f}"})


def _check_magnitude(lines: Iterable[SalesLine], result: SalesResult) -> None:
    sold = [(line.figures.gross, line.figures.orders) for line in lines]
    gross, orders = sum((pair[0] for pair in sold), Decimal(0)), sum(pair[1] for pair in sold)
    smallest, largest = LIKELY_ORDER
    if gross > 0 and orders and not smallest <= gross / orders <= largest:
        message = _("An order would be worth %(amount)s yuan. Is the unit right?")
        result.warn("magnitude", message % {"amount": f"{gross / orders:.2f}"})
