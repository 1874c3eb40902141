"""What may happen to a job: it is asked for, claimed, done, and handed out again if lost."""

import logging
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from school.jobs import kinds
from school.jobs.models import Job
from school.jobs.run import LeaseLost, Run
from school.lib.refusal import Refusal

log = logging.getLogger(__name__)


def enqueue(
    *, kind: str, args: dict[str, Any] | None = None, owner=None, key: str = "", after: int = 0
) -> Job:
    """Ask for work; it starts once the surrounding transaction is committed, or `after` so many
    seconds, for work that gathers what comes in meanwhile.

    With a `key`, work of the same key that is still open is returned instead of asking twice.
    """
    kinds.find(kind)
    try:
        with transaction.atomic():
            job = Job.objects.create(kind=kind, args=args or {}, owner=owner, key=key)
    except IntegrityError:
        return Job.objects.get(key=key, state__in=Job.OPEN)
    transaction.on_commit(lambda: hand_out(job.pk, after=after))
    return job


def hand_out(job_id: int, *, after: int = 0) -> None:
    """Tell a worker. A note that can't be sent is no loss: the sweep finds the job."""
    if settings.JOBS_INLINE:
        run(job_id)
        return
    from school.jobs.tasks import run_job

    try:
        run_job.apply_async((job_id,), countdown=after or None)
    except OSError:
        log.warning("The broker did not take the note about job %s; the sweep will.", job_id)


def claim(job_id: int, *, holder: str) -> Job | None:
    """Take a waiting or abandoned job for one lease; None if somebody else has it."""
    now = timezone.now()
    free = Job.objects.filter(pk=job_id, state=Job.State.QUEUED) | Job.objects.filter(
        pk=job_id, state=Job.State.RUNNING, lease_until__lt=now
    )
    taken = free.update(
        state=Job.State.RUNNING,
        lease_until=now + Job.patience(),
        lease_holder=holder,
        started_at=now,
        attempts=F("attempts") + 1,
    )
    return Job.objects.get(pk=job_id) if taken else None


def run(job_id: int) -> Job | None:
    """Do one job to its end, unless somebody else holds it."""
    with Run.claimed(job_id, claim) as this_run:
        if this_run is None:
            return None
        try:
            result = kinds.find(this_run.job.kind)(this_run, **this_run.job.args)
        except LeaseLost:
            log.warning("Job %s was taken over by another worker.", job_id)
        except Refusal as refusal:
            _finish(this_run, Job.State.FAILED, problem=str(refusal), result={"code": refusal.code})
        except Exception:
            log.exception("Job %s (%s) broke.", job_id, this_run.job.kind)
            _give_back(this_run)
        else:
            _finish(this_run, Job.State.DONE, result=result or {})
        return this_run.job


def _finish(this_run: Run, state: str, **fields) -> None:
    this_run.write(state=state, finished_at=timezone.now(), lease_until=None, **fields)


def _give_back(this_run: Run) -> None:
    """Broken by something unforeseen: another try after the lease, up to the limit."""
    if this_run.job.attempts >= Job.MAX_ATTEMPTS:
        _finish(this_run, Job.State.FAILED, problem="broken")
    else:
        this_run.write(problem="broken")


def sweep() -> int:
    """Hand out again what is stranded; answers how many. Rings every few seconds."""
    stranded = list(Job.objects.stranded().values_list("pk", "attempts"))
    for job_id, attempts in stranded:
        if attempts >= Job.MAX_ATTEMPTS:
            Job.objects.stranded().filter(pk=job_id).update(
                state=Job.State.FAILED, problem="lost", finished_at=timezone.now()
            )
        else:
            hand_out(job_id)
    return len(stranded)
