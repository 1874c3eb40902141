"""What this floor does when a lower one tells it something, and when a page is to be deleted."""

from django.db.models.signals import pre_delete
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import (
    Attempt,
    Certificate,
    GradeEvent,
    QuizPage,
    Submission,
    TaskPage,
)
from assessments.pages import refuse_if_kept
from assessments.signals import grade_recorded, results_changing
from courses.models import CoursePage
from courses.signals import course_completed, step_moved


def connect() -> None:
    course_completed.connect(issue_certificate, dispatch_uid="assessments.issue_certificate")
    results_changing.connect(name_certificates, dispatch_uid="assessments.name_certificates")
    grade_recorded.connect(look_for_reviews, dispatch_uid="assessments.look_for_reviews")
    step_moved.connect(follow_step, dispatch_uid="assessments.follow_step")
    pre_delete.connect(keep_quiz, sender=QuizPage, dispatch_uid="assessments.keep_quiz")
    pre_delete.connect(keep_task, sender=TaskPage, dispatch_uid="assessments.keep_task")


def issue_certificate(sender, *, leader, course_key, at, **_kwargs) -> None:
    """A finished course brings its certificate, dated on the day on which it was finished."""
    from assessments.certificate import issue
    from school.lib import dates

    versions = CoursePage.objects.filter(translation_key=course_key)
    title = dict(versions.values_list("locale__language_code", "title"))
    issue(leader=leader, kind="course", key=course_key, title=title, on=dates.day_of(at))


def look_for_reviews(sender, *, leader, **_kwargs) -> None:
    """A quiz that was handed in may have left something to review."""
    from assessments.review_cards import forget_waits
    from school.lib import dates

    forget_waits(leader, dates.today())


def name_certificates(sender, *, changes, **_kwargs) -> list:
    """The course certificates of those who passed and now wouldn't. They stay; a person may
    withdraw one."""
    from assessments.regrade import Touched

    lost = [change for change in changes if change.turn == "passed"]
    leaders = {change.attempt.leader_id for change in lost}
    keys = {str(change.attempt.course_key) for change in lost}
    found = Certificate.objects.genuine().filter(kind="course", key__in=keys, leader__in=leaders)
    return [
        Touched(
            kind=_("Certificate"),
            leader_id=one.leader_id,
            words=one.title_now,
            link=reverse("certificates:edit", args=[one.pk]),
        )
        for one in found
    ]


def follow_step(sender, *, step_key, to_key, **_kwargs) -> None:
    """What was tried, handed in and graded stands under the course that its step belongs to."""
    Attempt.objects.filter(quiz_key=step_key).update(course_key=to_key)
    Submission.objects.filter(task_key=step_key).update(course_key=to_key)
    GradeEvent.objects.filter(step_key=step_key).update(course_key=to_key)


def keep_quiz(sender, instance, **_kwargs) -> None:
    refuse_if_kept(instance, Attempt.objects.filter(quiz_key=instance.translation_key))


def keep_task(sender, instance, **_kwargs) -> None:
    refuse_if_kept(instance, Submission.objects.filter(task_key=instance.translation_key))
