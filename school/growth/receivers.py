"""What this floor does when something happens below."""

from django.dispatch import receiver

from assessments.signals import grade_recorded
from school.growth import applicant, placement
from school.jobs import job
from school.people.signals import leader_joined
from school.standing.signals import sales_imported


@receiver(sales_imported)
def look_at_recruits(**_kwargs) -> None:
    """New figures may make recruits count; in the background, whoever imports needn't wait."""
    job.enqueue(kind="growth.qualify", key="growth.qualify")


@receiver(leader_joined)
def note_joined(leader, invitation, **_kwargs) -> None:
    """An applicant has taken her place."""
    applicant.note_joined(leader, invitation)


@receiver(grade_recorded)
def place_newcomer(leader, step_key, percent, **_kwargs) -> None:
    """A result at the placement quiz says how she begins."""
    if percent is not None and str(step_key) == placement.quiz_key():
        placement.place(leader=leader, percent=percent)
