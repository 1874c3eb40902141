"""What may happen to a certificate: it is issued, made as a PDF, shown to be genuine, withdrawn."""

import unicodedata
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Certificate
from assessments.models.certificate import ALPHABET, LENGTH
from school.jobs import job
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.models import Leader

MAKE = "certificates.make"


def issue(
    *, leader: Leader, kind: str, key, title: dict[str, str], on: date | None = None
) -> Certificate:
    """The leader's certificate of this course or tier, issued once; the sheet is made by a job.

    `title` holds the title in each language; `on` is a Shanghai day, today if left out.
    """
    fields = {"name": leader.name, "title": dict(title), "issued_on": on or dates.today()}
    try:
        with transaction.atomic():
            certificate, made = Certificate.objects.get_or_create(
                leader=leader, kind=kind, key=str(key), revoked_at=None, defaults=fields
            )
    except IntegrityError:
        return Certificate.objects.genuine().get(leader=leader, kind=kind, key=str(key))
    if made:
        make([certificate])
    return certificate


def make(certificates: list[Certificate], owner=None) -> "job.Job":
    """Ask for the sheets of these certificates; those that are made already stay as they are."""
    numbers = sorted(certificate.pk for certificate in certificates)
    key = f"{MAKE}:{numbers[0]}" if len(numbers) == 1 else ""
    return job.enqueue(kind=MAKE, args={"certificate_ids": numbers}, owner=owner, key=key)


def revoke(*, certificate: Certificate, by, reason: str) -> Certificate:
    """Withdraw a certificate; whoever asks about its code learns so.

    Refuses: reason-missing. A certificate that is withdrawn already stays as it was.
    """
    if not reason.strip():
        raise Refusal("reason-missing", _("Say why it is withdrawn."))
    Certificate.objects.genuine().filter(pk=certificate.pk).update(
        revoked_at=timezone.now(), revoked_by=by, reason=reason.strip()
    )
    certificate.refresh_from_db()
    return certificate


def find(typed: str) -> Certificate | None:
    """The certificate of a code as people type it: in small letters, full width, with spaces."""
    code = "".join(
        letter for letter in unicodedata.normalize("NFKC", typed).upper() if letter not in " -"
    )
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    return Certificate.objects.filter(code=code).first()
