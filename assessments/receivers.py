"""What this floor does when a lower one tells it something, and when a page is to be deleted."""

from django.db.models.signals import pre_delete

from assessments.models import Attempt, QuizPage, Submission, TaskPage
from assessments.pages import refuse_if_kept
from courses.models import CoursePage
from courses.signals import course_completed


def connect() -> None:
    course_completed.connect(issue_certificate, dispatch_uid="assessments.issue_certificate")
    pre_delete.connect(keep_quiz, sender=QuizPage, dispatch_uid="assessments.keep_quiz")
    pre_delete.connect(keep_task, sender=TaskPage, dispatch_uid="assessments.keep_task")


def issue_certificate(sender, *, leader, course_key, at, **_kwargs) -> None:
    """A finished course brings its certificate, dated on the day on which it was finished."""
    from assessments.certificate import issue
    from school.lib import dates

    versions = CoursePage.objects.filter(translation_key=course_key)
    title = dict(versions.values_list("locale__language_code", "title"))
    issue(leader=leader, kind="course", key=course_key, title=title, on=dates.day_of(at))


def keep_quiz(sender, instance, **_kwargs) -> None:
    refuse_if_kept(instance, Attempt.objects.filter(quiz_key=instance.translation_key))


def keep_task(sender, instance, **_kwargs) -> None:
    refuse_if_kept(instance, Submission.objects.filter(task_key=instance.translation_key))
