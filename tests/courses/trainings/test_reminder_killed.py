"""A worker that is killed while it reminds: the next one reminds the others, and nobody twice."""

import json

import pytest

from tests.running import RunningSchool

pytestmark = [pytest.mark.xdist_group("broker"), pytest.mark.database]

MANY = 12
PREPARE = f"""
from datetime import timedelta
from django.utils import timezone
from courses.trainings.booking import book
from tests import cast
from tests.courses import tree
session = tree.session(timezone.now() + timedelta(minutes=50))
for number in range({MANY}):
    book(session=session, leader=cast.leader(f"Leader {{number}}"))
"""
# The second batch is written and not committed yet.
DIE = """
import os, signal
from courses.trainings import letters, reminder
reminder.BATCH = 5
write, batches = letters.remind, []
def remind(*args, **named):
    write(*args, **named)
    batches.append(1)
    if len(batches) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
letters.remind = remind
reminder.send_due()
"""
TOLD = "SELECT count(*), count(DISTINCT user_id) FROM notices_notice WHERE kind = 'training-hour'"


def test_kill_9_in_the_middle_and_again(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), RunningSchool(tmp_path) as school:
        school.ask(PREPARE)
        _ask_until_dead(school, DIE)
        assert school.rows(TOLD) == [(5, 5)]
        school.ask("from courses.trainings.reminder import send_due\nsend_due()\nsend_due()")
        assert school.rows(TOLD) == [(MANY, MANY)]


def _ask_until_dead(school: RunningSchool, code: str) -> None:
    inside = school.parts["inside"]
    inside.stdin.write(json.dumps(code) + "\n")
    inside.stdin.flush()
    assert inside.stdout.readline() == ""
    inside.wait(30)
