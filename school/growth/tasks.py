"""When the schedule's bells ring for this floor (Shanghai time)."""

from celery.schedules import crontab

from school.celery import app
from school.jobs.tasks import enqueue

EVERY_MORNING = crontab(hour=7, minute=40)
REGULAR = (
    "growth.agreements",
    "growth.codes",
    "growth.qualify",
    "growth.contests",
    "growth.forget",
)


@app.on_after_finalize.connect
def ring_the_bells(sender, **_kwargs) -> None:
    for kind in REGULAR:
        sender.add_periodic_task(EVERY_MORNING, enqueue.s(kind), name=kind)
