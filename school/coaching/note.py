"""Notes about a leader: written, and put right by a further note."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from school.coaching.access import coached_by, may_coach
from school.coaching.models import Note
from school.lib.refusal import Refusal
from school.people.models import Leader, User


@transaction.atomic
def write(
    *, leader: Leader, by: User, text: str, visibility: str, corrects: Note | None = None
) -> Note:
    """Add a note. With `corrects`, it stands in for that one, which stays readable; one's own
    notes about the same leader may be corrected, each once.

    Refuses: leader-not-yours, note-empty, note-not-yours, note-corrected.
    """
    if not may_coach(by) or not coached_by(by).filter(pk=leader.pk).exists():
        raise Refusal("leader-not-yours", _("She is with somebody else."))
    if not text.strip():
        raise Refusal("note-empty", _("Write a few words."))
    if corrects and (corrects.by_id != by.pk or corrects.leader_id != leader.pk):
        raise Refusal("note-not-yours", _("Only who wrote a note can correct it."))
    try:
        with transaction.atomic():
            return Note.objects.create(
                leader=leader, by=by, text=text.strip(), visibility=visibility, corrects=corrects
            )
    except IntegrityError as error:
        raise Refusal("note-corrected", _("This note was corrected already.")) from error
