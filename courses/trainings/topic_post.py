"""The few signs that a follow-up may use: paragraphs, "## " for a heading, "- " for a list,
**bold**; addresses become links. Whatever else is written comes out as written."""

import re
from itertools import groupby

from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe

_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")


def as_html(written: str) -> SafeString:
    """The text as HTML; everything in it is escaped first."""
    blocks = [block.split("\n") for block in re.split(r"\n\s*\n", written.replace("\r\n", "\n"))]
    parts = [part for block in blocks for part in _block([line.strip() for line in block])]
    return mark_safe("\n".join(parts))


def _block(lines: list[str]) -> list[str]:
    parts = []
    for kind, group in groupby((line for line in lines if line), key=_kind):
        texts = [_inline(line.removeprefix("## ").removeprefix("- ")) for line in group]
        if kind == "list":
            parts.append(f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>")
        elif kind == "heading":
            parts += [f"<h3>{text}</h3>" for text in texts]
        else:
            parts.append(f"<p>{'<br>'.join(texts)}</p>")
    return parts


def _kind(line: str) -> str:
    return "heading" if line.startswith("## ") else "list" if line.startswith("- ") else "words"


def _inline(text: str) -> str:
    linked = urlize(text, nofollow=True, autoescape=True)
    return _BOLD.sub(r"<strong>\1</strong>", linked)
