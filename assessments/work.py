"""The long and the regular work of this floor."""

from assessments import attempt, exporting, importing, likeness, sheet, taking_back, upload
from assessments.models import Certificate, QuestionImport
from school.jobs.kinds import kind


@kind("assessments.close_overdue")
def close_overdue(_run) -> dict:
    """Hand in the attempts whose time is over, with what arrived."""
    return {"closed": attempt.close_overdue()}


@kind(likeness.COMPARE)
def compare_photos(_run, submission_id: int) -> dict:
    """Look which earlier photos look like those of this submission."""
    return {"found": likeness.compare(submission_id)}


@kind("assessments.sweep_uploads")
def sweep_uploads(_run) -> dict:
    """Forget uploads that nobody has handed in for long."""
    return {"forgotten": upload.sweep()}


@kind("certificates.make")
def make_certificates(run, certificate_ids: list[int]) -> dict:
    """Make the sheets of these certificates one by one. Killed in the middle and run again, it
    makes only what is missing."""
    made = 0
    total = len(certificate_ids)
    for done, number in enumerate(certificate_ids, start=1):
        certificate = Certificate.objects.filter(pk=number).first()
        if certificate:
            made += sheet.keep(certificate)
        run.progress(done, total)
    return {"made": made, "total": total}


@kind(importing.KIND)
def import_questions(run, import_id: int) -> dict:
    """Take a file's questions into the bank. Killed in the middle and run again, it goes on after
    the last batch that is whole."""
    row = QuestionImport.objects.get(pk=import_id)
    if row.state == QuestionImport.State.RUNNING:
        importing.run(row, run.progress)
    return {"imported": row.imported, "read": row.read}


@kind(taking_back.KIND)
def take_questions_back(run, import_id: int) -> dict:
    """Take an import back. Killed in the middle and run again, it goes on after the last batch
    that is whole."""
    row = QuestionImport.objects.get(pk=import_id)
    if row.state == QuestionImport.State.GOING_BACK:
        taking_back.run(row, run.progress)
    return {"removed": row.removed, "retired": row.retired}


@kind(exporting.KIND)
def export_questions(run, code: str, category_id: int | None) -> dict:
    """Write questions of the bank into a file, which is the job's result."""
    return exporting.export_in_job(run, code=code, category_id=category_id)
