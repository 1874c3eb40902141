"""The draft of a task: what a leader has written and uploaded and not handed in yet."""

from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from assessments import checks, submission
from assessments.checks import plan
from assessments.evidence import read_amount, read_link, read_text
from assessments.models import Draft, Submission, TaskPage, Upload
from assessments.upload import discard
from school.lib.documents import Document
from school.lib.photos import Photo
from school.people.models import Leader

LONGEST = {"text": 8000, "link": 500, "amount": 40}


def draft_of(*, leader: Leader, task: TaskPage) -> Draft:
    """The draft, or an empty one that isn't written yet."""
    found = Draft.objects.filter(leader=leader, task_key=task.translation_key).first()
    return found or Draft(leader=leader, task_key=task.translation_key)


def uploads_of(*, leader: Leader, task: TaskPage) -> list[Upload]:
    return list(Upload.objects.filter(leader=leader, task_key=task.translation_key))


def keep(*, leader: Leader, task: TaskPage, fields: Mapping[str, Any]) -> Draft:
    """Keep what was typed, as it was typed; fields that didn't come stay as they are. A tasting
    report comes as its own fields; of a plan the day named by `day` is replaced.

    Nothing is refused: what is wrong with it is said when it is handed in.
    """
    with transaction.atomic():
        mine = Draft.objects.select_for_update()
        draft, _made = mine.get_or_create(leader=leader, task_key=task.translation_key)
        for name, longest in LONGEST.items():
            if isinstance(fields.get(name), str):
                setattr(draft, name, fields[name].replace("\0", "")[:longest])
        if task.work == TaskPage.Work.TASTING and "product" in fields:
            draft.data = checks.read(task.work, fields)
        draft.updated_at = timezone.now()
        draft.save()
    return draft


def keep_day(*, leader: Leader, task: TaskPage, day: int, rows: Any) -> Draft:
    """Replace one day of a plan, counted from 1."""
    with transaction.atomic():
        mine = Draft.objects.select_for_update()
        draft, _made = mine.get_or_create(leader=leader, task_key=task.translation_key)
        days = plan.read(draft.data)["days"]
        days[day - 1] = plan.read_day(rows)
        draft.data = {"days": days}
        draft.updated_at = timezone.now()
        draft.save()
    return draft


def days_of(draft: Draft) -> list[list[dict[str, str]]]:
    """The seven days of a plan's draft."""
    return plan.read(draft.data)["days"]


def hand_in(*, leader: Leader, task: TaskPage) -> Submission:
    """Hand in the draft with all that has arrived whole; it is empty afterwards. If it is refused
    it stays as it is.

    Refuses: as `submission.hand_in_evidence`, and what reading the fields refuses.
    """
    draft, uploads = draft_of(leader=leader, task=task), uploads_of(leader=leader, task=task)
    whole = [upload for upload in uploads if upload.is_done]
    evidence = submission.Evidence(
        text=read_text(draft.text),
        link=read_link(draft.link),
        amount=read_amount(draft.amount),
        data=checks.read(task.work, draft.data),
        photos=[_photo(one) for one in whole if one.kind == Upload.Kind.PHOTO],
        documents=[_document(one) for one in whole if one.kind == Upload.Kind.DOCUMENT],
    )
    made = submission.hand_in_evidence(leader=leader, task=task, evidence=evidence)
    clear(draft, uploads)
    return made


def clear(draft: Draft, uploads: list[Upload]) -> None:
    for upload in uploads:
        discard(upload)
    if draft.pk:
        draft.delete()


def _photo(upload: Upload) -> Photo:
    with upload.file.open("rb") as file:
        return Photo(file.read(), upload.width, upload.height)


def _document(upload: Upload) -> Document:
    with upload.file.open("rb") as file:
        return Document(ContentFile(file.read()), upload.suffix, upload.name)
