from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from assessments import formats
from assessments.exporting import export
from assessments.formats.path import read_path
from assessments.models import Category


class Command(BaseCommand):
    help = "Write the questions of the bank, or of one category, into a file."

    def add_arguments(self, parser) -> None:
        codes = [code for code, _label in formats.choices()]
        parser.add_argument("--format", required=True, choices=codes)
        parser.add_argument(
            "--category", default="", metavar="PATH", help="For example Sales/Week 1"
        )
        parser.add_argument("-o", "--output", required=True, metavar="FILE")

    def handle(self, *, format: str, category: str, output: str, **_options: Any) -> None:
        exported = export(code=format, category=_find(category))
        try:
            Path(output).write_bytes(exported.data)
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}") from error
        self.stdout.write(_("%(count)s questions written.") % {"count": exported.written})
        for question in exported.left_out:
            said = {"kind": question.kind, "text": (question.name or question.text)[:60]}
            self.stderr.write(
                _("Left out, because the format can't say it: %(kind)s, %(text)s") % said
            )


def _find(path: str) -> Category | None:
    """The category of this path, from the outermost to the innermost name."""
    found = None
    for name in read_path(path):
        found = Category.objects.filter(name=name, parent=found).first()
        if found is None:
            raise CommandError(_("There is no category %(path)s.") % {"path": path})
    return found
