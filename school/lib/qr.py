"""QR codes: dark on white with a quiet zone, so that an old phone reads them in poor light."""

from io import BytesIO

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# The standard asks for four modules of white around the code.
QUIET_ZONE = 4
INK = {"dark": "#000", "light": "#fff", "border": QUIET_ZONE}


def qr_svg(text: str, title: str = "") -> SafeString:
    """The code as an SVG element that takes the size its surroundings give it.

    `title` is what a screen reader says; without one the picture is passed over, for pages that
    print the address beside it.
    """
    out = BytesIO()
    _code(text).save(
        out, kind="svg", xmldecl=False, nl=False, omitsize=True, title=title or None,
        svgclass=None, lineclass=None, **INK,
    )  # fmt: skip
    spoken = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    return mark_safe(out.getvalue().decode().replace("<svg ", f"<svg {spoken} ", 1))


def qr_data_uri(text: str, scale: int = 8) -> str:
    """The code as a PNG in a data: address, `scale` pixels a module."""
    return _code(text).png_data_uri(scale=scale, **INK)


def _code(text: str) -> segno.QRCode:
    return segno.make(text, error="m", micro=False)
