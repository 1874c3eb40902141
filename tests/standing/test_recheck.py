"""Leaders are evaluated soon after something has happened to them: together, by a job, and by
rule alone where the rules say so."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.signals import grade_recorded, task_accepted
from courses.signals import attendance_recorded, course_completed
from school.jobs.models import Job
from school.jobs.run import Run
from school.lib import dates
from school.notices.models import Notice
from school.people.signals import leaders_imported
from school.standing import automatic, recheck
from school.standing.evaluation import evaluate
from school.standing.models import Proposal, Recheck, RuleSet, Standing, StepRule, Tier, TierChange
from school.standing.receivers import look_again_at_a_learner
from school.standing.rule_set import approve, draft_from
from school.standing.signals import sales_imported
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def easy(rules):
    """Rules by which a group of 100 is enough for the first step, and 500 for the next."""
    rules.requirements.exclude(kind="group_size").delete()
    first = rules.requirements.get()
    first.pk, first.from_tier_id, first.to_tier_id, first.threshold = (
        None,
        "ordinary",
        "advanced",
        Decimal(500),
    )
    first.save()
    return rules


@pytest.fixture
def queued(settings, monkeypatch):
    """Jobs wait as they would for a worker."""
    monkeypatch.setattr("school.jobs.job.hand_out", lambda job_id, **_later: None)


def listens(signal) -> bool:
    """Whether our receiver would hear it; the receivers of other floors want whole rows."""
    return look_again_at_a_learner in signal._live_receivers(None)[0]


def work_off() -> dict:
    job = Job.objects.filter(kind=recheck.SOME).latest("pk")
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, lease_holder="me")
    job.refresh_from_db()
    return recheck.work_off(Run(job))


def automatic_first_step(rules: RuleSet) -> None:
    StepRule.objects.create(
        rule_set=rules, from_tier_id="preparatory", to_tier_id="ordinary", automatic=True
    )


class TestAfterAnEvent:
    def test_nothing_happens_in_the_request(self, easy, leader, queued):
        recheck.soon([leader.pk])
        assert not Recheck.objects.exists() and not Proposal.objects.exists()

    @pytest.mark.parametrize(
        ("signal", "arguments"),
        [
            (course_completed, {"course_key": None, "at": timezone.now()}),
            (grade_recorded, {"step_key": None, "percent": Decimal(80), "passed": True}),
            (attendance_recorded, {"session": None, "present": True}),
        ],
    )
    def test_a_learner_is_evaluated_once_it_is_committed(
        self, easy, leader, signal, arguments, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            assert listens(signal)
            look_again_at_a_learner(signal=signal, leader=leader, **arguments)
        assert Proposal.objects.get().leader == leader
        assert not Recheck.objects.exists()

    def test_a_roster_and_a_week_of_sales(self, easy, leader, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            leaders_imported.send(sender=None, tiers={leader.pk: ""}, by=None)
        assert Proposal.objects.count() == 1
        Proposal.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            sales_imported.send(sender=None, sales_import=None)
        assert Proposal.objects.count() == 1

    def test_many_in_one_transaction_are_one_job(
        self, easy, leader, other_leader, queued, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True) as callbacks, transaction.atomic():
            for one in (leader, other_leader, leader):
                recheck.soon([one.pk])
        assert len(callbacks) >= 1
        assert sorted(Recheck.objects.values_list("leader", flat=True)) == sorted(
            [leader.pk, other_leader.pk]
        )
        assert Job.objects.filter(kind=recheck.SOME).count() == 1

    def test_many_transactions_wait_for_the_same_job(
        self, easy, leader, other_leader, queued, django_capture_on_commit_callbacks
    ):
        for one in (leader, other_leader):
            with django_capture_on_commit_callbacks(execute=True):
                recheck.soon([one.pk])
        assert Job.objects.filter(kind=recheck.SOME).count() == 1
        assert work_off() == {"evaluated": 2, "proposals": 2, "promoted": 0}

    def test_a_job_that_runs_already_is_not_relied_upon(
        self, easy, leader, queued, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            recheck.soon([leader.pk])
        Job.objects.update(state=Job.State.RUNNING)
        with django_capture_on_commit_callbacks(execute=True):
            recheck.soon([leader.pk])
        assert Job.objects.filter(kind=recheck.SOME).count() == 2

    def test_a_rollback_forgets(
        self, easy, leader, other_leader, queued, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            with pytest.raises(ValueError), transaction.atomic():
                recheck.soon([leader.pk])
                raise ValueError
            recheck.soon([other_leader.pk])
        assert Recheck.objects.get().leader == other_leader

    def test_done_twice_proposes_once(
        self, easy, leader, queued, django_capture_on_commit_callbacks
    ):
        for _time in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                recheck.soon([leader.pk])
            work_off()
        assert Proposal.objects.count() == 1

    def test_without_rules_there_is_nothing_to_do(
        self, tiers, leader, queued, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            recheck.soon([leader.pk])
        assert work_off()["evaluated"] == 0
        assert not Recheck.objects.exists()

    def test_a_task_that_is_accepted_counts(self, leader, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks() as callbacks:
            look_again_at_a_learner(signal=task_accepted, leader=leader)
        assert listens(task_accepted) and len(callbacks) == 1


class TestAutomatic:
    def test_a_step_that_says_so_needs_nobody(self, easy, leader):
        automatic_first_step(easy)
        evaluate(on=dates.today())
        (change,) = automatic.promote(on=dates.today())
        assert (change.to_tier_id, change.by) == ("ordinary", None)
        proposal = Proposal.objects.get()
        assert (proposal.state, proposal.decided_by) == ("approved", None)
        assert Standing.objects.get(leader=leader).tier_id == "ordinary"
        assert Notice.objects.filter(user=leader.user, kind="tier-changed").count() == 1

    def test_twice_moves_once(self, easy, leader):
        automatic_first_step(easy)
        evaluate(on=dates.today())
        automatic.promote(on=dates.today())
        assert automatic.promote(on=dates.today()) == []
        assert TierChange.objects.count() == 1

    def test_other_steps_wait_for_people(self, easy, leader):
        Standing.objects.create(leader=leader, tier_id="ordinary")
        easy.requirements.update(threshold=1)
        automatic_first_step(easy)
        evaluate(on=dates.today())
        assert automatic.promote(on=dates.today()) == []
        assert Proposal.objects.get().is_open

    def test_what_a_person_has_begun_is_left_to_people(self, easy, leader, manager):
        automatic_first_step(easy)
        evaluate(on=dates.today())
        Proposal.objects.update(first_by=manager, first_at=timezone.now())
        assert automatic.promote(on=dates.today()) == []

    def test_older_rules_don_t_decide_any_more(self, easy, leader):
        automatic_first_step(easy)
        evaluate(on=dates.today())
        newer = RuleSet.objects.create(valid_from=dates.today(), state="approved")
        assert RuleSet.objects.valid_on(dates.today()) == newer
        assert automatic.promote(on=dates.today()) == []

    def test_the_next_step_follows_by_itself(
        self, easy, region, django_capture_on_commit_callbacks
    ):
        leader = cast.leader(region=region, group_members=600)
        automatic_first_step(easy)
        StepRule.objects.create(
            rule_set=easy, from_tier_id="ordinary", to_tier_id="advanced", automatic=True
        )
        with django_capture_on_commit_callbacks(execute=True):
            recheck.soon([leader.pk])
        assert Standing.objects.get(leader=leader).tier_id == "advanced"
        assert TierChange.objects.count() == 2

    @pytest.mark.parametrize("code", ["core", "advanced"])
    def test_never_where_two_people_decide(self, easy, code):
        Tier.objects.filter(pk="advanced").update(two_people=True)
        below = {"core": "advanced", "advanced": "ordinary"}[code]
        row = StepRule(rule_set=easy, from_tier_id=below, to_tier_id=code, automatic=True)
        with pytest.raises(ValidationError):
            row.full_clean()
        if code == "core":
            with pytest.raises(IntegrityError), transaction.atomic():
                row.save()


def test_rules_that_begin_today_are_applied_at_once(
    easy, leader, operations, django_capture_on_commit_callbacks
):
    draft = draft_from(rule_set=easy)
    with django_capture_on_commit_callbacks(execute=True):
        approve(rule_set=draft, by=operations)
    assert Proposal.objects.get().evaluation.rule_set == draft
