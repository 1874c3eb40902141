from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from assessments import formats
from assessments.exporting import export
from assessments.formats.path import read_path
from assessments.importing import kind_label
from assessments.models import Category
from school.lib.command import JsonCommand
from school.lib.refusal import Refusal


class Command(JsonCommand):
    help = "Write the questions of the bank, or of one category, into a file."

    def add_arguments(self, parser) -> None:
        codes = [code for code, _label in formats.choices()]
        parser.add_argument("--format", required=True, choices=codes)
        parser.add_argument(
            "--category", default="", metavar="PATH", help="For example Sales/Week 1"
        )
        parser.add_argument("-o", "--output", required=True, metavar="FILE")
        super().add_arguments(parser)

    def work(
        self, *, format: str, category: str, output: str, dry_run: bool, **_options: Any
    ) -> dict[str, Any]:
        exported = export(code=format, category=_find(category))
        if not dry_run:
            _write(output, exported.data)
        told = exported.told()
        return {"format": format, "written": told["written"], "left_out": told["left_out"]}

    def tell(self, result: dict[str, Any]) -> list[str]:
        first = _("%(count)s questions written.") % {"count": result["written"]}
        left = _("Left out, because the format can't say it: %(kind)s, %(text)s")
        lines = ({**one, "kind": kind_label(one["kind"])} for one in result["left_out"])
        return [first, *(left % line for line in lines)]


def _write(path: str, data: bytes) -> None:
    """Refuses: file-unwritable."""
    try:
        Path(path).write_bytes(data)
    except OSError as error:
        said = {"path": path, "why": error.strerror or error}
        raise Refusal("file-unwritable", _("%(path)s: %(why)s"), said) from error


def _find(path: str) -> Category | None:
    """The category of this path, from the outermost to the innermost name.

    Refuses: category-unknown."""
    found = None
    for name in read_path(path):
        found = Category.objects.filter(name=name, parent=found).first()
        if found is None:
            said = {"path": path}
            raise Refusal("category-unknown", _("There is no category %(path)s."), said)
    return found
