"""QTI 3.0 packages: read as all QTI is, written in the newest version."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from assessments.formats.qti import can_write, kinds, read
from assessments.formats.qti.writing import write_package
from assessments.formats.question import ParsedQuestion

__all__ = ["can_write", "code", "kinds", "label", "looks_like", "read", "suffix", "write"]

code = "qti3"
label = _("QTI 3.0 package (.zip)")
suffix = "zip"


def write(questions: Sequence[ParsedQuestion]) -> bytes:
    """A package of the questions of the kinds in `kinds`."""
    return write_package(questions, 3)


def looks_like(data: bytes, name: str) -> bool:
    """Never: reading is the same for all versions, so `qti` recognises them all."""
    return False
