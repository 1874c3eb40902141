"""Uploading in pieces: what has arrived stays, though the network goes and the page is reloaded.

A phone says what it will send and gets an address. It sends pieces in their order, each with the
place where it begins; a piece for another place is answered with the place that is expected, so
that a lost receipt costs one piece. Each piece is a file of its own until all have come.
"""

import re
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import TaskPage, Upload
from assessments.models.submission import private_storage
from school.lib.documents import read_document, tidy_name, too_large
from school.lib.photos import LARGEST_FILE, read_photo
from school.lib.refusal import Refusal
from school.people.models import Leader

LARGEST_PIECE = 512 * 1024
TOKEN = re.compile(r"[\w-]{8,40}", re.ASCII)
# What was begun and not handed in is kept for so long.
KEPT_FOR = timedelta(days=60)
# Photos that she changed her mind about may still be on their way.
SPARE = 3


def begin(
    *, leader: Leader, task: TaskPage, token: Any, size: Any, kind: Any = "photo", name: Any = ""
) -> Upload:
    """Announce an upload; the same token again answers with the same upload.

    Refuses: upload-unreadable, photo-too-large or file-too-large (over 15 MB), uploads-too-many.
    """
    if not (isinstance(token, str) and TOKEN.fullmatch(token)) or kind not in Upload.Kind.values:
        raise Refusal("upload-unreadable", _("This upload came without its name."))
    if type(size) is not int or size < 1:
        raise Refusal("upload-unreadable", _("This file is empty."))
    if size > LARGEST_FILE:
        raise too_large()
    with transaction.atomic():
        # Her row is the lock: of two tabs one counts after the other.
        Leader.objects.select_for_update(of=("self",)).get(pk=leader.pk)
        mine = Upload.objects.filter(leader=leader, task_key=task.translation_key)
        known = mine.filter(token=token).first()
        if known:
            return known
        if mine.filter(kind=kind).count() >= _most(task, kind):
            raise Refusal("uploads-too-many", _("That is enough. Take one away first."))
        return Upload.objects.create(
            leader=leader,
            task_key=task.translation_key,
            token=token,
            size=size,
            kind=kind,
            name=tidy_name(name),
        )


def _most(task: TaskPage, kind: str) -> int:
    takes = task.takes_photos if kind == Upload.Kind.PHOTO else task.takes_files
    return takes + SPARE if takes else 0


def own(leader: Leader, key: UUID) -> Upload:
    """The leader's upload. Refuses: upload-unknown (also another's)."""
    found = Upload.objects.filter(leader=leader, key=key).first()
    if found is None:
        raise _unknown()
    return found


def _unknown() -> Refusal:
    return Refusal("upload-unknown", _("This upload isn't here any more. Please choose it again."))


def add_piece(*, leader: Leader, key: UUID, offset: Any, piece: bytes) -> Upload:
    """Take in the piece that begins at `offset`; with the last one the whole is looked at and
    kept. What isn't what it says is refused and forgotten.

    Refuses: upload-unknown, piece-misplaced (`params["offset"]` is where it goes on),
    piece-too-large (over 512 kB, or more than was announced), and what `read_photo` and
    `read_document` refuse.
    """
    if len(piece) > LARGEST_PIECE:
        raise piece_too_large()
    with transaction.atomic():
        mine = Upload.objects.select_for_update().filter(leader=leader, key=key)
        upload = mine.first()
        if upload is None:
            raise _unknown()
        _check_place(upload, offset, piece)
        if piece:
            _write_piece(upload, piece)
    if upload.received == upload.size and not upload.is_done:
        _finish(upload)
    return upload


def piece_too_large() -> Refusal:
    return Refusal("piece-too-large", _("This piece is too large."))


def _check_place(upload: Upload, offset: Any, piece: bytes) -> None:
    if offset != upload.received or (upload.is_done and piece):
        raise Refusal(
            "piece-misplaced", _("This piece doesn't go here."), {"offset": upload.received}
        )
    if upload.received + len(piece) > upload.size:
        raise Refusal("piece-too-large", _("More came than was announced."))


def _write_piece(upload: Upload, piece: bytes) -> None:
    """One that a broken run has left behind is replaced."""
    name = _piece_name(upload, upload.received)
    storage = private_storage()
    storage.delete(name)
    storage.save(name, ContentFile(piece))
    upload.received += len(piece)
    upload.pieces.append(upload.received)
    upload.save(update_fields=["received", "pieces"])


def _piece_name(upload: Upload, offset: int) -> str:
    return f"uploads/{upload.key}/{offset:09d}"


def _finish(upload: Upload) -> None:
    whole = ContentFile(_joined(upload), name=upload.name)
    try:
        if upload.kind == Upload.Kind.PHOTO:
            photo = read_photo(whole)
            upload.suffix, upload.width, upload.height = "jpg", photo.width, photo.height
            content = photo.content
        else:
            document = read_document(whole)
            upload.suffix, content = document.suffix, document.content
    except Refusal:
        discard(upload)
        raise
    upload.file.save("whole", content)
    _forget_pieces(upload)


def _joined(upload: Upload) -> bytes:
    parts = []
    for offset in [0, *upload.pieces[:-1]]:
        with private_storage().open(_piece_name(upload, offset)) as part:
            parts.append(part.read())
    return b"".join(parts)


def _forget_pieces(upload: Upload) -> None:
    for offset in [0, *upload.pieces[:-1]]:
        private_storage().delete(_piece_name(upload, offset))


def take(*, leader: Leader, task: TaskPage, files: Any, kind: str) -> None:
    """Keep files that came with a plain form, whole.

    Refuses: as `begin`, and what `read_photo` and `read_document` refuse.
    """
    for file in files:
        upload = begin(
            leader=leader,
            task=task,
            token=token_hex(16),
            size=file.size,
            kind=kind,
            name=file.name,
        )
        upload.pieces = [file.size]
        upload.received = file.size
        private_storage().save(_piece_name(upload, 0), file)
        _finish(upload)
        upload.save(update_fields=["pieces", "received"])


def discard(upload: Upload) -> None:
    """Forget an upload and its bytes."""
    _forget_pieces(upload)
    if upload.file:
        upload.file.delete(save=False)
    upload.delete()


def sweep(*, now: datetime | None = None) -> int:
    """Forget what was begun long ago and never handed in; answers how many."""
    old = Upload.objects.filter(created_at__lt=(now or timezone.now()) - KEPT_FOR)
    forgotten = list(old)
    for upload in forgotten:
        discard(upload)
    return len(forgotten)
