"""The history as a file, for a leader or for everybody: all that a seal covers, and the seal, so
that whoever has the file can check it without the school."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from school.lib.exports import csv_lines
from school.standing import chain
from school.standing.history_words import KINDS
from school.standing.models import HistoryEntry

FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
BATCH = 1000


def lines(entries: QuerySet[HistoryEntry], form: str) -> Iterator[bytes]:
    """The file piece by piece; entries are read in batches."""
    entries = entries.select_related("leader", "by").order_by("number")
    return _csv(entries) if form == "csv" else _json(entries)


def _csv(entries: QuerySet[HistoryEntry]) -> Iterator[bytes]:
    headers = [
        _("Number"),
        _("Leader ID"),
        _("Kind"),
        _("Row"),
        _("Written"),
        _("By"),
        _("Facts"),
        _("Seal of the entry before"),
        _("Seal"),
    ]
    rows = (
        [
            entry.number,
            entry.leader.code or entry.leader_id,
            KINDS.get(entry.kind, entry.kind),
            entry.row,
            chain.plain(entry.at),
            entry.by.name if entry.by else "",
            json.dumps(entry.facts, ensure_ascii=False, sort_keys=True),
            entry.previous,
            entry.seal,
        ]
        for entry in entries.iterator(BATCH)
    )
    return csv_lines(headers, rows)


def _json(entries: QuerySet[HistoryEntry]) -> Iterator[bytes]:
    """One object a line inside a list: what was sealed, as it was sealed."""
    before = "[\n"
    for entry in entries.iterator(BATCH):
        yield f"{before}{json.dumps(sealed(entry), ensure_ascii=False)}".encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def sealed(entry: HistoryEntry) -> dict[str, Any]:
    return chain.plain(entry.content()) | {"seal": entry.seal}
