"""The drawings as pictures of the CMS, in a collection of their own."""

from pathlib import Path

from django.core.files.base import ContentFile
from wagtail.images import get_image_model
from wagtail.models import Collection

from school.home.starter import files
from school.home.starter.ledger import Ledger, Piece
from school.home.starter.words import read_words


def load_drawings(ledger: Ledger) -> dict[str, object]:
    """File name -> picture."""
    collection = _collection(read_words().collection)
    return {
        file.name: ledger.settle(_piece(file, collection))
        for file in sorted(files.DRAWINGS.glob("*.svg"))
    }


def _collection(name: str) -> Collection:
    top = Collection.get_first_root_node()
    return top.get_children().filter(name=name).first() or top.add_child(name=name)


def _piece(file: Path, collection: Collection) -> Piece:
    drawing = file.read_text(encoding="utf-8")
    words = read_words().drawings.get(file.stem, {})
    return Piece(
        kind="drawings",
        name=f"drawing/{file.name}",
        source=f"{drawing}{words}",
        model=get_image_model(),
        make=lambda: _make(file, collection, words),
        renew=lambda image: _renew(image, file, words),
        names=["title", "description", "file_hash"],
    )


def _make(file: Path, collection: Collection, words: dict[str, str]):
    image = get_image_model()(collection=collection)
    _renew(image, file, words)
    return image


def _renew(image, file: Path, words: dict[str, str]) -> None:
    image.title = words.get("title", file.stem)
    image.description = words.get("shows", "")
    image.file = ContentFile(file.read_bytes(), name=file.name)
    image._set_image_file_metadata()
    image.save()
