"""What packages report: taken in once, folded, bounded; and who may read which file."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import signing
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.authoring.moving import move_step
from courses.models import Enrolment, ScormSession, StepCompletion
from courses.scorm import origin, reports
from courses.scorm.page import with_storage
from courses.views.scorm import LAUNCH
from school.lib.refusal import Refusal
from tests.courses import tree
from tests.courses.scorm import packages

pytestmark = pytest.mark.django_db
HOST = "packages.localhost:8000"
SCHOOL = "http://localhost:8000"
CLIENT = "abcdefgh1234"


@pytest.fixture
def course():
    return tree.course(lessons=0)


@pytest.fixture
def step(course):
    return packages.step(course, packages.brought("1.2"))


def report(values=None, **fields):
    at = int(timezone.now().timestamp() * 1000)
    given = {
        "client": CLIENT,
        "seq": 1,
        "at": at,
        "seconds": 60,
        "values": {} if values is None else values,
    }
    return given | fields


def take(leader, step, values=None, **fields):
    return reports.take_report(
        leader=leader, page=step, package=step.package, report=report(values, **fields)
    )


def kept(leader, step):
    return reports.kept(leader=leader, step=step, package=step.package)


# --- The rules ------------------------------------------------------------------------------


def test_the_last_report_of_an_opening_counts_however_they_arrive(leader, step):
    for seq in (2, 2, 1):
        take(leader, step, {"cmi.suspend_data": str(seq)}, seq=seq)
    row = ScormSession.objects.get()
    assert (row.seq, row.values) == (2, {"cmi.suspend_data": "2"})
    assert Enrolment.objects.filter(leader=leader).count() == 1


def test_a_phone_that_was_offline_adds_and_takes_nothing_away(leader, step):
    take(leader, step, {"cmi.core.lesson_status": "incomplete"})
    now = timezone.now()
    Enrolment.objects.update(enrolled_at=now - timedelta(days=2))
    done = {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "90"}
    yesterday = int((now - timedelta(days=1)).timestamp() * 1000)
    assert take(leader, step, done, client="offline-phone", at=yesterday, seconds=30)
    found = kept(leader, step)
    assert found.values == {"cmi.core.lesson_status": "incomplete"}
    assert (found.seconds, found.score) == (90, Decimal(90))
    done_at = StepCompletion.objects.get().completed_at
    assert abs(done_at - (now - timedelta(days=1))) < timedelta(seconds=1)


def test_what_was_done_stays_done_and_is_said_once(leader, step):
    assert take(leader, step, {"cmi.core.lesson_status": "completed"})
    assert not take(leader, step, {"cmi.core.lesson_status": "incomplete"}, seq=2)
    row = StepCompletion.objects.get()
    assert (row.source, row.step_key) == ("package", step.translation_key)
    assert Enrolment.objects.get().completed_at


@pytest.mark.parametrize(
    ("values", "done"),
    [
        ({}, False),
        ({"cmi.core.lesson_status": "completed"}, True),
        ({"cmi.core.lesson_status": "passed"}, True),
        ({"cmi.core.lesson_status": "failed"}, False),
        ({"cmi.core.lesson_status": "browsed"}, False),
        ({"cmi.completion_status": "completed"}, True),
        ({"cmi.completion_status": "completed", "cmi.success_status": "failed"}, False),
        ({"cmi.completion_status": "completed", "cmi.success_status": "unknown"}, True),
        ({"cmi.completion_status": "incomplete", "cmi.success_status": "passed"}, True),
    ],
)
def test_when_she_is_through(values, done):
    assert reports.is_done(values) is done


@pytest.mark.parametrize(
    ("values", "percent"),
    [
        ({}, None),
        ({"cmi.core.score.raw": ""}, None),
        ({"cmi.core.score.raw": "85"}, "85.00"),
        ({"cmi.core.score.raw": "17", "cmi.core.score.max": "20"}, "85.00"),
        ({"cmi.core.score.raw": "3", "cmi.core.score.min": "1", "cmi.core.score.max": "5"}, "50"),
        ({"cmi.core.score.raw": "3", "cmi.core.score.max": "0"}, None),
        ({"cmi.score.raw": "3", "cmi.score.scaled": "0.855"}, "85.50"),
        ({"cmi.score.scaled": "-0.5"}, "0"),
        ({"cmi.score.raw": "1e400"}, None),
        ({"cmi.score.raw": "NaN"}, None),
        ({"cmi.score.raw": "300"}, "100"),
    ],
)
def test_the_score_in_per_cent(values, percent):
    assert reports.score_of(values) == (None if percent is None else Decimal(percent))


def test_a_step_begun_anew_begins_anew(leader, step):
    take(leader, step, {"cmi.suspend_data": "old"})
    Enrolment.objects.update(enrolled_at=timezone.now() + timedelta(seconds=1))
    assert kept(leader, step).values == {}


def test_a_new_version_begins_anew_and_an_old_report_still_counts(leader, step):
    take(leader, step, {"cmi.suspend_data": "old"})
    old, step.package = step.package, packages.brought("2004")
    step.save()
    assert kept(leader, step).values == {}
    assert reports.take_report(
        leader=leader,
        page=step,
        package=old,
        report=report({"cmi.core.lesson_status": "passed"}, seq=2),
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"client": "short"}, "report-unreadable"),
        ({"client": None}, "report-unreadable"),
        ({"seq": -1}, "report-unreadable"),
        ({"seq": True}, "report-unreadable"),
        ({"at": "now"}, "report-unreadable"),
        ({"seconds": 1.5}, "report-unreadable"),
        ({"values": []}, "report-unreadable"),
        ({"values": {"cmi.location": 1}}, "report-unreadable"),
        ({"values": {"cmi.location": "\0"}}, "report-unreadable"),
        ({"values": {"other": "x"}}, "report-unreadable"),
        ({"values": {"cmi.suspend_data": "x" * 100_001}}, "report-too-large"),
        ({"values": {f"cmi.objectives.{n}.id": "x" for n in range(501)}}, "report-too-large"),
    ],
)
def test_reports_are_bounded(leader, step, fields, code):
    with pytest.raises(Refusal) as refused:
        take(leader, step, **fields)
    assert refused.value.code == code
    assert not ScormSession.objects.exists()


def test_the_server_bounds_time(leader, step):
    take(leader, step, at=2**53, seconds=10**9)
    row = ScormSession.objects.get()
    assert row.changed_at <= timezone.now() and row.seconds == reports.LONGEST


def test_an_opening_belongs_to_one_step(leader, course, step):
    take(leader, step)
    other = packages.step(course, step.package, "other")
    with pytest.raises(Refusal) as refused:
        take(leader, other, seq=2)
    assert refused.value.code == "report-unreadable"


def test_a_step_that_is_not_open_yet_takes_nothing(leader, course, step):
    step.drip_days = 3
    step.save()
    with pytest.raises(Refusal) as refused:
        take(leader, step)
    assert refused.value.code == "step-not-open"
    assert not ScormSession.objects.exists() and not StepCompletion.objects.exists()


def test_what_was_reported_moves_with_the_step(leader, step, trainer):
    take(leader, step, {"cmi.suspend_data": "mine"})
    other = tree.course("other", lessons=0)
    trainer.is_superuser = True
    move_step(step_key=step.translation_key, to=other.translation_key, user=trainer)
    assert ScormSession.objects.get().course_key == other.translation_key
    moved = type(step).objects.get(pk=step.pk)
    assert kept(leader, moved).values == {"cmi.suspend_data": "mine"}


# --- The doors ------------------------------------------------------------------------------


def open_step(client, step):
    return client.get(step.address, headers={"host": "localhost:8000"})


def send(client, step, launch, **fields):
    url = reverse("courses:scorm_save", args=[step.translation_key])
    sent = json.dumps(report(**fields) | {"launch": launch})
    return client.post(url, sent, content_type="application/json")


def test_the_step_frames_the_package_at_its_own_address(client_of, leader, step):
    answer = open_step(client_of(leader), step)
    assert answer.context["frame"].startswith(f"http://{HOST}/packages/")
    assert f"frame-src http://{HOST.split(':')[0]}:8000" in answer["Content-Security-Policy"]
    assert str(leader.user.phone) not in answer.content.decode()


def test_a_report_is_taken_from_the_leader_who_opened_it_only(
    client_of, leader, other_leader, step
):
    launch = open_step(client_of(leader), step).context["launch"]
    done = {"cmi.core.lesson_status": "passed"}
    assert send(client_of(leader), step, launch, values=done).json() == {"done": True}
    other = send(client_of(other_leader), step, launch, values=done)
    assert (other.status_code, other.json()["code"]) == (409, "another-person")
    assert send(Client(), step, launch).status_code == 401
    forged = signing.dumps([other_leader.pk, step.package_id], salt="courses.scorm")
    assert send(client_of(other_leader), step, forged).status_code == 400
    assert not StepCompletion.objects.filter(leader=other_leader).exists()


def test_a_report_needs_the_schools_own_token(leader, step):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(leader.user, backend="school.people.backends.PersonBackend")
    launch = signing.dumps([leader.pk, step.package_id], salt=LAUNCH)
    assert send(strict, step, launch).status_code == 403


def test_staff_look_and_leave_no_trace(client_of, trainer, step):
    answer = open_step(client_of(trainer), step)
    assert answer.context["launch"] == "" and answer.context["frame"]
    assert send(client_of(trainer), step, "").status_code == 401


def test_without_an_address_or_a_package_it_says_so(client_of, leader, course, step, settings):
    empty = packages.step(course, None, "empty")
    assert "can't be opened yet" in open_step(client_of(leader), empty).content.decode()
    settings.SCORM_ORIGIN = ""
    answer = open_step(client_of(leader), step)
    assert "can't be opened yet" in answer.content.decode()
    assert "frame-src 'none'" in answer["Content-Security-Policy"]


def there(path, host=HOST, **headers):
    return Client().get(path, headers={"host": host} | headers)


@pytest.fixture
def files(step):
    """The address of the package's folder."""
    return f"/packages/{origin.make_pass(step.package_id, SCHOOL)}/files/"


def test_a_file_is_read_with_a_pass_at_the_packages_host_only(files):
    answer = there(f"{files}content/index.html")
    assert answer.status_code == 200 and answer["Content-Type"] == "text/html"
    policy = answer["Content-Security-Policy"]
    assert f"frame-ancestors 'self' {SCHOOL}" in policy and "default-src 'self'" in policy
    assert "X-Frame-Options" not in answer and answer["X-Content-Type-Options"] == "nosniff"
    assert there(f"{files}content/index.html", host="localhost:8000").status_code == 404


@pytest.mark.parametrize(
    ("page", "before"),
    [
        (b"<!DOCTYPE html>\n<HTML lang=en>\n<Head profile='x'><title>", b"<Head profile='x'>"),
        (b"<html><p>", b"<html>"),
        (b"<!doctype html><header>", b"<!doctype html>"),
        ("<html>".encode("utf-16"), None),
        (b"<p>", None),
    ],
)
def test_pages_find_a_storage_before_their_own_scripts(page, before):
    sent = with_storage(page)
    script = f'<script src="{static("js/scorm_storage.js")}"></script>'.encode()
    assert sent == (page if before is None else page.replace(before, before + script))


def test_only_pages_are_changed_on_the_way(files):
    sent = there(f"{files}content/index.html")
    page = b"".join(sent)
    assert page.count(b"scorm_storage") == 1 and sent["Content-Length"] == str(len(page))
    run = b"".join(there(f"{files}content/run.js"))
    assert run.decode() == packages.RUN["1.2"]


def test_the_school_is_not_at_the_packages_host(client_of, leader, files):
    for path in ("/", "/path/", "/accounts/login/", "/cms/", "/healthz", "/courses/"):
        assert there(path).status_code == 404
    inside = client_of(leader)
    assert inside.get("/path/", headers={"host": HOST}).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "content/none.html",
        "content",
        "../../zips/",
        "%2e%2e/%2e%2e/zips/",
        "content/..%2f..%2f..%2f../school.sqlite3",
        "content\\..\\..",
    ],
)
def test_guessing_leads_nowhere(files, path):
    assert there(files + path).status_code == 404


def test_a_pass_is_for_one_package_and_for_half_a_day(files, step, monkeypatch):
    token = files.split("/")[2]
    other = packages.brought("1.2", title="Other", run="secret")
    mine = f"../{other.key}/content/run.js"
    assert there(files + mine).status_code == 404
    assert there(f"/packages/{token}x/files/content/index.html").status_code == 404
    launch = signing.dumps([1, step.package_id], salt=LAUNCH)
    assert there(f"/packages/{launch}/files/content/index.html").status_code == 404
    monkeypatch.setattr(origin, "GOOD_FOR", -1)
    assert there(f"{files}content/index.html").status_code == 404


def test_a_package_gets_no_service_worker_and_long_files_by_the_piece(files):
    script = f"{files}content/run.js"
    assert there(script, **{"service-worker": "script"}).status_code == 404
    part = there(script, range="bytes=0-9")
    assert (part.status_code, len(part.content)) == (206, 10)
