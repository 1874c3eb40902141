from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from school.lib import dates
from school.lib.command import JsonCommand, read_day
from school.standing.cohort import place_cohorts


class Command(JsonCommand):
    help = "Place every leader in this week's cohort: head, middle, tail or new."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--on", help="A day of the week to place for, YYYY-MM-DD; today.")
        super().add_arguments(parser)

    def work(self, *, on, dry_run, **_options) -> dict[str, Any]:
        day = read_day(on) if on else dates.today()
        return asdict(place_cohorts(on=day, dry_run=dry_run))

    def tell(self, result: dict[str, Any]) -> list[str]:
        counts = _(
            "%(population)s leaders placed: %(head)s head, %(middle)s middle, %(tail)s tail. "
            "%(new)s new, %(frozen)s frozen."
        )
        moved = [_("%(leader)s: %(from)s → %(to)s. %(why)s") % move for move in result["moved"]]
        return [counts % result, *moved]
