"""When the schedule's bells ring for this floor (Shanghai time)."""

from celery.schedules import crontab

from school.celery import app
from school.jobs.tasks import enqueue

BEFORE_BREAKFAST = crontab(hour=6, minute=30)


@app.on_after_finalize.connect
def ring_the_bells(sender, **_kwargs) -> None:
    for kind in ("coaching.plans", "coaching.flags"):
        sender.add_periodic_task(BEFORE_BREAKFAST, enqueue.s(kind), name=kind)
