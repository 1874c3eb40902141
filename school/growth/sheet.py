"""The sheet of a signed agreement: its words, and the record of the signature."""

from django.conf import settings
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils.translation import override

from school.growth.agreement import check_unaltered
from school.growth.models import Signature
from school.growth.wording import as_html
from school.lib.pdf import render_pdf
from school.lib.qr import qr_svg

MAKE = "growth.sheet"


def keep(signature_id: int) -> bool:
    """Make the sheet and keep it, unless it is kept already; answers whether it was made now.

    Safe to be repeated, and to be done by two at once: the file's name is the code's, a file that
    a killed run left half written is replaced, and the row is written last.
    """
    found = Signature.objects.select_related("offer__agreement", "offer__leader__user")
    signature = found.get(pk=signature_id)
    if signature.file:
        return False
    name, storage = f"agreements/{signature.code}.pdf", signature.file.storage
    content = ContentFile(render(signature))
    storage.delete(name)
    kept = storage.save(name, content)
    made = Signature.objects.filter(pk=signature.pk, file="").update(file=kept)
    if not made and kept != name:
        storage.delete(kept)
    return bool(made)


def render(signature: Signature) -> bytes:
    """The sheet as a PDF. Refuses: agreement-altered."""
    return render_pdf(html(signature), settings.BASE_DIR / "static")


def html(signature: Signature) -> str:
    """The sheet in the language that she read. Refuses: agreement-altered."""
    agreement = signature.offer.agreement
    check_unaltered(agreement, signature.text_hash)
    with override(signature.language):
        context = {
            "signature": signature,
            "agreement": agreement,
            "leader": signature.offer.leader,
            "text": as_html(agreement.text_in(signature.language)),
            "qr": qr_svg(signature.proof_url),
        }
        return render_to_string("pdf/agreement.html", context)
