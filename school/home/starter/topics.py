"""Suggestions for topic nights, from topics.yaml."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from courses.models import Topic
from school.home.starter.files import ROOT, read_yaml
from school.home.starter.ledger import Ledger, Piece
from school.lib import dates

FILE = ROOT / "topics.yaml"
ANY = "any"
_NAMES = ["area", "title", "title_en", "words", "words_en", "active"]


def load_topics(ledger: Ledger) -> None:
    """Settle the topics; a new one gets its week of those that come. Raises ContentError."""
    entries = read_yaml(FILE)["topics"]
    weekly = [entry["key"] for entry in entries if entry.get("week") != ANY]
    first = dates.week_start(dates.today())
    for entry in entries:
        known = entry["key"] in weekly
        week = first + timedelta(weeks=weekly.index(entry["key"])) if known else None
        ledger.settle(_piece(entry, week))


def _piece(entry: Mapping[str, Any], week: date | None) -> Piece:
    values = {
        "area": entry["area"],
        "title": entry["title"]["zh"],
        "title_en": entry["title"]["en"],
        "words": entry["words"]["zh"],
        "words_en": entry["words"]["en"],
    }
    return Piece(
        kind="topics",
        name=f"topics/{entry['key']}",
        source=str(entry),
        model=Topic,
        make=lambda: Topic.objects.create(**values, week=week),
        renew=lambda topic: Topic.objects.filter(pk=topic.pk).update(**values),
        names=_NAMES,
    )
