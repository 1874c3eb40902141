"""Where in a question the answers stand."""

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal

_BRACE = re.compile("[{}]")
_TRUTH = "T|F|TRUE|FALSE|对|错|正确|错误|√|×"
_ANSWERS = re.compile(rf"\s*(?:$|[=~#＝～＃%]|(?:{_TRUTH})\s*(?:$|#|＃))", re.IGNORECASE)
_WIDE_START = re.compile(rf"｛\s*(?:[=~#%＝～＃％｝}}]|(?:{_TRUTH})\s*[#＃｝}}])", re.IGNORECASE)
_WIDE_ANSWERS = re.compile(
    rf"｛(\s*(?:[=~#＝～＃][^｛｝{{}}]*|(?:{_TRUTH})\s*(?:[#＃][^｛｝{{}}]*)?))｝", re.IGNORECASE
)
_WIDE = str.maketrans("｛｝", "{}")
_SENTENCE_ENDS = tuple(".?!:。？！：…")
_STRAY_MARKS = "\"';,.。；，\\|"
_NOTHING = " \t\n\xa0\u200b\u3000\ufeff"
_AFTERWARDS = re.compile(r"[\s\ufeff\u200b]*(?://[^\n]*)?")


class Parts(NamedTuple):
    """A question in parts; `body` is None where there are no braces."""

    before: str
    body: str | None = None
    after: str = ""
    odd: bool = False

    @property
    def ends_with_marks(self) -> bool:
        """Whether only marks stand after the braces."""
        return not self.after.strip(_NOTHING + _STRAY_MARKS)

    @property
    def text(self) -> str:
        """The question with a gap where the answers stand in its middle."""
        if self.body is None or not self.after:
            return self.before
        return f"{self.before}_____{self.after}"


def narrow(text: str) -> str:
    """The text in which full-width braces around answers are braces."""
    if text.count("{") != text.count("}"):
        return text.translate(_WIDE)
    if "{" in text:
        return _WIDE_ANSWERS.sub(r"{\1}", text)
    wide = _WIDE_START.search(text) or ("｝" in text and "｛" not in text)
    return text.translate(_WIDE) if wide else text


def groups(text: str) -> list[tuple[int, int]] | None:
    """From where to where the outer braces reach; None if they don't match."""
    found, depth, start = [], 0, 0
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            start = brace.start() if depth == 0 else start
            depth += 1
        else:
            depth -= 1
            if depth < 0:
                return None
            if depth == 0:
                found.append((start, brace.end()))
    return None if depth else found


def answer_groups(text: str) -> list[tuple[int, int]]:
    """Those of the outer braces that hold answers rather than a part of the text."""
    return [
        (start, end)
        for start, end in groups(text) or []
        if _ANSWERS.match(text, start + 1, end - 1)
    ]


def part(text: str) -> Parts:
    """The question in parts. Refuses braces-unbalanced: one brace without the other."""
    if "{" not in text and "}" not in text:
        return Parts(text)
    found = groups(text)
    if found is None:
        return _unbalanced(text)
    likely = answer_groups(text)
    return _cut(text, *(likely or found)[0], odd=len(likely) > 1)


def _unbalanced(text: str) -> Parts:
    """As far as the first closing brace, as Moodle reads it; left over ones mean nothing."""
    start, end = text.find("{"), text.find("}")
    if start < 0 or end < start:
        raise Refusal("braces-unbalanced", _("A brace { or } stands without the other one."))
    parts = _cut(text, start, end + 1, odd=True)
    after = parts.after
    if "{" not in after and after.strip(" \t\n}.;,") == "":
        after = ""
    return parts._replace(after=after)


def _cut(text: str, start: int, end: int, odd: bool) -> Parts:
    after = text[end:]
    comment = _AFTERWARDS.match(after)
    after = after[comment.end() :] if comment[0].strip() else after
    before, body = text[:start], text[start + 1 : end - 1]
    return Parts(before, body, "" if _is_stray(before, after) else after, odd)


def _is_stray(before: str, after: str) -> bool:
    """Whether nothing is said after the braces: only marks after a sentence that has its end."""
    ended = before.rstrip().endswith(_SENTENCE_ENDS)
    return not after.strip(_NOTHING + _STRAY_MARKS if ended else _NOTHING)
