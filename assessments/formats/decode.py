"""From the bytes of a file to its text, whatever saved it."""

import codecs
import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from assessments.formats.question import Problem

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\0-\x08\x0e-\x1b\x1f\x7f\ufeff]")
# Unicode keeps these out of texts for good, so that programs may use them inside; halves of
# characters and the last two of the plane can stand in no XML and no database.
_NEVER = re.compile("[\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_LONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_HIGH = re.compile(rb"[\x80-\xff]")


@dataclass
class Decoded:
    """The text with plain line ends. `exact` is False where bytes were lost or guessed."""

    text: str
    encoding: str
    exact: bool = True

    def problems(self) -> list[Problem]:
        if self.exact:
            return []
        message = _("Some letters of the file could not be read. Save it as UTF-8 and try again.")
        return [Problem(1, "encoding-guessed", message, cost=False)]


def decode(data: bytes, declared: str = "") -> Decoded:
    """The text of the file: by its byte order mark, as UTF-16 that has none, as UTF-8, in the
    encoding that it declares, as GB18030, or as Western text. Never refuses."""
    found = _marked(data) or _wide(data) or _strict(data, "utf-8") or _known(data, declared)
    found = found or _nearly_utf8(data) or _chinese(data) or _western(data)
    return Decoded(clean(found.text), found.encoding, found.exact)


def clean(text: str) -> str:
    """The text with "\\n" as its only line end and without what nobody can see."""
    text = _INVISIBLE.sub("", _BREAKS.sub("\n", text))
    return _NEVER.sub("\ufffd", text)


def _marked(data: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            body = data[len(mark) :]
            return _strict(body, encoding) or _lossy(body, encoding)
    return None


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 shows by its zeros: every Latin letter, space and line end has one."""
    head = data[: 1 << 16]
    low, high = head[1::2].count(0), head[::2].count(0)
    if low + high < max(2, len(head) // 100) or min(low, high) * 3 > max(low, high):
        return None
    encoding = "utf-16-le" if low > high else "utf-16-be"
    return _strict(data, encoding) or _strict(data[:-1], encoding)


def _known(data: bytes, declared: str) -> Decoded | None:
    name = declared.lower()
    if not name or name.startswith(("utf", "gb")):
        return None
    try:
        # Some codecs turn bytes into bytes; they are no encodings of text.
        return _strict(data, name) if codecs.lookup(name)._is_text_encoding else None
    except LookupError:
        return None


def _nearly_utf8(data: bytes) -> Decoded | None:
    """UTF-8 in which a few bytes broke."""
    found = _lossy(data, "utf-8")
    broken = found.text.count("\ufffd")
    good = sum(1 for letter in found.text if letter > "\x7f") - broken
    return found if broken * 3 < good else None


def _chinese(data: bytes) -> Decoded | None:
    """GB18030, unless every letter beyond ASCII stands alone: then it is Western text."""
    if len(_LONE.findall(data)) == len(_HIGH.findall(data)):
        return None
    return _strict(data, "gb18030")


def _western(data: bytes) -> Decoded:
    found = _strict(data, "cp1252") or _lossy(data, "cp1252")
    found.exact = False
    return found


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except (UnicodeError, ValueError):
        return None


def _lossy(data: bytes, encoding: str) -> Decoded:
    return Decoded(data.decode(encoding, errors="replace"), encoding, exact=False)
