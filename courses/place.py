"""Where a leader is in a lesson: the same card on every phone of hers."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from courses.models.place import Place
from school.lib.prepared import prepared
from school.people.models import Leader

LAST_CARD = 500


def turn_to(*, leader: Leader, step_key: UUID, card: int, at: datetime) -> None:
    """Keep the card that she turned to. What another phone turned to later stays."""
    card = min(card, LAST_CARD)
    place, made = Place.objects.get_or_create(
        leader=leader, step_key=step_key, defaults={"card": card, "moved_at": at}
    )
    if not made:
        Place.objects.filter(Q(pk=place.pk), moved_at__lte=at).update(card=card, moved_at=at)


def card_of(*, leader: Leader, step_key: UUID) -> int | None:
    """The card, counted from 0; None if she hasn't opened the lesson on any phone."""
    return next((row["card"] for row in _places(leader.pk) if row["step_key"] == step_key), None)


# By leader alone, since a statement that is prepared takes numbers; a leader has some dozens.
@prepared
def _places(leader_id: int):
    return Place.objects.filter(leader=leader_id).order_by().values("step_key", "card")
