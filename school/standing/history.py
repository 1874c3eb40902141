"""The school's history: every decision about a leader, sealed one to the next.

A row of the history says what became of another row: a move between tiers, a decision, a review, a
plan, a case, somebody's going. It is written in the same transaction. `history_check` finds what
was changed, taken out or slipped in afterwards.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from school.standing import chain
from school.standing.models import HistoryEntry, HistoryHead
from school.standing.models.history import Historic

HEAD, BATCH = 1, 1000


@transaction.atomic
def write(*rows: Historic, by=None) -> None:
    """Write what these rows say now, in this order, after everything written before.

    Writers take turns: the end of the history is locked until the transaction is over, so write
    last. `by` is whoever did it, None for the schedule. One entry costs no queries of its own.
    """
    write_many(rows, by=by)


@transaction.atomic
def write_many(rows: Iterable[Historic], *, by=None) -> None:
    """The same for very many rows: they are read as they come."""
    head, _made = HistoryHead.objects.select_for_update().get_or_create(pk=HEAD)
    now, batch = timezone.now(), []
    for row in rows:
        batch.append(_next(head, row, by, now))
        if len(batch) == BATCH:
            HistoryEntry.objects.bulk_create(batch)
            batch = []
    HistoryEntry.objects.bulk_create(batch)
    head.save()


def _next(head: HistoryHead, row: Historic, by, now) -> HistoryEntry:
    """The entry after the head, and the head moved on to it."""
    entry = HistoryEntry(
        number=head.number + 1,
        leader_id=row.leader_id,
        kind=row.history_kind,
        row=row.pk,
        at=now,
        by_id=by.pk if by else row.history_by_id,
        facts=row.facts(),
        previous=head.seal,
    )
    entry.seal = chain.seal(entry.content())
    head.number, head.seal = entry.number, entry.seal
    return entry
