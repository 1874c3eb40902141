"""What the schedule looks for every minute: deliveries whose time has come."""

from celery import shared_task

from school.celery import app
from school.notices import waking

EVERY_SECONDS = 60


@shared_task(name="notices.look", ignore_result=True)
def look() -> None:
    waking.wake_if_due()


@app.on_after_finalize.connect
def ring_the_bells(sender, **_kwargs) -> None:
    sender.add_periodic_task(EVERY_SECONDS, look.s().set(expires=EVERY_SECONDS))
