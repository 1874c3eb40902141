from typing import Any

from django.utils.translation import gettext as _

from school.lib import dates
from school.lib.command import JsonCommand, read_day
from school.standing import automatic
from school.standing.evaluation import Evaluated, evaluate

LINE = ("requirement", "value", "threshold", "met", "source")


class Command(JsonCommand):
    help = "Evaluate every leader by the rules and propose who moves up."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--on", help="The day to evaluate, YYYY-MM-DD; today.")
        super().add_arguments(parser)

    def work(self, *, on, dry_run, **_options) -> dict[str, Any]:
        day = read_day(on) if on else dates.today()
        evaluated = evaluate(on=day, dry_run=dry_run)
        if not dry_run:
            automatic.promote(on=day)
        return _agreed(evaluated)

    def tell(self, result: dict[str, Any]) -> list[str]:
        first = _("%(evaluated)s leaders evaluated by rules %(rules_version)s.") % result
        proposals = [
            _("%(leader)s: %(from)s → %(to)s is proposed.") % proposal
            for proposal in result["proposals"]
        ]
        return [first, *proposals]


def _agreed(evaluated: Evaluated) -> dict[str, Any]:
    """The keys that other programs rely on, and no others."""
    proposals = [
        {**entry, "evidence": [{key: line[key] for key in LINE} for line in entry["evidence"]]}
        for entry in evaluated.proposals
    ]
    return {
        "on": evaluated.on,
        "rules_version": evaluated.rules_version,
        "evaluated": evaluated.evaluated,
        "proposals": proposals,
    }
