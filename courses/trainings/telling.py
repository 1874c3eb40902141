"""Telling those who come or wait that a session is moved, called off or held after all.

It is a job: a rule that moves a whole term doesn't wait for hundreds of notices, and whom a killed
worker left out is told by the next one, everybody once.
"""

from collections.abc import Iterator
from datetime import datetime

from courses.models import Booking, Session
from courses.trainings import letters
from school.jobs import job
from school.jobs.run import Run

BATCH = 200
KIND = "courses.tell"


def tell(what: str, *, session: Session, before: datetime | None = None, reason: str = "") -> None:
    """Ask for it: `what` is "moved" (from `before`), "cancelled" or "restored"."""
    job.enqueue(
        kind=KIND,
        args={
            "what": what,
            "session_id": session.pk,
            "version": session.sequence,
            "before": before.isoformat() if before else "",
            "starts_at": session.starts_at.isoformat(),
            "reason": reason,
        },
        key=f"{KIND}:{what}:{session.pk}:{session.sequence}",
    )


def tell_everybody(
    run: Run,
    *,
    what: str,
    session_id: int,
    version: int,
    before: str,
    starts_at: str,
    reason: str,
) -> dict:
    """Do it, unless it holds no longer: then a newer telling says what does."""
    session = Session.objects.select_related("series", "holiday").get(pk=session_id)
    if session.is_cancelled != (what == "cancelled") or session.starts_at != datetime.fromisoformat(
        starts_at
    ):
        return {"told": 0}
    told, seen, total = 0, 0, _concerned(session).count()
    for some in _batches(session):
        told += letters.changed(
            what,
            session=session,
            bookings=some,
            version=version,
            before=datetime.fromisoformat(before) if before else None,
            reason=reason,
        )
        seen += len(some)
        run.progress(seen, total)
    return {"told": told}


def _concerned(session: Session):
    return Booking.objects.filter(session=session, coming=True)


def _batches(session: Session) -> Iterator[list[Booking]]:
    last, rows = 0, _concerned(session).select_related("leader__user").order_by("pk")
    while some := list(rows.filter(pk__gt=last)[:BATCH]):
        yield some
        last = some[-1].pk
