"""One run of a job by one worker: it reports progress and learns if the lease was lost."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.utils import timezone

from school.jobs.models import Job


class LeaseLost(Exception):
    """Another worker holds the job by now: stop, and write nothing more."""


class Run:
    """What the work sees of its job."""

    def __init__(self, job: Job) -> None:
        self.job = job

    @classmethod
    @contextmanager
    def claimed(cls, job_id: int, claim: Callable[..., Job | None]) -> Iterator["Run | None"]:
        """The run of a job that this worker could claim, else None."""
        job = claim(job_id, holder=f"{os.getpid()}-{uuid.uuid4().hex[:12]}")
        yield cls(job) if job else None

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is, and keep the lease. Raises LeaseLost if it is not ours."""
        self.write(done=done, total=total, lease_until=timezone.now() + Job.patience())

    def write(self, **fields) -> None:
        held = Job.objects.filter(pk=self.job.pk, lease_holder=self.job.lease_holder)
        if not held.update(**fields):
            raise LeaseLost
        for name, value in fields.items():
            setattr(self.job, name, value)

    def attach(self, name: str, content) -> None:
        """Keep a file as the job's result."""
        self.job.result_file.save(name, content, save=False)
        self.write(result_file=self.job.result_file.name)
