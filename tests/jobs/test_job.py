"""A job is done once, whatever happens to the workers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from school.jobs import job, kinds
from school.jobs.models import Job
from school.jobs.run import LeaseLost, Run
from school.lib.refusal import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def own_kinds(monkeypatch):
    """Kinds that a test registers are gone after it."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))


@pytest.fixture
def handed_out(monkeypatch):
    """The notes that would go to the broker."""
    notes = []
    monkeypatch.setattr(job, "hand_out", notes.append)
    return notes


def test_work_starts_after_the_commit_and_keeps_its_result(django_capture_on_commit_callbacks):
    @kinds.kind("test.double")
    def double(run, number):
        run.progress(1, 2)
        return {"doubled": number * 2}

    with django_capture_on_commit_callbacks(execute=True):
        asked = job.enqueue(kind="test.double", args={"number": 21})
        assert asked.state == Job.State.QUEUED
    asked.refresh_from_db()
    assert (asked.state, asked.result, asked.percent) == (Job.State.DONE, {"doubled": 42}, 100)


def test_a_kind_that_nobody_knows_is_refused_when_asked_for():
    with pytest.raises(KeyError):
        job.enqueue(kind="test.unknown")


def test_work_with_an_open_key_is_not_doubled(handed_out):
    kinds.kind("test.keyed")(lambda run: None)
    first = job.enqueue(kind="test.keyed", key="one")
    assert job.enqueue(kind="test.keyed", key="one") == first
    Job.objects.filter(pk=first.pk).update(state=Job.State.DONE)
    assert job.enqueue(kind="test.keyed", key="one") != first


def test_a_held_job_is_not_claimed_twice_and_an_abandoned_one_is(handed_out):
    kinds.kind("test.held")(lambda run: None)
    asked = job.enqueue(kind="test.held")
    assert job.claim(asked.pk, holder="a").lease_holder == "a"
    assert job.claim(asked.pk, holder="b") is None
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    taken = job.claim(asked.pk, holder="b")
    assert (taken.lease_holder, taken.attempts) == ("b", 2)


def test_a_worker_that_lost_its_lease_writes_nothing_more(handed_out):
    kinds.kind("test.slow")(lambda run: None)
    asked = job.enqueue(kind="test.slow")
    slow = Run(job.claim(asked.pk, holder="slow"))
    Job.objects.update(lease_holder="quick")
    with pytest.raises(LeaseLost):
        slow.progress(1, 2)
    asked.refresh_from_db()
    assert (asked.lease_holder, asked.done) == ("quick", 0)


def test_the_sweep_hands_out_what_is_stranded_and_gives_up_after_five_tries(handed_out):
    kinds.kind("test.lost")(lambda run: None)
    lost, hopeless, fresh = (job.enqueue(kind="test.lost") for _ in range(3))
    past = timezone.now() - timedelta(hours=1)
    Job.objects.filter(pk=lost.pk).update(state="running", lease_until=past, attempts=1)
    Job.objects.filter(pk=hopeless.pk).update(state="running", lease_until=past, attempts=5)
    handed_out.clear()
    assert job.sweep() == 2
    assert handed_out == [lost.pk]
    hopeless.refresh_from_db()
    assert hopeless.state == Job.State.FAILED
    assert Job.objects.get(pk=fresh.pk).state == Job.State.QUEUED


def test_a_note_that_never_arrived_is_written_again(handed_out):
    kinds.kind("test.unheard")(lambda run: None)
    asked = job.enqueue(kind="test.unheard")
    Job.objects.update(created_at=timezone.now() - timedelta(hours=1))
    handed_out.clear()
    job.sweep()
    assert handed_out == [asked.pk]


def test_a_refusal_ends_the_job_with_its_code(handed_out):
    @kinds.kind("test.refused")
    def refuse(run):
        raise Refusal("file-empty", "The file is empty.")

    asked = job.enqueue(kind="test.refused")
    job.run(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.result["code"]) == (Job.State.FAILED, "file-empty")
    assert asked.problem == "The file is empty."


def test_something_unforeseen_is_tried_again_up_to_the_limit(handed_out, caplog):
    @kinds.kind("test.broken")
    def broken(run):
        raise ZeroDivisionError

    asked = job.enqueue(kind="test.broken")
    job.run(asked.pk)
    asked.refresh_from_db()
    assert asked.state == Job.State.RUNNING
    past = timezone.now() - timedelta(hours=1)
    Job.objects.update(lease_until=past, attempts=Job.MAX_ATTEMPTS - 1)
    job.run(asked.pk)
    asked.refresh_from_db()
    assert asked.state == Job.State.FAILED
