"""The week of trainings, and the sessions of the coming weeks."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from courses.models import Series
from courses.trainings.session import generate_sessions
from school.home.starter.ledger import Ledger, Piece
from school.home.starter.words import read_words

_NAMES = ["title", "title_en", "weekday", "starts_at", "minutes", "place", "active", "ends_on"]


def load_timetable(ledger: Ledger) -> int:
    """Settle the series; answers how many sessions are new."""
    for entry in read_words().timetable:
        ledger.settle(_piece(entry))
    return generate_sessions()


def _piece(entry: Mapping[str, Any]) -> Piece:
    values = {
        "kind": entry["kind"],
        "title": entry["title"]["zh"],
        "title_en": entry["title"]["en"],
        "weekday": entry["weekday"],
        "starts_at": time.fromisoformat(entry["starts_at"]),
        "minutes": entry["minutes"],
        "place": read_words().place,
    }
    return Piece(
        kind="series",
        name=f"series/{entry['key']}",
        source=str(entry),
        model=Series,
        make=lambda: Series.objects.create(**values),
        renew=lambda series: Series.objects.filter(pk=series.pk).update(**values),
        own=lambda: Series.objects.filter(kind=entry["kind"], weekday=entry["weekday"]).first(),
        names=_NAMES,
    )
