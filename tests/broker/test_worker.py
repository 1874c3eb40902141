"""Real workers behind a real broker: work survives them."""

import pytest

from tests.running import RunningSchool, wait_until

pytestmark = [pytest.mark.broker, pytest.mark.xdist_group("broker")]

SHEETS, STUCK_AT = 40, 4
PREPARE = f"""
from datetime import date
from assessments.models import Certificate
from school.people.models import Leader, User
import uuid
for number in range({SHEETS}):
    user = User.objects.create_user(f"+86138000020{{number:02d}}", name=f"团长{{number}}")
    Certificate.objects.create(
        leader=Leader.objects.create(user=user),
        kind="course",
        key=str(uuid.UUID(int=7)),
        name=user.name,
        title={{"zh-hans": "结业", "en": "Course"}},
        issued_on=date(2026, 11, 2),
    )
from school.jobs import job
ids = list(Certificate.objects.values_list("pk", flat=True))
print(job.enqueue(kind="certificates.make", args={{"certificate_ids": ids}}).pk)
"""
COUNT = """
from assessments.models import Certificate
from school.jobs.models import private_storage
made = Certificate.objects.exclude(file="")
files = private_storage().listdir("certificates")[1]
print(made.count(), len(set(made.values_list("file", flat=True))), len(files))
"""


@pytest.fixture
def school(django_db_setup, django_db_blocker, tmp_path):
    with (
        django_db_blocker.unblock(),
        RunningSchool(tmp_path, JOB_LEASE_SECONDS="2", STUCK_AT=str(STUCK_AT)) as running,
    ):
        yield running


def look(school, job: str) -> tuple[str, int, int]:
    return school.rows(f"SELECT state, done, attempts FROM jobs_job WHERE id = {int(job)}")[0]


def test_a_certificate_job_outlives_kill_9_and_makes_each_sheet_once(school):
    job = school.ask(PREPARE)
    school.start_worker(app="tests.broker.stuck")
    wait_until(lambda: look(school, job)[1] == STUCK_AT - 1, what="the sheets before")
    wait_until(lambda: school.ask(COUNT).split()[2] == str(STUCK_AT), what="a sheet without a row")
    school.kill("worker")
    assert look(school, job) == ("running", STUCK_AT - 1, 1)
    school.start_worker()
    school.start_schedule()
    wait_until(lambda: look(school, job)[0] == "done", what="the job's end")
    assert look(school, job) == ("done", SHEETS, 2)
    assert school.ask(COUNT).split() == [str(SHEETS)] * 3


def test_the_schedule_rings_and_a_worker_answers(school):
    school.start_worker()
    school.start_schedule()
    lost = school.ask(
        "from school.jobs.models import Job\n"
        "from django.utils import timezone\n"
        "job = Job.objects.create(kind='notices.sms', args={'message_id': 0}, attempts=4,"
        " state='running', lease_until=timezone.now())\n"
        "print(job.pk)"
    )
    wait_until(lambda: look(school, lost)[0] == "failed", what="the last try of a lost job")
