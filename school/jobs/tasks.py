"""The two notes that Celery carries: do this job; look for lost ones."""

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings

from school.celery import app
from school.jobs import job


@shared_task(name="jobs.run", ignore_result=True)
def run_job(job_id: int) -> None:
    job.run(job_id)


@shared_task(name="jobs.sweep", ignore_result=True)
def sweep() -> None:
    job.sweep()


@shared_task(name="jobs.enqueue", ignore_result=True)
def enqueue(kind: str) -> None:
    """The schedule's bell: ask for one piece of regular work, unless it is still under way."""
    job.enqueue(kind=kind, key=f"schedule:{kind}")


@app.on_after_finalize.connect
def ring_the_bells(sender, **_kwargs) -> None:
    sender.add_periodic_task(
        settings.JOB_SWEEP_SECONDS, sweep.s().set(expires=settings.JOB_SWEEP_SECONDS)
    )


@worker_ready.connect
def look_for_lost_jobs(**_kwargs) -> None:
    """A worker that starts after a crash need not wait for the first bell."""
    job.sweep()
