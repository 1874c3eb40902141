"""The bell that closes quizzes whose time is over."""

import pytest

from assessments import tasks
from assessments.models import Attempt
from school.jobs import job
from school.jobs.models import Job
from tests.assessments import cast

pytestmark = pytest.mark.django_db


def test_the_bell_asks_for_no_job_while_everybody_has_time(attempt):
    tasks.ask_to_close_overdue()
    assert not Job.objects.exists()


def test_the_bell_closes_what_is_overdue_once(attempt, settings):
    settings.JOBS_INLINE = False
    cast.pass_over(attempt)
    tasks.ask_to_close_overdue()
    tasks.ask_to_close_overdue()
    asked = Job.objects.get()
    job.run(asked.pk)
    asked.refresh_from_db()
    attempt.refresh_from_db()
    assert asked.result == {"closed": 1}
    assert attempt.state == Attempt.State.DONE
