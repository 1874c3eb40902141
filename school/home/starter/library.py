"""What stands in the library of a new school, from library.yaml."""

from collections.abc import Mapping
from typing import Any

from courses.models import LibraryItem
from school.home.starter.files import ROOT, read_yaml
from school.home.starter.ledger import Ledger, Piece

FILE = ROOT / "library.yaml"
_NAMES = [
    *("kind", "title", "title_en", "summary", "summary_en"),
    *("body", "body_en", "public", "order", "live"),
]


def load_library(ledger: Ledger) -> None:
    """Settle the items. Raises ContentError."""
    for entry in read_yaml(FILE)["items"]:
        ledger.settle(_piece(entry))


def _piece(entry: Mapping[str, Any]) -> Piece:
    values = {name: entry[name] for name in ("kind", "public", "order")}
    for name in ("title", "summary", "body"):
        values |= {name: entry[name]["zh"], f"{name}_en": entry[name]["en"]}
    return Piece(
        kind="library",
        name=f"library/{entry['key']}",
        source=str(entry),
        model=LibraryItem,
        make=lambda: LibraryItem.objects.create(**values),
        renew=lambda item: LibraryItem.objects.filter(pk=item.pk).update(**values),
        names=_NAMES,
    )
