"""When the schedule's bell rings for this floor."""

from celery.schedules import crontab

from school.celery import app
from school.jobs.tasks import enqueue


@app.on_after_finalize.connect
def ring_the_bells(sender, **_kwargs) -> None:
    sender.add_periodic_task(
        crontab(hour=2, minute=10), enqueue.s("courses.generate_sessions"), name="courses.timetable"
    )
    sender.add_periodic_task(
        crontab(hour=5, minute=20), enqueue.s("courses.renew"), name="courses.renewals"
    )
    sender.add_periodic_task(
        crontab(hour=3, minute=20), enqueue.s("courses.index"), name="courses.search"
    )
    sender.add_periodic_task(
        crontab(minute="*/5"), enqueue.s("courses.publish"), name="courses.publishing"
    )
    sender.add_periodic_task(
        crontab(minute="*/5"), enqueue.s("courses.remind"), name="courses.reminders"
    )
