"""What the comments of a question say: `// [id:Q1] [tag:sales] [tag:week 1]`."""

import re

from assessments.formats.gift.escapes import show

_ID = re.compile(r"\[id:((?:[^\]\\]|\\.){1,200})\]")
_TAG = re.compile(r"\[tag:((?:[^\]\\]|\\.){1,200})\]")
_ESCAPED = re.compile(r"\\([\[\]\\])")


def id_number(comments: list[str]) -> str:
    return next(iter(_said(_ID, comments)), "")


def tags(comments: list[str]) -> tuple[str, ...]:
    """The tags in their order, each once."""
    return tuple(dict.fromkeys(_said(_TAG, comments)))


def comment(id_number: str, tags: tuple[str, ...]) -> str:
    """The line that says both, or nothing."""
    parts = [f"[id:{_escaped(id_number)}]"] if id_number else []
    parts += [f"[tag:{_escaped(tag)}]" for tag in tags]
    return f"// {' '.join(parts)}\n" if parts else ""


def _said(pattern: re.Pattern, comments: list[str]) -> list[str]:
    found = [text for line in comments for text in pattern.findall(line)]
    return [text for text in (show(_ESCAPED.sub(r"\1", text)).strip() for text in found) if text]


def _escaped(text: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", " ".join(text.split()))
