from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from assessments.models import Attempt, Certificate, Submission
from courses.models import Enrolment
from school.notices.inbox import notify
from school.people import roles
from school.reports.story import Story
from school.standing import elimination, leaving
from school.standing.case import open_case
from school.standing.models import Question
from school.standing.proposal import approve
from tests.courses.tree import course, lesson
from tests.reports.conftest import many, propose, sell_and_place
from tests.reports.test_monday import attend
from tests.standing.test_decision_screens import planned


def story_of(client, leader) -> str:
    return client.get(reverse("reports:story", args=[leader.pk])).content.decode()


def live_through(leader, manager, trainer, rules) -> None:
    """A little of everything that a leader's life in the school leaves behind."""
    page = course("C1", required=True)
    lesson(page, "One")
    key = page.translation_key
    Enrolment.objects.create(leader=leader, course_key=key)
    Attempt.objects.create(
        leader=leader,
        quiz_key=key,
        course_key=key,
        title={"en": "First quiz"},
        number=1,
        state="done",
        pass_mark=80,
        started_at=timezone.now(),
        percent=Decimal(72),
        passed=False,
    )
    Submission.objects.create(
        leader=leader,
        task_key=key,
        course_key=key,
        title="A group",
        number=1,
        sent_at=timezone.now(),
        state="returned",
        comment="Show the date, please.",
    )
    attend(leader, trainer, days_ago=2, present=True)
    notify(user=leader.user, kind="word", title="Well begun")
    approve(proposal=propose(leader, rules), by=manager, reason="Steady weeks")


def test_tells_everything(client_of, manager, leader, trainer, region, school_with_rules):
    others = many(9, region)
    sell_and_place({leader: 5000} | dict.fromkeys(others, 10))
    live_through(leader, manager, trainer, school_with_rules)
    page = story_of(client_of(manager), leader)
    for words in (
        leader.user.local_phone,
        "Ordinary",
        "Steady weeks",
        "rank 1 of 10",
        "¥\u00a05,000",
        "First quiz",
        "72",
        "Show the date, please.",
        "✓ yes",
        "Well begun",
        "Ordinary group leader",
        "net sales in 28 days",
    ):
        assert words in page, words
    assert Certificate.objects.filter(leader=leader).count() == 1


def test_of_a_newcomer_says_what_is_not_yet(client_of, manager, leader):
    page = story_of(client_of(manager), leader)
    for words in ("No sales have come", "not begun a course", "No quiz yet", "Not placed yet"):
        assert words in page


def test_decision_is_offered_to_who_may_take_it(client_of, manager, coach, leader, proposal):
    assert reverse("reports:approve") in story_of(client_of(manager), leader)
    page = story_of(client_of(coach), leader)
    assert reverse("reports:approve") not in page
    assert "The manager of her region decides." in page


def test_after_the_decision_back_to_the_story(client_of, manager, leader, proposal):
    response = client_of(manager).post(
        reverse("reports:approve"), {"only": proposal.pk, "leader": leader.pk}
    )
    assert response.url == reverse("reports:story", args=[leader.pk])


def test_nobody_decides_about_herself(client_of, manager, leader, proposal):
    roles.give(leader.user, roles.MANAGER)
    leader.user.regions.add(leader.region)
    client = client_of(leader)
    assert reverse("reports:approve") not in story_of(client, leader)
    response = client.post(reverse("reports:approve"), {"only": proposal.pk}, follow=True)
    assert "Only the manager of her region" in response.content.decode()
    proposal.refresh_from_db()
    assert proposal.is_open


def test_without_rules_the_page_still_opens(client_of, manager, leader, school_with_rules):
    school_with_rules.state = "draft"
    school_with_rules.save()
    assert Story(leader).explanation is None
    assert "No rules have been approved" in story_of(client_of(manager), leader)


def test_same_queries_for_a_short_and_a_long_story(
    client_of, manager, leader, trainer, region, school_with_rules, queries
):
    address = reverse("reports:story", args=[leader.pk])
    live_through(leader, manager, trainer, school_with_rules)
    sell_and_place({leader: 10}, weeks=5)
    client = client_of(manager)
    short = queries(client, address)
    sell_and_place({leader: 20}, weeks=12)
    for days in range(3, 12):
        attend(leader, trainer, days_ago=days, present=True, kind="skills")
    for number in range(9):
        notify(user=leader.user, kind="word", title=f"Word {number}")
    assert queries(client, address) == short


def test_tells_reviews_plans_cases_and_appeals(
    client_of, manager, coach, leader, school_with_rules
):
    elimination.propose(leader=leader, cause="other", by=coach, note="No answer")
    leaving.begin(leader=leader, by=coach, reason="She moves")
    open_case(leader=leader, kind="attitude", text="Loud in the group", by=coach)
    plan = planned(leader, school_with_rules)
    Question.objects.create(
        leader=leader, about="plan", ref=str(plan.pk), text="I was ill", due_at=timezone.now()
    )
    page = story_of(client_of(manager), leader)
    for words in (
        "Waiting for a decision",
        "She hands over and leaves.",
        "Loud in the group",
        "below, 2 running",
        "at least ¥\u00a020,000 is asked",
        "I was ill",
        "Tone with customers",
        reverse("decisions:export", args=[leader.pk, "csv"]),
        reverse("decisions:open_case", args=[leader.pk]),
    ):
        assert words in page, words


def test_who_only_reads_is_offered_nothing(client_of, trainer, manager, leader, other_leader):
    leader.coach = None
    leader.save()
    offers = reverse("decisions:open_case", args=[leader.pk])
    assert offers in story_of(client_of(manager), leader)
    roles.give(trainer, roles.COACH)
    assert offers not in story_of(client_of(trainer), leader)
