"""The long and the regular work of this floor."""

from assessments import attempt, sheet
from assessments.models import Certificate
from school.jobs.kinds import kind


@kind("assessments.close_overdue")
def close_overdue(_run) -> dict:
    """Hand in the attempts whose time is over, with what arrived."""
    return {"closed": attempt.close_overdue()}


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
