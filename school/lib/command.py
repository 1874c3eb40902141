"""Commands that speak to people in sentences and to programs in one JSON object."""

import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from school.lib.refusal import Refusal


class JsonCommand(BaseCommand):
    """A command with --dry-run and --json.

    A subclass gives `work`, which returns what came out as a dictionary, and `tell`, which says
    it in lines. A refusal ends the command with status 1 and its sentence, or, with --json, with
    `{"error": {"code", "message"}}`.
    """

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Answer, and change nothing.")
        parser.add_argument("--json", action="store_true", help="Answer with one JSON object.")

    def handle(self, *args, **options) -> None:
        try:
            result = self.work(**options)
        except Refusal as refusal:
            self._refuse(refusal, as_json=options["json"])
            return
        if options["json"]:
            self._print(result)
        else:
            self._say(result, dry_run=options["dry_run"])

    def work(self, **options) -> dict[str, Any]:
        raise NotImplementedError

    def tell(self, result: dict[str, Any]) -> list[str]:
        raise NotImplementedError

    def _say(self, result: dict[str, Any], *, dry_run: bool) -> None:
        for line in self.tell(result):
            self.stdout.write(line)
        if dry_run:
            self.stdout.write(_("This was a trial: nothing has been changed."))

    def _refuse(self, refusal: Refusal, *, as_json: bool) -> None:
        if not as_json:
            raise CommandError(str(refusal))
        self._print({"error": {"code": refusal.code, "message": str(refusal)}})
        sys.exit(1)

    def _print(self, result: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(result, ensure_ascii=False, default=_plain))


def read_file(path: str) -> bytes:
    """The bytes of a file. Refuses: file-unreadable."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Refusal(
            "file-unreadable",
            _("%(path)s can't be read: %(why)s."),
            {"path": path, "why": error.strerror or error},
        ) from error


def read_day(text: str) -> date:
    """A day as YYYY-MM-DD. Refuses: date-invalid."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(
            "date-invalid", _("%(text)s is not a day. Write it as 2026-03-02."), {"text": text}
        ) from error


def _plain(value: Any) -> Any:
    """Money and figures as JSON numbers, days as text; lazy sentences in today's language."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else str(value)
