from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from school.lib.command import JsonCommand, read_file
from school.people.roster_files import bring


class Command(JsonCommand):
    help = "Create and update leaders from a roster file (CSV, xlsx)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE")
        super().add_arguments(parser)

    def work(self, *, file: str, dry_run: bool, **_options) -> dict[str, Any]:
        data, name = read_file(file), Path(file).name
        return bring(data=data, name=name, dry_run=dry_run).as_dict()

    def tell(self, result: dict[str, Any]) -> list[str]:
        first = _("%(rows)s rows: %(created)s leaders created, %(updated)s updated.") % result
        merged = _("%(merged)s rows said the same twice.") % result
        regions = _("New regions: %(names)s.") % {"names": ", ".join(result["regions_created"])}
        lines = [first, merged] if result["merged"] else [first]
        lines += [regions] if result["regions_created"] else []
        return lines + [
            _("Row %(row)s: %(message)s") % {"row": entry.get("row", "–"), **entry}
            for entry in result["conflicts"] + result["rejected"] + result["warnings"]
        ]
