"""What coaching does when something happens below. What concerns everybody is work for a job: it
is kept if the process dies, and asking twice does it once."""

from django.dispatch import receiver

from courses.signals import attendance_recorded, course_completed
from school.coaching.plan_item import settle
from school.jobs import job
from school.lib import dates
from school.standing.signals import cohorts_placed, sales_imported


@receiver(cohorts_placed)
def follow_placement(**_kwargs) -> None:
    job.enqueue(kind="coaching.plans", key="coaching.plans")


@receiver(sales_imported)
def look_again(**_kwargs) -> None:
    job.enqueue(kind="coaching.flags", key="coaching.flags")


@receiver([course_completed, attendance_recorded])
def tick_off(leader, **_kwargs) -> None:
    """What her plan asked for and the school has now seen is done at once."""
    settle(on=dates.today(), leader=leader)
