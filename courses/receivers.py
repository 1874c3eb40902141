"""What courses do when something happens elsewhere."""

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.images import get_image_model
from wagtail.models import Comment, CommentReply
from wagtail.signals import (
    page_published,
    page_unpublished,
    post_page_move,
    task_rejected,
    task_submitted,
    workflow_approved,
)

from courses import outline, quick_start, search, streak
from courses.authoring import letters, records
from courses.enrolment import enrol_in_required
from courses.models import CoursePage
from courses.path import advance, join_intake
from courses.signals import (
    course_completed,
    enrolled,
    session_cancelled,
    session_moved,
    session_restored,
    step_completed,
)
from courses.trainings import booking, make_up, telling
from courses.trainings.attendance import credit_earlier
from school.people.signals import leader_joined


def connect() -> None:
    """Listen. Called once, when all kinds of steps of all floors are known."""
    for model in (CoursePage, *outline.step_models()):
        post_save.connect(forget_outline, sender=model)
        post_delete.connect(forget_outline, sender=model)
        pre_delete.connect(keep_records, sender=model)
    # Lists keep the addresses of covers too.
    post_save.connect(forget_outline, sender=get_image_model())
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(forget_outline)
    for signal in (page_published, post_page_move):
        signal.connect(keep_words)
    task_submitted.connect(tell_of_submitting)
    task_rejected.connect(tell_of_returning)
    workflow_approved.connect(tell_of_approving)
    # Wagtail sends signals of its workflows, but none of its comments.
    post_save.connect(tell_of_comment, sender=Comment)
    post_save.connect(tell_of_reply, sender=CommentReply)
    leader_joined.connect(start_newcomer)
    course_completed.connect(open_what_follows)
    enrolled.connect(count_earlier_training)
    step_completed.connect(spare_lessons)
    step_completed.connect(finish_making_up)
    step_completed.connect(count_day)
    session_moved.connect(tell_of_new_time)
    session_cancelled.connect(tell_of_cancelling)
    session_restored.connect(tell_of_restoring)


def forget_outline(sender, **_kwargs) -> None:
    outline.forget()


def keep_words(sender, instance, **_kwargs) -> None:
    """What is published can be searched; a step that is moved is found under its new course."""
    search.index_published(instance)


def keep_records(sender, instance, **_kwargs) -> None:
    records.check_deletable([instance])


def tell_of_submitting(sender, instance, user=None, **_kwargs) -> None:
    letters.submitted(instance, by=user)


def tell_of_returning(sender, instance, user=None, **_kwargs) -> None:
    letters.returned(instance, by=user)


def tell_of_approving(sender, instance, user=None, **_kwargs) -> None:
    letters.approved(instance, by=user)


def tell_of_comment(sender, instance, created, **_kwargs) -> None:
    if created:
        letters.commented(instance)


def tell_of_reply(sender, instance, created, **_kwargs) -> None:
    if created:
        letters.replied(instance)


def start_newcomer(sender, leader, **_kwargs) -> None:
    enrol_in_required(leader=leader)
    join_intake(leader=leader)


def open_what_follows(sender, leader, **_kwargs) -> None:
    """The required courses behind the one that she has just finished, and the next of her paths."""
    enrol_in_required(leader=leader)
    advance(leader=leader)


def count_earlier_training(sender, leader, **_kwargs) -> None:
    credit_earlier(leader=leader)


def spare_lessons(sender, leader, step_key, course_key, **_kwargs) -> None:
    """Who may show first what she knows has shown it."""
    quick_start.credit(leader=leader, step_key=step_key, course_key=course_key)


def finish_making_up(sender, leader, step_key, **_kwargs) -> None:
    """It may be the exit quiz of a training whose replay she has watched."""
    make_up.quiz_passed(leader=leader, step_key=step_key)


def tell_of_new_time(sender, session, before_starts_at, **_kwargs) -> None:
    if before_starts_at != session.starts_at:
        telling.tell("moved", session=session, before=before_starts_at)


def tell_of_cancelling(sender, session, reason="", **_kwargs) -> None:
    telling.tell("cancelled", session=session, reason=reason)


def tell_of_restoring(sender, session, **_kwargs) -> None:
    telling.tell("restored", session=session)
    booking.move_up(session=session)


def count_day(sender, leader, **_kwargs) -> None:
    streak.fold(leader=leader)
