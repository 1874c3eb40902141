"""QTI packages: zip archives of items, as learning platforms exchange them. Versions 2.0 to 2.2
and 3.0 are read; this writes 2.1, and `qti3` beside it 3.0."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from assessments.formats.qti.items import KINDS
from assessments.formats.qti.reading import read_package
from assessments.formats.qti.writing import write_package
from assessments.formats.question import Parsed, ParsedQuestion
from assessments.formats.same import same

code = "qti"
label = _("QTI 2.1 package (.zip)")
suffix = "zip"
kinds = KINDS


def read(data: bytes) -> Parsed:
    """All items of the package, or of a file that is one item."""
    return read_package(data)


def can_write(question: ParsedQuestion) -> bool:
    """Whether the package reads back as the same question."""
    if question.kind not in kinds:
        return False
    try:
        found = read(write([question])).questions
    except (ValueError, KeyError, IndexError, TypeError):  # A question that is none.
        return False
    return len(found) == 1 and same(found[0], question)


def write(questions: Sequence[ParsedQuestion]) -> bytes:
    """A package of the questions of the kinds in `kinds`."""
    return write_package(questions, 2)


def looks_like(data: bytes, name: str) -> bool:
    """A zip archive that is no workbook, or XML with an item."""
    if data.startswith(b"PK\x03\x04"):
        return b"xl/workbook" not in data
    return b"assessmentItem" in data[:4096] or b"qti-assessment-item" in data[:4096]
