"""What stands between the braces, cut into answers."""

import re
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from assessments.formats.gift.escapes import Formatted, read_text
from assessments.formats.weights import read_weight
from school.lib.refusal import Refusal

_MARK = re.compile("[=~]")
_FIRST_MARK = re.compile(r"^[^\S\n]*[=~]", re.MULTILINE)
_WEIGHT = re.compile(r"%\s*([+-]*[\d.,]{1,12})\s*%")
_WIDE_FIRST = re.compile(r"\s*[＝～＃]")
# Between figures a full-width ~ says "to": 8～10 products.
_WIDE = re.compile(r"[＝＃％]|(?<!\d)～|～(?!\d)")
_NARROW = str.maketrans("＝～＃％", "=~#%")


class Piece(NamedTuple):
    """One answer: its mark (`=`, `~` or none), its weight if it has one, text and feedback."""

    mark: str
    weight: Decimal | None
    text: str
    feedback: str

    @property
    def empty(self) -> bool:
        return not self.text.strip() and not self.feedback.strip()

    def said(self, usual: str) -> Formatted:
        return read_text(self.text, usual)


class Pieces(NamedTuple):
    found: list[Piece]
    doubtful: bool


def narrow_marks(body: str) -> str:
    """The answers with ordinary marks, if they were written with full-width ones."""
    if not _WIDE_FIRST.match(body):
        return body
    body = body.replace("－＞", "->").replace("→", "->")
    return _WIDE.sub(lambda found: found[0].translate(_NARROW), body)


def cut(body: str) -> Pieces:
    """The answers. Where each has a line of its own, a mark in the middle of a line is a letter
    unless it begins a word. Elsewhere a `=` in the middle of a word is a letter, which is doubtful.

    Refuses weight-illegal: a weight outside -100 to 100."""
    starts, doubtful = _starts(body)
    ends = [*starts, len(body)][1:]
    head = body[: starts[0]] if starts else body
    found = [_piece("", head)] if head.strip() else []
    found += [
        _piece(body[start], body[start + 1 : end]) for start, end in zip(starts, ends, strict=True)
    ]
    return Pieces([piece for piece in found if not piece.empty], doubtful)


def split_feedback(text: str) -> tuple[str, str]:
    answer, _mark, feedback = text.partition("#")
    return answer.strip(), feedback.strip()


def _piece(mark: str, text: str) -> Piece:
    text = text.strip()
    found = _WEIGHT.match(text)
    weight = None
    if found:
        weight = _weight(found[1])
        text = text[found.end() :]
    return Piece(mark, weight, *split_feedback(text))


def _weight(text: str) -> Decimal:
    weight = read_weight(re.sub("^[+-]*-", "-", text))
    if weight is None:
        message = _("%(weight)s is no weight between -100 and 100 per cent.")
        raise Refusal("weight-illegal", message, {"weight": text})
    return weight


def _starts(body: str) -> tuple[list[int], bool]:
    marks = [found.start() for found in _MARK.finditer(body)]
    if _lines_begin_with_marks(body):
        first = {found.end() - 1 for found in _FIRST_MARK.finditer(body)}
        return [at for at in marks if at in first or _begins_word(body, at)], False
    spaced = [at for at in marks[1:] if body[at - 1].isspace()]
    if not spaced:
        return marks, False
    kept = [at for at in marks if body[at] == "~" or at == 0 or not _inside_word(body, at)]
    return kept, len(kept) < len(marks)


def _lines_begin_with_marks(body: str) -> bool:
    lines = [line for line in map(str.strip, body.split("\n")) if line]
    marked = [line for line in lines if line[0] in "=~"]
    return len(marked) > 1 and all(line[0] in "=~#" for line in lines)


def _begins_word(body: str, at: int) -> bool:
    return body[at - 1].isspace() and not body[at + 1 : at + 2].isspace()


def _inside_word(body: str, at: int) -> bool:
    """A letter before and no mark: `x=5`, but not `~=`."""
    return not body[at - 1].isspace() and body[at - 1] not in "=~"
