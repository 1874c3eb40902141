"""The ledger of loading: adds what is missing, renews what is old, leaves what people changed."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from school.home.models import StarterRecord
from school.home.starter.files import digest
from school.home.starter.fingerprint import fingerprint


@dataclass(frozen=True)
class Piece:
    """One thing of the starter school: its name among the records, the text it comes from, how
    it is made anew, and how an unchanged older one is brought up to date.

    `own` finds what the school itself has put in this place. `names` are the fields whose change
    by people counts; without any, the piece is left alone once it is there.
    """

    kind: str
    name: str
    source: str
    model: type[models.Model]
    make: Callable[[], models.Model]
    renew: Callable[[Any], None] = lambda _instance: None
    own: Callable[[], models.Model | None] = lambda: None
    names: Iterable[str] = ()


@dataclass
class Ledger:
    """What earlier loads wrote down, and what this one does, counted by kind of piece."""

    records: dict[str, StarterRecord] = field(default_factory=dict)
    tally: dict[str, Counter] = field(default_factory=dict)

    @classmethod
    def open(cls) -> "Ledger":
        return cls({record.name: record for record in StarterRecord.objects.all()})

    def settle(self, piece: Piece) -> models.Model:
        """The piece as it stands after loading."""
        record = self.records.get(piece.name)
        instance = self._find(piece, record)
        if instance is None:
            return self._add(piece)
        if record is None:
            return self._count(piece, "kept", instance)
        if record.source == digest(piece.source):
            return self._count(piece, "same", instance)
        if not piece.names or _is_changed(piece, record, instance):
            return self._count(piece, "kept", instance)
        piece.renew(instance)
        self._write(piece, instance)
        return self._count(piece, "renewed", instance)

    def _find(self, piece: Piece, record: StarterRecord | None) -> models.Model | None:
        if record is None:
            return piece.own()
        return piece.model._default_manager.filter(pk=record.object_id).first() or piece.own()

    def _add(self, piece: Piece) -> models.Model:
        instance = piece.make()
        self._write(piece, instance)
        return self._count(piece, "added", instance)

    def _count(self, piece: Piece, what: str, instance: models.Model) -> models.Model:
        self.tally.setdefault(piece.kind, Counter())[what] += 1
        return instance

    def _write(self, piece: Piece, instance: models.Model) -> None:
        self.records[piece.name], _made = StarterRecord.objects.update_or_create(
            name=piece.name,
            defaults={
                "source": digest(piece.source),
                "content": fingerprint(instance, piece.names) if piece.names else "",
                "object_id": instance.pk,
                "revision_id": getattr(instance, "latest_revision_id", None),
            },
        )


def _is_changed(piece: Piece, record: StarterRecord, instance: models.Model) -> bool:
    """Somebody saved a revision, be it only a draft, or changed what is there."""
    if getattr(instance, "latest_revision_id", None) != record.revision_id:
        return True
    return fingerprint(instance, piece.names) != record.content
