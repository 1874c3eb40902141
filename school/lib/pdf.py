"""PDF from HTML, without a network and without letting Chinese vanish."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal

SAMPLE = "团长商学院结业证书"


def render_pdf(html: str, base_url: str | Path, *, folders: Iterable[str | Path] = ()) -> bytes:
    """The page as a PDF. Relative addresses start at the folder `base_url`.

    Only data: addresses and files in `base_url` and `folders` are read. Anything else, and a file
    that isn't there, stops the work: a certificate without its seal is no certificate.

    Refuses: pdf-resource.
    """
    # Weasyprint takes half a second and Pango's libraries: only those who print pay for it.
    from weasyprint import HTML

    from school.lib.local_files import LocalFiles

    base = Path(base_url).resolve()
    files = LocalFiles([base, *map(Path, folders)])
    pdf = HTML(string=html, base_url=f"{base.as_uri()}/", url_fetcher=files).write_pdf()
    if files.refused:
        raise Refusal(
            "pdf-resource",
            _("The document needs %(names)s, which can't be read here."),
            {"names": ", ".join(files.refused)},
        )
    return pdf


def check_fonts(text: str = SAMPLE) -> bool:
    """Whether one installed font draws every character of `text`. Without a font, a PDF drops
    Chinese silently. A machine that can't list its fonts counts as having none."""
    codes = " ".join(sorted({f"{ord(char):x}" for char in text if not char.isspace()}))
    try:
        listed = subprocess.run(
            ["fc-list", f":charset={codes}", "family"], capture_output=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return bool(listed.stdout.strip())
