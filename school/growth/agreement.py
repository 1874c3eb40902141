"""What may happen to the text of an agreement: it is published, and a new draft begins from it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.growth.models import Agreement
from school.lib.refusal import Refusal

COPIED = (
    "kind", "title", "title_en", "text", "text_en",
    "valid_months", "sign_days", "renew_days", "notice_days",
)  # fmt: skip


@transaction.atomic
def publish(*, agreement: Agreement, by) -> Agreement:
    """Make a draft the version that is offered from now on. It never changes afterwards.

    Refuses: agreement-published (done already), agreement-older (a later version is out).
    """
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    newest = Agreement.objects.newest(agreement.kind)
    if newest and newest.version > agreement.version:
        raise Refusal("agreement-older", _("A later version is published already."))
    agreement.state = Agreement.State.PUBLISHED
    agreement.text_hash = agreement.fingerprint()
    agreement.published_at, agreement.published_by = timezone.now(), by
    agreement.save()
    return agreement


def draft_from(agreement: Agreement) -> Agreement:
    """A new draft that begins with the words of this version."""
    return Agreement.objects.create(**{name: getattr(agreement, name) for name in COPIED})


def check_unaltered(agreement: Agreement, text_hash: str) -> None:
    """Refuses: agreement-altered, where the stored words aren't those that were published."""
    if agreement.is_draft or agreement.fingerprint() != text_hash:
        raise Refusal(
            "agreement-altered", _("The text of this agreement was altered. Please tell us.")
        )
