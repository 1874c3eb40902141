from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from assessments import formats
from assessments.importing import AUTO, import_questions, kind_label, look, read_questions
from school.lib.command import JsonCommand, read_file


class Command(JsonCommand):
    help = "Read questions from a file (GIFT, Moodle XML, Aiken, QTI, XLSX, CSV) into the bank."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE")
        codes = [AUTO, *(code for code, _label in formats.choices())]
        parser.add_argument("--format", default=AUTO, choices=codes)
        parser.add_argument(
            "--category", default="", metavar="PATH", help="For example Sales/Week 1"
        )
        super().add_arguments(parser)

    def work(
        self, *, file: str, format: str, category: str, dry_run: bool, **_options
    ) -> dict[str, Any]:
        data, name = read_file(file), Path(file).name
        if dry_run:
            outcome, _prepared = look(read_questions(data, name, format))
            return outcome.as_dict()
        row = import_questions(data=data, name=name, code=format, category=category)
        names = ("format", "read", "imported", "by_kind", "problems")
        return {field: getattr(row, field) for field in names}

    def tell(self, result: dict[str, Any]) -> list[str]:
        first = _("%(read)s questions read, %(imported)s imported.") % result
        by_kind = [
            f"{kind_label(code)}: {count}" for code, count in sorted(result["by_kind"].items())
        ]
        return [first, *by_kind] + [
            _("Line %(line)s: %(message)s") % problem for problem in result["problems"]
        ]
