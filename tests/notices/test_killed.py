"""A worker that is killed while it sends: nobody sends the same again."""

import json
import threading

import pytest

from tests.notices.stub import Stub
from tests.running import PATIENCE_SECONDS, RunningSchool

pytestmark = pytest.mark.xdist_group("broker")

PREPARE = """
from school.notices.models import Delivery, Notice
from school.people.models import User
user = User.objects.create_user("+8613800002001", name="Li Mei")
notice = Notice.objects.create(user=user, kind="n", title="T", template="notices.digest",
    context={"number": 1, "titles": "T"})
Delivery.objects.create(notice=notice, channel="sms", urgent=True)
"""
WORK = "from school.notices.delivery import work_off\nwork_off()"
LATER = """
from django.utils import timezone
from school.notices.models import Delivery
Delivery.objects.filter(state="sending").update(held_until=timezone.now())
"""


def test_kill_9_in_the_middle_of_sending_never_sends_twice(
    django_db_setup, django_db_blocker, tmp_path
):
    with django_db_blocker.unblock(), Stub(None) as gateway:
        env = {
            "SMS_BACKEND": "school.notices.sms.HttpBackend",
            "SMS_GATEWAY_URL": gateway.url,
            "SMS_GATEWAY_TOKEN": "t",
        }
        with RunningSchool(tmp_path, **env) as school:
            school.ask(PREPARE)
            worker = threading.Thread(target=_work_until_killed, args=[school], daemon=True)
            worker.start()
            assert gateway.came.wait(PATIENCE_SECONDS)
            school.kill("inside")
            worker.join(PATIENCE_SECONDS)
            assert school.rows("SELECT state FROM notices_delivery") == [("sending",)]
            for code in (WORK, LATER, WORK, WORK):
                school.ask(code)
            ended = school.rows("SELECT state, problem, attempts FROM notices_delivery")
    assert ended == [("failed", "interrupted", 1)]
    assert len(gateway.posted) == 1


def _work_until_killed(school: RunningSchool) -> None:
    inside = school.parts["inside"]
    inside.stdin.write(json.dumps(WORK) + "\n")
    inside.stdin.flush()
    assert inside.stdout.readline() == ""
