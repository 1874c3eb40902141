"""What may happen to a task: it is handed in, accepted, or sent back with a word."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from assessments.models import Submission, SubmissionFile, TaskPage
from assessments.photos import Photo, read_photo
from assessments.signals import task_accepted
from courses.progress import complete_step
from school.lib.refusal import Refusal
from school.notices.inbox import notify
from school.people.models import Leader

LONGEST_TEXT = 4000


def hand_in(
    *, leader: Leader, task: TaskPage, text: str = "", uploads: Sequence = ()
) -> Submission:
    """Hand in a task. All photos are read before anything is written.

    Refuses: task-standing (handed in or accepted already), evidence-missing, photos-too-many,
    text-too-long, and what `read_photo` refuses.
    """
    text = text.strip()
    _check_evidence(task, text, uploads)
    photos = [read_photo(upload) for upload in uploads]
    try:
        with transaction.atomic():
            return _write(leader, task, text, photos)
    except IntegrityError:
        raise _standing() from None


def _check_evidence(task: TaskPage, text: str, uploads: Sequence) -> None:
    if task.wants_photos and not uploads:
        raise Refusal("evidence-missing", _("Please add a photo."))
    if task.wants_text and not text:
        raise Refusal("evidence-missing", _("Please write a few words."))
    if len(uploads) > (task.most_photos if task.wants_photos else 0):
        raise Refusal(
            "photos-too-many", _("At most %(most)s photos, please."), {"most": task.most_photos}
        )
    if len(text) > LONGEST_TEXT:
        raise Refusal("text-too-long", _("That is a lot of text. Please shorten it a little."))


def _write(leader: Leader, task: TaskPage, text: str, photos: list[Photo]) -> Submission:
    mine = Submission.objects.filter(leader=leader, task_key=task.translation_key)
    if mine.exclude(state=Submission.State.RETURNED).exists():
        raise _standing()
    submission = Submission.objects.create(
        leader=leader,
        task_key=task.translation_key,
        course_key=task.course_key,
        title=task.title,
        number=mine.count() + 1,
        text=text,
        sent_at=timezone.now(),
    )
    for photo in photos:
        kept = SubmissionFile(submission=submission, width=photo.width, height=photo.height)
        kept.file.save("photo.jpg", photo.content)
    return submission


def _standing() -> Refusal:
    return Refusal("task-standing", _("You have handed this in already."))


def accept(*, submission: Submission, by, comment: str = "") -> Submission:
    """A trainer is content: the task's step is completed and the leader is told.

    Refuses: submission-marked (somebody was first).
    """
    with transaction.atomic():
        submission = _mark(submission, Submission.State.ACCEPTED, by, comment)
        task = _task_of(submission)
        if task:
            complete_step(
                leader=submission.leader, step=task, at=submission.marked_at, source="task"
            )
        task_accepted.send(
            sender=Submission,
            leader=submission.leader,
            step_key=submission.task_key,
            course_key=submission.course_key,
            submission=submission,
        )
        _tell(submission, task, _("Your task is accepted"))
    return submission


def send_back(*, submission: Submission, by, comment: str) -> Submission:
    """A trainer asks for another try and says what is missing.

    Refuses: comment-missing, submission-marked.
    """
    if not comment.strip():
        raise Refusal("comment-missing", _("Say in a sentence what is missing."))
    with transaction.atomic():
        submission = _mark(submission, Submission.State.RETURNED, by, comment)
        _tell(submission, _task_of(submission), _("A word on your task"))
    return submission


def _mark(submission: Submission, state: str, by, comment: str) -> Submission:
    locked = Submission.objects.select_for_update(of=("self",)).select_related("leader__user")
    submission = locked.get(pk=submission.pk)
    if submission.state != Submission.State.SENT:
        raise Refusal("submission-marked", _("Somebody has looked at this already."))
    submission.state = state
    submission.marker = by
    submission.comment = comment.strip()
    submission.marked_at = timezone.now()
    submission.save(update_fields=["state", "marker", "comment", "marked_at"])
    return submission


def _task_of(submission: Submission) -> TaskPage | None:
    versions = TaskPage.objects.filter(translation_key=submission.task_key)
    return versions.order_by("-live", "pk").first()


def _about(submission: Submission) -> str:
    if not submission.comment:
        return str(submission.title)
    said = {"task": submission.title, "comment": submission.comment}
    return gettext("%(task)s: %(comment)s") % said


def _tell(submission: Submission, task: TaskPage | None, title) -> None:
    """Tell her in her own language."""
    user = submission.leader.user
    with override(user.language):
        notify(
            user=user,
            kind="task",
            title=str(title),
            body=_about(submission),
            link=task.address if task else "",
            key=f"submission:{submission.pk}:{submission.state}",
        )
