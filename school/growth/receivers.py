"""What this floor does when something happens below."""

from django.dispatch import receiver

from school.jobs import job
from school.standing.signals import sales_imported


@receiver(sales_imported)
def look_at_recruits(**_kwargs) -> None:
    """New figures may make recruits count; in the background, whoever imports needn't wait."""
    job.enqueue(kind="growth.qualify", key="growth.qualify")
