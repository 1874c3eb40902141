"""Asking for the work that delivers what waits."""

from django.utils import timezone

from school.jobs import job
from school.notices import digest
from school.notices.models import Delivery

WORK = "notices.deliver"


def wake() -> None:
    """Let what is due be delivered once the surrounding transaction is committed."""
    job.enqueue(kind=WORK, key=WORK)


def wake_if_due() -> bool:
    """Ask for the work if there is any: the schedule looks every minute, and most find nothing."""
    now = timezone.now()
    waits = Delivery.objects.due(now).exists() or Delivery.objects.lost(now).exists()
    if waits or digest.pending(now).exists():
        wake()
        return True
    return False
