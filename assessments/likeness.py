"""Finding photos that were handed in before, by herself or by anybody else."""

from assessments.fingerprint import nearest
from assessments.models import Likeness, Submission, SubmissionFile
from school.jobs import job

COMPARE = "assessments.compare_photos"
MOST = 3


def ask_to_compare(submission: Submission) -> None:
    """Comparing with everything may take a second or two, so it isn't done while she waits."""
    job.enqueue(
        kind=COMPARE,
        args={"submission_id": submission.pk},
        key=f"{COMPARE}:{submission.pk}",
    )


def compare(submission_id: int) -> int:
    """Note for each photo of a submission which earlier ones look the same; answers how many.

    Not compared are her own for the same task: she may send them once more. One query for all
    earlier photos, 64 bits each."""
    submission = Submission.objects.get(pk=submission_id)
    photos = list(submission.files.exclude(print=None))
    if not photos:
        return 0
    earlier = SubmissionFile.objects.exclude(print=None).filter(submission__pk__lt=submission_id)
    hers = {"submission__leader": submission.leader_id, "submission__task_key": submission.task_key}
    pairs = list(earlier.exclude(**hers).values_list("pk", "print"))
    found = [
        Likeness(photo=photo, other_id=number, distance=apart)
        for photo in photos
        for apart, number in nearest(photo.print, pairs, MOST)
    ]
    Likeness.objects.bulk_create(found, ignore_conflicts=True)
    return len(found)
