"""The bells of this floor: quizzes whose time is over, uploads that nobody handed in."""

from celery import shared_task
from celery.schedules import crontab

from assessments.models import Attempt
from school.celery import app
from school.jobs import job
from school.jobs.tasks import enqueue

CLOSE_OVERDUE = "assessments.close_overdue"
EVERY_SECONDS = 30


@shared_task(name="assessments.ask_to_close_overdue", ignore_result=True)
def ask_to_close_overdue() -> None:
    """A job only when there is something to close: most bells ring for nothing."""
    if Attempt.objects.overdue().exists():
        job.enqueue(kind=CLOSE_OVERDUE, key=f"schedule:{CLOSE_OVERDUE}")


@app.on_after_finalize.connect
def ring_the_bell(sender, **_kwargs) -> None:
    sender.add_periodic_task(EVERY_SECONDS, ask_to_close_overdue.s().set(expires=EVERY_SECONDS))
    sweep = enqueue.s("assessments.sweep_uploads")
    sender.add_periodic_task(crontab(hour=3, minute=20), sweep, name="assessments.sweep_uploads")
