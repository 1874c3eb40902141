"""What leaders did not understand: they say so with one tap, a trainer answers."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Puzzle
from courses.place import LAST_CARD
from school.lib.refusal import Refusal
from school.notices import templates
from school.notices.send import send
from school.people.models import Leader

HEADING_LENGTH = 160

ANSWERED = templates.register(
    "courses.puzzle_answered",
    _("Your trainer answered your question"),
    _("%(answer)s"),
    topic="learning",
    sample={"answer": _("Net sales are what is left after refunds.")},
)


def ask(
    *,
    leader: Leader,
    course_key: UUID,
    step_key: UUID,
    card: int,
    words: str = "",
    heading: str = "",
    at: datetime,
) -> Puzzle:
    """Tell the trainers that a card of a lesson wasn't clear. Refuses: words-too-long."""
    if len(words) > Puzzle.LONGEST:
        raise Refusal("words-too-long", _("That is too long. Say it in fewer words, please."))
    return Puzzle.objects.create(
        leader=leader,
        course_key=course_key,
        step_key=step_key,
        card=min(card, LAST_CARD),
        heading=heading[:HEADING_LENGTH],
        words=words.strip(),
        asked_at=at,
    )


@transaction.atomic
def answer(*, puzzle: Puzzle, by, text: str) -> Puzzle:
    """Answer her and tell her so. The first answer stands.

    Refuses: answer-empty, already-answered.
    """
    if not text.strip():
        raise Refusal("answer-empty", _("Write an answer first."))
    puzzle = Puzzle.objects.select_for_update(of=("self",)).get(pk=puzzle.pk)
    if puzzle.answered_at:
        raise Refusal("already-answered", _("Somebody has answered this already."))
    puzzle.answer, puzzle.answered_by, puzzle.answered_at = text.strip(), by, timezone.now()
    puzzle.save(update_fields=["answer", "answered_by", "answered_at"])
    send(
        user=puzzle.leader.user,
        template=ANSWERED.code,
        context={"answer": puzzle.answer},
        link=f"/me/notes/#question-{puzzle.pk}",
        key=f"puzzle:{puzzle.pk}",
    )
    return puzzle
