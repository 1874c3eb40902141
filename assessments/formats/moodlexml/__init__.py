"""Moodle XML, the form in which Moodle gives and takes whole question banks."""

import re

from django.utils.translation import gettext_lazy as _

from assessments.formats.decode import decode
from assessments.formats.moodlexml.reader import CODE as code
from assessments.formats.moodlexml.reader import read
from assessments.formats.moodlexml.writer import can_write, write

__all__ = ["can_write", "code", "kinds", "label", "looks_like", "read", "suffix", "write"]

label = _("Moodle XML")
suffix = "xml"
kinds = frozenset(
    [
        "single",
        "multiple",
        "truefalse",
        "shorttext",
        "number",
        "matching",
        "ordering",
        "cloze",
        "place",
        "essay",
        "file",
        "description",
    ]
)

_QUIZ = re.compile(r"<quiz[\s>]|<question\s[^<>]{0,200}type\s*=")
_SAMPLE = 1 << 16


def looks_like(data: bytes, name: str = "") -> bool:
    """Whether the file begins like XML with a quiz inside."""
    head = decode(data[:_SAMPLE]).text
    return head.lstrip().startswith("<") and bool(_QUIZ.search(head))
