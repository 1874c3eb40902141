"""When the schedule's bells ring for this floor (Shanghai time)."""

from celery.schedules import crontab

from school.celery import app
from school.jobs.tasks import enqueue

MONDAY_MORNING = crontab(hour=6, minute=0, day_of_week="mon")
EVERY_NIGHT = crontab(hour=2, minute=30)
# A week into the month its last sales have come.
EVERY_MONTH = crontab(hour=3, minute=30, day_of_month="8")
EVERY_MORNING = crontab(hour=5, minute=30)


@app.on_after_finalize.connect
def ring_the_bells(sender, **_kwargs) -> None:
    for kind, when in (
        ("standing.place_cohorts", MONDAY_MORNING),
        ("standing.evaluate", EVERY_NIGHT),
        ("standing.review", EVERY_MONTH),
        ("standing.decisions", EVERY_MORNING),
    ):
        sender.add_periodic_task(when, enqueue.s(kind), name=kind)
