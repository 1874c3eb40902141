"""Quizzes in the CMS: purposes, the review grid, exceptions, late answers."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from assessments import attempt as rules
from assessments import presets
from assessments.models import Attempt, GradeEvent, QuizOverride, QuizPage
from school.people import roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, trainer):
    """Somebody who publishes what she writes."""
    trainer.groups.add(Group.objects.get(name=roles.HEAD_TRAINER))
    return client_of(trainer)


# --- the quiz's form ---------------------------------------------------------------------------


def posted(quiz: QuizPage, **changes) -> dict:
    """The quiz's form as a browser sends it back, with these changes."""
    plain = (
        "title slug intro preset pass_mark overtime grace_minutes delay_second delay_later grading "
        "per_page navigation behaviour tries penalty minutes"
    )
    data = {name: getattr(quiz, name) for name in plain.split()}
    data |= {name: getattr(quiz, name) or "" for name in ("time_limit", "attempts_allowed")}
    data |= dict.fromkeys(("summary", "opens_at", "due_at", "closes_at", "access_code"), "")
    data |= {name: "on" for name in ("shuffle", "shuffle_answers") if getattr(quiz, name)}
    data |= {f"review-{i}-{t}": "on" for i, times in quiz.review.items() for t in times}
    items = [
        {"id": item.pk, "question": item.question_id, "category": "", "tag": "", "count": 1,
         "marks": "1", "heading": "", "shuffle": "on"}
        for item in quiz.items.all()
    ]  # fmt: skip
    data |= {"review": "1", "comments": inline_formset([]), "bands": inline_formset([])}
    data["items"] = inline_formset(items, initial=len(items))
    return nested_form_data({**data, "action-publish": "1", **changes})


def edit(desk, quiz, **changes) -> QuizPage:
    address = reverse("wagtailadmin_pages:edit", args=[quiz.pk])
    response = desk.post(address, posted(quiz, **changes))
    assert response.status_code == 302, response.context["form"].errors
    return QuizPage.objects.get(pk=quiz.pk)


def test_the_rules_are_folded_away_and_a_quiz_needs_none_of_them(desk, quiz):
    html = desk.get(reverse("wagtailadmin_pages:edit", args=[quiz.pk])).content.decode()
    for heading in ("Time", "Tries", "Pages and answers", "What she sees when", "review-grid"):
        assert heading in html
    assert html.count("w-panel collapsed") >= 5
    assert edit(desk, quiz).behaviour == "deferred"


@pytest.mark.parametrize("preset", [presets.FINAL, presets.PRACTICE, presets.EXAM])
def test_a_purpose_sets_all_rules(desk, quiz, preset):
    kept = edit(desk, quiz, preset=preset)
    assert {name: getattr(kept, name) for name in presets.rules_of(preset)} == presets.rules_of(
        preset
    )


def test_what_is_set_by_hand_stays_whatever_the_purpose(desk, quiz):
    kept = edit(desk, quiz, preset=presets.EXAM, time_limit="90")
    assert (kept.time_limit, kept.attempts_allowed) == (90, 1)


def test_saving_again_keeps_what_was_changed_after_choosing_the_purpose(desk, quiz):
    exam = edit(desk, quiz, preset=presets.EXAM)
    assert edit(desk, exam, attempts_allowed="2").attempts_allowed == 2


def test_the_review_grid_is_kept_as_it_was_ticked(desk, quiz):
    quiz.review = {"attempt": ["just"], "right": []}
    kept = edit(desk, quiz).review
    assert set(kept) == set(presets.ITEMS)
    assert {item: times for item, times in kept.items() if times} == {"attempt": ["just"]}


def test_it_can_not_close_before_it_opens(desk, quiz):
    dates = {"opens_at": "2026-03-02 10:00", "closes_at": "2026-03-02 09:00"}
    address = reverse("wagtailadmin_pages:edit", args=[quiz.pk])
    html = desk.post(address, posted(quiz, **dates)).content.decode()
    assert "before it opens" in html


# --- exceptions --------------------------------------------------------------------------------


def exception(page, **fields) -> dict:
    empty = dict.fromkeys(["leader", "intake", *QuizOverride.FIELDS], "")
    return empty | {"quiz": str(page.translation_key), "reason": "Was ill."} | fields


def test_an_override_is_written_down_with_who_and_why(desk, trainer, leader, quiz):
    add = reverse("quiz_overrides:add")
    assert desk.get(add).status_code == 200
    desk.post(add, exception(quiz, leader=leader.pk, time_limit=60))
    made = QuizOverride.objects.get()
    assert (made.leader, made.time_limit, made.by, made.reason) == (leader, 60, trainer, "Was ill.")
    html = desk.get(reverse("quiz_overrides:index")).content.decode()
    assert quiz.title in html
    assert "Was ill." in html


@pytest.mark.parametrize(
    "fields", [{"reason": ""}, {"leader": ""}, {"time_limit": ""}, {"quiz": "nothing"}]
)
def test_an_override_that_says_too_little_is_sent_back(desk, leader, quiz, fields):
    sent = {"leader": leader.pk, "time_limit": 60} | fields
    assert desk.post(reverse("quiz_overrides:add"), exception(quiz, **sent)).status_code == 200
    assert not QuizOverride.objects.exists()


def test_a_trainer_makes_no_override_for_a_leader_of_another(desk, other_leader, quiz):
    sent = exception(quiz, leader=other_leader.pk, time_limit=60)
    desk.post(reverse("quiz_overrides:add"), sent)
    assert not QuizOverride.objects.exists()


def test_an_override_is_never_changed_nor_deleted(client_of, desk, operations, leader, quiz):
    desk.post(reverse("quiz_overrides:add"), exception(quiz, leader=leader.pk, time_limit=60))
    made = QuizOverride.objects.get()
    for who in (desk, client_of(operations)):
        for name in ("edit", "delete"):
            who.post(reverse(f"quiz_overrides:{name}", args=[made.pk]), exception(quiz))
    assert QuizOverride.objects.get().time_limit == 60


# --- late answers ------------------------------------------------------------------------------


@pytest.fixture
def ended(attempt) -> Attempt:
    now = timezone.now()
    attempt.started_at, attempt.deadline = now - timedelta(hours=1), now - timedelta(minutes=5)
    attempt.save()
    rules.save_answer(
        attempt_id=attempt.pk, user=attempt.leader.user, slot=4, raw="pick up late",
        client_id="phone", seq=1, age=9 * 60_000,
    )  # fmt: skip
    return rules.submit(attempt=attempt)


def test_late_answers_are_shown_and_accepted_with_one_click(desk, trainer, ended):
    address = reverse("late_answers:edit", args=[ended.pk])
    listed = desk.get(reverse("late_answers:index")).content.decode()
    assert ended.leader.name in listed
    assert address in listed
    html = desk.get(address).content.decode()
    assert "pick up late" in html
    assert "She had no network when she answered." in html
    desk.post(address, {"reason": "She had no network when she answered."})
    ended.refresh_from_db()
    assert ended.percent == 20
    assert GradeEvent.objects.order_by("pk").last().by == trainer
    assert ended.leader.name not in desk.get(reverse("late_answers:index")).content.decode()


def test_late_answers_are_for_the_staff_who_may_see_the_leader(client_of, leader, coach, ended):
    address = reverse("late_answers:edit", args=[ended.pk])
    for nobody in (leader, coach):
        client_of(nobody).post(address, {"reason": "please"})
    ended.refresh_from_db()
    assert ended.percent == 0


def test_a_trainer_of_others_does_not_find_them(client_of, ended):
    from tests import cast as people

    stranger = client_of(people.trainer("Somebody else"))
    assert stranger.get(reverse("late_answers:edit", args=[ended.pk])).status_code == 404
