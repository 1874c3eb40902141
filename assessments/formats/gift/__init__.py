"""GIFT, the text form of questions that Moodle documents."""

import re

from django.utils.translation import gettext_lazy as _

from assessments.formats.decode import decode
from assessments.formats.gift.reader import CODE as code
from assessments.formats.gift.reader import read
from assessments.formats.gift.writer import can_write, write

__all__ = ["can_write", "code", "kinds", "label", "looks_like", "read", "suffix", "write"]

label = _("GIFT")
suffix = "gift.txt"
kinds = frozenset(
    ["description", "essay", "truefalse", "single", "multiple", "shorttext", "number", "matching"]
)

_SIGN = re.compile(
    r"^[^\S\n]*(?:::[^\n]+?::|\$CATEGORY:)|[{｛]\s{0,40}(?:[=~#＝～＃]|(?:T|F|TRUE|FALSE)\s*[#}｝]|[}｝])",
    re.MULTILINE,
)
_SAMPLE = 1 << 16


def looks_like(data: bytes, name: str = "") -> bool:
    """Whether the file has titles, categories or answers in braces."""
    if name.lower().endswith((".gift", f".{suffix}")):
        return True
    head = decode(data[:_SAMPLE]).text
    return not head.lstrip().startswith(("<", "PK")) and bool(_SIGN.search(head))
