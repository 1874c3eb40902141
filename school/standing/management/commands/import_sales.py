from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from school.lib.command import JsonCommand, read_day, read_file
from school.standing.imports.files import bring


class Command(JsonCommand):
    help = "Take over a week's sales file of the trading system (CSV, xlsx)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--week", required=True, help="The week's Monday, YYYY-MM-DD.")
        parser.add_argument(
            "--complete", action="store_true", help="Who is absent from the file sold nothing."
        )
        parser.add_argument("--unit", choices=["yuan", "fen"], default="yuan")
        parser.add_argument("--reason", default="", help="Why the week is brought again.")
        super().add_arguments(parser)

    def work(self, *, file, week, complete, unit, reason, dry_run, **_options) -> dict[str, Any]:
        return bring(
            data=read_file(file),
            name=Path(file).name,
            week=read_day(week),
            complete=complete,
            unit=unit,
            reason=reason,
            dry_run=dry_run,
        ).as_dict()

    def tell(self, result: dict[str, Any]) -> list[str]:
        first = _("Week of %(week)s: %(accepted)s of %(rows)s rows, net sales ¥ %(total_net)s.")
        absent = _("%(absent_as_zero)s leaders who are absent sold nothing.")
        unmatched = [
            _("Row %(row)s: %(name)s is not known (%(why)s).") % entry
            for entry in result["unmatched"]
        ]
        problems = [
            _("Row %(row)s: %(message)s") % {"row": entry.get("row", "–"), **entry}
            for entry in result["rejected"] + result["warnings"]
        ]
        return [first % result, absent % result, *unmatched, *problems]
