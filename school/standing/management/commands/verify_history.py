import sys
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from school.lib.command import JsonCommand
from school.standing import history_check


class Command(JsonCommand):
    help = (
        "Check that the history of decisions is whole: find entries and rows that were changed, "
        "taken out or slipped in. Ends with status 1 if there are any. It only reads."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--anchor", default="", help="number:seal as it was noted earlier.")
        super().add_arguments(parser)

    def handle(self, *args, **options) -> None:
        self.is_whole = True
        super().handle(*args, **options)
        if not self.is_whole:
            sys.exit(1)

    def work(self, *, anchor, **_options) -> dict[str, Any]:
        checked = history_check.check(anchor=anchor)
        self.is_whole = checked.is_whole
        return {"whole": checked.is_whole, **asdict(checked)}

    def tell(self, result: dict[str, Any]) -> list[str]:
        problems = [problem["message"] for problem in result["problems"]]
        if problems:
            return problems
        first = _("The history is whole: %(entries)s entries.") % result
        return [first, _("To find it again: --anchor %(number)s:%(seal)s") % result]
