"""The sheet of a certificate: A4, Chinese and English, made to be framed."""

from django.conf import settings
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import override

from assessments.models import Certificate
from assessments.width import width
from school.lib.pdf import render_pdf
from school.lib.qr import qr_svg

CHINESE, ENGLISH = "zh-hans", "en"
# Wider than this, in Latin letters, a name needs a smaller size.
LONG_NAME = 14


def file_name(certificate: Certificate) -> str:
    return f"certificates/{certificate.code}.pdf"


def keep(certificate: Certificate) -> bool:
    """Make the sheet and keep it, unless it is kept already; answers whether it was made now.

    Safe to be repeated, and to be done by two at once: the file's name is the code's, a file that
    a killed run left half written is replaced, and the row is written last.
    """
    if certificate.file:
        return False
    name, storage = file_name(certificate), certificate.file.storage
    content = ContentFile(render(certificate))
    storage.delete(name)
    kept = storage.save(name, content)
    made = Certificate.objects.filter(pk=certificate.pk, file="").update(file=kept)
    if not made and kept != name:
        storage.delete(kept)
    return bool(made)


def render(certificate: Certificate) -> bytes:
    """The sheet as a PDF."""
    return render_pdf(html(certificate), settings.BASE_DIR / "static")


def html(certificate: Certificate) -> str:
    with override(CHINESE):
        return render_to_string(
            "pdf/certificate.html",
            {
                "certificate": certificate,
                "zh_title": certificate.title.get(CHINESE) or certificate.title.get(ENGLISH, ""),
                "en_title": certificate.title.get(ENGLISH) or certificate.title.get(CHINESE, ""),
                "zh_date": _chinese_date(certificate),
                "en_date": _english_date(certificate),
                "long_name": width(certificate.name) > LONG_NAME,
                "qr": qr_svg(certificate.verify_url),
            },
        )


def _chinese_date(certificate: Certificate) -> str:
    on = certificate.issued_on
    return f"{on.year} 年 {on.month} 月 {on.day} 日"


def _english_date(certificate: Certificate) -> str:
    with override(ENGLISH):
        return date_format(certificate.issued_on, "j F Y")
