"""The poster of a certificate: a picture for the chat, with a QR code that proves it."""

from io import BytesIO

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language

from assessments.models import Certificate
from assessments.width import width
from school.lib.pdf import render_pdf
from school.lib.qr import qr_svg

# As wide as WeChat shows a picture in full.
WIDTH = 1080
LONG_NAME, LONG_TITLE = 14, 26
KEEP_SECONDS = 60 * 60
# Flat colours and black on white: more of them only weigh.
COLOURS = 64


def poster(certificate: Certificate) -> bytes:
    """The poster as a PNG of 1080 × 1440 in the reader's language; kept for an hour, since a
    phone asks twice: to show it and to save it."""
    key = f"poster:{certificate.code}:{get_language()}"
    picture = cache.get(key)
    if picture is None:
        picture = render(certificate)
        cache.set(key, picture, KEEP_SECONDS)
    return picture


def render(certificate: Certificate) -> bytes:
    """Drawn as a one-page PDF, so that a name is set in whatever font has it, then as a picture."""
    import pypdfium2

    page = pypdfium2.PdfDocument(render_pdf(html(certificate), settings.BASE_DIR / "static"))[0]
    picture = page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB")
    out = BytesIO()
    picture.quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


def html(certificate: Certificate) -> str:
    title = certificate.title_now
    return render_to_string(
        "pdf/poster.html",
        {
            "certificate": certificate,
            "title": title,
            "on": date_format(certificate.issued_on, "DATE_FORMAT"),
            "long_name": width(certificate.name) > LONG_NAME,
            "long_title": width(title) > LONG_TITLE,
            "qr": qr_svg(certificate.verify_url),
        },
    )
