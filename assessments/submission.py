"""What may happen to a task: it is handed in, from the draft or at once, and marked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random, SystemRandom
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments import checks, rubric
from assessments.evidence import read_amount, read_link, read_text
from assessments.fingerprint import fingerprint
from assessments.likeness import ask_to_compare
from assessments.marking import accept, send_back
from assessments.models import Appeal, Submission, SubmissionFile, TaskPage
from courses.models import Enrolment
from school.lib.documents import Document, read_document
from school.lib.photos import Photo, read_photo
from school.lib.refusal import Refusal
from school.people.models import Leader

__all__ = [
    "Evidence",
    "accept",
    "due_at",
    "hand_in",
    "hand_in_evidence",
    "may_hand_in",
    "send_back",
]


@dataclass
class Evidence:
    """What a leader puts before her trainer, read and safe to keep."""

    text: str = ""
    link: str = ""
    amount: Decimal | None = None
    data: dict[str, Any] = field(default_factory=dict)
    photos: Sequence[Photo] = ()
    documents: Sequence[Document] = ()


def hand_in(
    *,
    leader: Leader,
    task: TaskPage,
    text: str = "",
    uploads: Sequence = (),
    files: Sequence = (),
    link: str = "",
    amount: str = "",
    data: Any = None,
) -> Submission:
    """Hand in a task at once. All photos and files are read before anything is written.

    Refuses: as `hand_in_evidence`, and what `read_text`, `read_link`, `read_amount`, `read_photo`
    and `read_document` refuse.
    """
    if len(uploads) > task.takes_photos:
        raise _too_many_photos(task)
    if len(files) > task.takes_files:
        raise _too_many_files(task)
    evidence = Evidence(
        text=read_text(text),
        link=read_link(link),
        amount=read_amount(amount),
        data=checks.read(task.work, data),
        photos=[read_photo(upload) for upload in uploads],
        documents=[read_document(upload) for upload in files],
    )
    return hand_in_evidence(leader=leader, task=task, evidence=evidence)


def hand_in_evidence(
    *, leader: Leader, task: TaskPage, evidence: Evidence, chance: Random | None = None
) -> Submission:
    """Hand in what was read already. The rubric, the limits and the day by which it was wanted
    are kept with it as they are now; `chance` draws whether two people mark it.

    Refuses: task-standing (handed in or accepted already), tries-used-up, appeal-open,
    evidence-missing, photos-too-many, files-too-many, does-not-fit (where the task insists).
    """
    _check_evidence(task, evidence)
    findings = checks.check(task, evidence.data, photos=len(evidence.photos))
    if findings and task.must_fit:
        raise Refusal("does-not-fit", _("Not yet: have a look at what doesn't fit."))
    try:
        with transaction.atomic():
            return _write(leader, task, evidence, findings, chance or SystemRandom())
    except IntegrityError:
        raise _standing() from None


def _check_evidence(task: TaskPage, given: Evidence) -> None:
    if len(given.photos) > task.takes_photos:
        raise _too_many_photos(task)
    if len(given.documents) > task.takes_files:
        raise _too_many_files(task)
    if task.work == TaskPage.Work.PLAN and not any(given.data.get("days", [])):
        raise Refusal("evidence-missing", _("The plan is still empty."))
    if task.work != TaskPage.Work.EVIDENCE:
        return
    wanted = (
        (task.wants_photos, given.photos, _("Please add a photo.")),
        (task.wants_text, given.text, _("Please write a few words.")),
        (task.wants_files, given.documents, _("Please add a file.")),
        (task.wants_link, given.link, _("Please add the link.")),
        (task.wants_number, given.amount is not None, _("Please add the number.")),
    )
    for wants, there, message in wanted:
        if wants and not there:
            raise Refusal("evidence-missing", message)


def _too_many_photos(task: TaskPage) -> Refusal:
    most = {"most": task.takes_photos}
    return Refusal("photos-too-many", _("At most %(most)s photos, please."), most)


def _too_many_files(task: TaskPage) -> Refusal:
    return Refusal(
        "files-too-many", _("At most %(most)s files, please."), {"most": task.takes_files}
    )


def may_hand_in(*, task: TaskPage, sent: Sequence[Submission]) -> bool:
    """Whether she may hand in now, given all that she has sent (with their appeals)."""
    try:
        _check_turn(task, sent)
    except Refusal:
        return False
    return True


def _check_turn(task: TaskPage, sent: Sequence[Submission]) -> None:
    if any(one.state != Submission.State.RETURNED for one in sent):
        raise _standing()
    if any(_appealed(one) for one in sent):
        raise Refusal("appeal-open", _("Somebody is looking at it once more. Wait for the answer."))
    if task.tries and len(sent) >= task.tries:
        raise Refusal("tries-used-up", _("You have used all your tries. Talk to your trainer."))


def _appealed(submission: Submission) -> bool:
    appeal: Appeal | None = getattr(submission, "appeal", None)
    return appeal is not None and appeal.answered_at is None


def _standing() -> Refusal:
    return Refusal("task-standing", _("You have handed this in already."))


def due_at(*, leader: Leader, task: TaskPage) -> datetime | None:
    """Until when it is wanted: the task's day, or so many days after she began its course."""
    if task.due_at or task.due_days is None:
        return task.due_at
    enrolments = Enrolment.objects.filter(leader=leader, course_key=task.course_key)
    begun = enrolments.values_list("enrolled_at", flat=True).first()
    return begun + timedelta(days=task.due_days) if begun else None


def _write(
    leader: Leader, task: TaskPage, given: Evidence, findings: list, chance: Random
) -> Submission:
    mine = Submission.objects.filter(leader=leader, task_key=task.translation_key)
    sent = list(mine.select_related("appeal"))
    _check_turn(task, sent)
    submission = Submission.objects.create(
        leader=leader,
        task_key=task.translation_key,
        course_key=task.course_key,
        title=task.title,
        number=len(sent) + 1,
        text=given.text,
        link=given.link,
        amount=given.amount,
        work=task.work,
        data=given.data,
        findings=findings,
        rubric=rubric.freeze(task.rubric),
        due_at=due_at(leader=leader, task=task),
        twice=chance.random() * 100 < task.second_share,
        sent_at=timezone.now(),
    )
    for photo in given.photos:
        _keep_photo(submission, photo)
    for document in given.documents:
        kept = SubmissionFile(submission=submission, suffix=document.suffix, name=document.name)
        kept.file.save("document", document.content)
    if given.photos:
        ask_to_compare(submission)
    return submission


def _keep_photo(submission: Submission, photo: Photo) -> None:
    kept = SubmissionFile(submission=submission, width=photo.width, height=photo.height)
    photo.content.seek(0)
    kept.print = fingerprint(photo.content)
    photo.content.seek(0)
    kept.file.save("photo.jpg", photo.content)
