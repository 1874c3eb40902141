"""The sample school: invented people whose history is made by the real rules."""

from collections import Counter
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F, Sum
from django.utils import timezone

from assessments.grade import percent_of
from assessments.models import Attempt, Certificate, GradeEvent, Submission
from courses.models import AttendanceMark, Booking, CoursePage, Enrolment, StepCompletion
from courses.progress import next_step, progress_of
from school.home.starter.sample.plan import make_plans
from school.lib.refusal import Refusal
from school.notices.models import Notice
from school.people import demo, roles
from school.people.joining import find_invitation
from school.people.models import Intake, Leader, Region, User
from school.standing.evaluation import explain
from school.standing.models import (
    CohortRun,
    Placement,
    Proposal,
    SalesImport,
    SalesWeek,
    Standing,
    TierChange,
)

pytestmark = [pytest.mark.xdist_group("sample"), pytest.mark.django_db]

TODAY = date(2026, 3, 11)


class TestPlan:
    def test_the_same_day_gives_the_same_school(self):
        assert make_plans(TODAY) == make_plans(TODAY)

    def test_everybody_is_invented_and_nobody_is_there_twice(self):
        plans = make_plans(TODAY)
        assert len(plans) == 240
        for name in ("phone", "name", "code"):
            assert len({getattr(plan, name) for plan in plans}) == 240, name
        assert all(plan.phone.startswith("+861380000") for plan in plans)

    @pytest.mark.parametrize("day", range(7))
    def test_nothing_lies_ahead_whatever_the_weekday(self, day):
        today = date(2026, 3, 9 + day)
        for plan in make_plans(today):
            assert plan.joined_on <= today
            assert plan.tier_since is None or plan.joined_on < plan.tier_since <= today
            assert len(plan.net) == 8

    @pytest.mark.parametrize("day", range(7))
    def test_there_are_newcomers_who_wait_for_their_promotion(self, day):
        plans = make_plans(date(2026, 3, 9 + day))
        ready = [p for p in plans if p.tier == "preparatory" and p.finished >= 4 and p.final]
        assert sum(p.final[-1] >= 80 and p.group_members >= 100 for p in ready) >= 5


class TestPeople:
    def test_two_cities_three_regions_and_two_hundred_and_forty_leaders(self, sample):
        assert {str(region) for region in Region.objects.exclude(parent=None)} == {
            "长沙 · 岳麓",
            "长沙 · 开福",
            "武汉 · 洪山",
        }
        assert Leader.objects.count() == sample.leaders == 240

    def test_the_whole_cast_can_log_in(self, sample):
        assert {user.phone for user in demo.people()} == set(demo.CAST)
        tiers = Leader.objects.filter(user__phone__in=demo.CAST).order_by("user__phone")
        assert [leader.standing.tier_id for leader in tiers] == [
            "preparatory",
            "ordinary",
            "advanced",
            "core",
        ]

    @pytest.mark.parametrize(
        ("phone", "role"),
        [
            ("+8613800000001", roles.LEADER),
            ("+8613800000011", roles.TRAINER),
            ("+8613800000012", roles.COACH),
            ("+8613800000013", roles.MANAGER),
            ("+8613800000014", roles.OPERATIONS),
        ],
    )
    def test_each_has_the_role_that_the_log_in_page_says(self, sample, phone, role):
        assert roles.of(User.objects.get(phone=phone)) == {role}

    def test_nobody_sees_nothing(self, sample):
        for user in User.objects.filter(groups__name__in=roles.STAFF):
            assert Leader.objects.visible_to(user).exists(), user

    def test_a_coach_has_about_eighty(self, sample):
        loads = Counter(Leader.objects.values_list("coach", flat=True)).values()
        assert len(loads) == 3 and all(70 <= load <= 90 for load in loads)

    def test_a_class_has_its_trainer_words_and_group_picture(self, sample):
        assert list(Intake.objects.order_by("number").values_list("number", flat=True)) == [
            10,
            11,
            12,
            13,
        ]
        for intake in Intake.objects.exclude(number=13):  # It has not begun.
            assert intake.trainer and intake.welcome and intake.group_qr.file
            assert intake.leaders.count() >= 28

    def test_one_invitation_is_good_and_two_are_not(self, sample):
        assert find_invitation("WELCOME8").intake.number == 12
        for code, refusal in (
            ("EXPIRED8", "invitation-expired"),
            ("FULL2222", "invitation-used-up"),
        ):
            with pytest.raises(Refusal) as refused:
                find_invitation(code)
            assert refused.value.code == refusal


class TestLiMei:
    @pytest.fixture
    def li_mei(self, sample):
        return Leader.objects.get(user__phone="+8613800000001")

    def test_she_has_two_things_to_go(self, li_mei):
        items = {item.kind: item for item in explain(leader=li_mei).items}
        assert {kind for kind, item in items.items() if not item.met} == {
            "assessment_score",
            "effective_orders",
        }
        assert int(items["assessment_score"].value) == 72
        assert items["effective_orders"].value == 7
        assert items["group_size"].value == 186

    def test_she_is_in_the_middle_of_the_next_course(self, li_mei):
        step = next_step(leader=li_mei)
        assert step.step.course_slug == "choosing-products"
        assert step.position == 3 and step.started

    def test_she_has_said_that_she_comes_and_has_mail(self, li_mei):
        assert Booking.objects.filter(leader=li_mei, coming=True).exists()
        assert Notice.objects.visible_to(li_mei.user).unread().exists()


class TestSales:
    def test_eight_weeks_came_in_complete_and_without_a_rest(self, sample):
        imports = list(SalesImport.objects.all())
        assert len(imports) == 8
        assert all(one.complete and one.accepted == one.row_count > 150 for one in imports)

    def test_figures_agree_with_themselves(self, sample):
        odd = SalesWeek.objects.filter(effective_orders__gt=F("orders"))
        odd |= SalesWeek.objects.filter(repeat_buyers__gt=F("buyers"))
        odd |= SalesWeek.objects.filter(leader_fault_cases__gt=F("cases"))
        assert not odd.exists()
        assert all(week.net == week.gross - week.refunds for week in SalesWeek.objects.all())

    def test_the_head_holds_about_four_fifths(self, sample):
        placed = CohortRun.objects.current().latest("week").placements
        total = placed.filter(sales__gt=0).aggregate(total=Sum("sales"))["total"]
        head = placed.filter(cohort="head").aggregate(total=Sum("sales"))["total"]
        assert Decimal("0.7") < head / total < Decimal("0.88")

    def test_there_is_a_placement_for_each_week_and_some_movement(self, sample):
        runs = CohortRun.objects.current().order_by("week")
        assert runs.count() == 8
        moved = Placement.objects.filter(run__in=runs).exclude(before__in=["", "new"])
        assert moved.exclude(cohort=F("before")).count() >= 5
        assert {"head", "middle", "tail", "new"} == set(
            Standing.objects.values_list("cohort", flat=True)
        )


class TestLearning:
    def test_nothing_happened_in_the_future_or_before_its_beginning(self, sample):
        now = timezone.now()
        assert not StepCompletion.objects.filter(completed_at__gt=now).exists()
        assert not AttendanceMark.objects.filter(at__gt=now).exists()
        assert not GradeEvent.objects.filter(at__gt=now).exists()
        assert not Enrolment.objects.filter(completed_at__lt=F("enrolled_at")).exists()

    def test_finished_is_who_has_done_all_steps(self, sample):
        courses = CoursePage.objects.in_language("zh-hans")
        for leader in Leader.objects.filter(intake__number=12):
            progress = progress_of(leader=leader, courses=courses)
            finished = leader.enrolments.finished().values_list("course_key", flat=True)
            assert {key for key, one in progress.items() if one.completed} == set(finished)

    def test_later_classes_are_less_far(self, sample):
        done = [
            Enrolment.objects.finished().filter(leader__intake__number=number).count()
            / Intake.objects.get(number=number).leaders.count()
            for number in (10, 11, 12)
        ]
        assert done[0] > done[2] and done[1] > done[2]

    def test_a_paper_s_result_is_the_sum_of_its_answers(self, sample):
        attempts = Attempt.objects.prefetch_related("questions__events")
        assert attempts.count() > 100
        for attempt in attempts[:60]:
            questions = attempt.questions.all()
            assert attempt.percent == percent_of(
                sum((q.mark for q in questions), Decimal(0)), Decimal(len(questions))
            )
            assert attempt.passed == (attempt.percent >= attempt.pass_mark)
            assert all(question.events.all() for question in questions)

    def test_the_trainer_has_tasks_to_look_at_with_photos(self, sample):
        trainer = User.objects.get(phone="+8613800000011")
        waiting = Submission.objects.visible_to(trainer).waiting()
        assert waiting.count() >= 5
        assert all(paper.text and paper.files.exists() for paper in waiting)
        assert Submission.objects.filter(state="returned").exclude(comment="").exists()

    def test_who_finished_has_a_certificate(self, sample):
        finished = Enrolment.objects.finished().count()
        assert Certificate.objects.genuine().filter(kind="course").count() == finished


class TestLadder:
    def test_the_manager_has_a_queue_with_evidence_and_has_begun_with_it(self, sample):
        manager = User.objects.get(phone="+8613800000013")
        queue = Proposal.objects.visible_to(manager)
        assert queue.open().count() >= 5
        assert all(one.evaluation.evidence for one in queue.open())
        assert {"approved", "rejected"} <= set(queue.values_list("state", flat=True))

    def test_the_ordinary_leader_of_the_cast_is_in_it(self, sample):
        proposal = Proposal.objects.open().get(leader__user__phone="+8613800000002")
        assert proposal.to_tier_id == "advanced"

    def test_everybody_s_tier_follows_from_her_history(self, sample):
        for standing in Standing.objects.exclude(tier="preparatory"):
            last = TierChange.objects.filter(leader=standing.leader_id).first()
            assert last.to_tier_id == standing.tier_id
            assert last.by_id and last.reason


class TestAgain:
    def test_a_second_time_is_said_and_changes_nothing(self, sample):
        before = (Leader.objects.count(), SalesWeek.objects.count(), Notice.objects.count())
        out = StringIO()
        call_command("load_school", sample=True, stdout=out)
        assert out.getvalue().splitlines()[-1] == "The sample school: already there."
        after = (Leader.objects.count(), SalesWeek.objects.count(), Notice.objects.count())
        assert after == before

    def test_once_is_silent_and_cheap(self, sample, django_assert_max_num_queries):
        out = StringIO()
        with django_assert_max_num_queries(5):
            call_command("load_school", sample=True, once=True, stdout=out)
        assert out.getvalue() == ""
