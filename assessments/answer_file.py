"""Photos and PDFs as answers: kept for themselves, and named by the answer's event."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.kinds.file import KeptFile
from assessments.models import AnswerEvent, AnswerFile, AttemptQuestion
from assessments.saving import save_answer
from school.lib.photos import LARGEST_FILE, read_photo
from school.lib.refusal import Refusal

PDF = b"%PDF-"
CONTENT_TYPES = {"jpg": "image/jpeg", "pdf": "application/pdf"}


def send(*, attempt_id: int, user, slot: int, upload: Any, client_id: str, seq: int) -> AnswerEvent:
    """Take in a file as the answer to a question of the kind `file`, once for each count.

    Refuses: as `saving.save_answer`; slot-unknown also if the question wants no file;
    photo-too-large, photo-unreadable; the same codes for a PDF.
    """
    content, suffix = _read(upload)
    with transaction.atomic():
        question = _question(attempt_id, user, slot)
        known = question.events.filter(client_id=client_id, seq=seq).first()
        if known:
            return known
        kept = AnswerFile(attempt_question=question, suffix=suffix, at=timezone.now())
        raw = KeptFile(kept.key, suffix)
        event = save_answer(
            attempt_id=attempt_id, user=user, slot=slot, raw=raw, client_id=client_id, seq=seq
        )
        kept.file.save("sent", content)
    return event


def _read(upload: Any) -> tuple[ContentFile, str]:
    if upload.size > LARGEST_FILE:
        raise Refusal("photo-too-large", _("This file is too large. Please send a smaller one."))
    upload.seek(0)
    if upload.read(len(PDF)) == PDF:
        upload.seek(0)
        return ContentFile(upload.read()), "pdf"
    upload.seek(0)
    return read_photo(upload).content, "jpg"


def _question(attempt_id: int, user, slot: Any) -> AttemptQuestion:
    leader = getattr(user, "leader", None)
    mine = AttemptQuestion.objects.filter(attempt=attempt_id, slot=slot, kind="file")
    question = mine.filter(attempt__leader=leader).first() if leader else None
    if question is None:
        raise Refusal("slot-unknown", _("This question isn't part of your quiz."))
    return question
