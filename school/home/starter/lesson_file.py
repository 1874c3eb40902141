"""A lesson's file: front matter and Markdown, read into the parts of a lesson."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from school.home.starter.files import ContentError, parse_yaml, require
from school.home.starter.markdown import plain_text, rich_text

_FRONT = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<name>[\w.-]+)\)")
_DIRECTIVE = re.compile(r"::: *(?P<name>[a-z-]+) *(?P<title>.*)")
TONES = ("tip", "warning", "example")


@dataclass(frozen=True)
class Part:
    """One thing in a lesson: its kind is that of a block of a lesson page. In a picture, `image`
    is a drawing's name."""

    kind: str
    value: Any


@dataclass(frozen=True)
class Option:
    text: str
    feedback: str
    right: bool


@dataclass(frozen=True)
class Check:
    """The one question at the end of a lesson."""

    question: str
    options: list[Option]


@dataclass(frozen=True)
class LessonFile:
    file: Path
    source: str
    title: str
    minutes: int
    summary: str
    check: Check
    parts: list[Part] = field(default_factory=list)

    def drawings(self) -> list[str]:
        return [part.value["image"] for part in self.parts if part.kind == "picture"]


def read_lesson(file: Path) -> LessonFile:
    """Raises ContentError."""
    source = file.read_text(encoding="utf-8")
    found = _FRONT.match(source)
    if not found:
        raise ContentError(file, "no front matter between two lines of ---")
    front = parse_yaml(found[1], file)
    require(front, ["title", "minutes", "summary", "check"], file)
    return LessonFile(
        file=file,
        source=source,
        title=front["title"],
        minutes=front["minutes"],
        summary=front["summary"],
        check=_read_check(front["check"], file),
        parts=list(_read_parts(found[2], file)),
    )


def _read_check(check: dict, file: Path) -> Check:
    require(check, ["question", "options"], file)
    for option in check["options"]:
        require(option, ["text", "feedback"], file)
    options = [
        Option(str(o["text"]), o["feedback"], bool(o.get("right"))) for o in check["options"]
    ]
    return Check(check["question"], options)


def _read_parts(text: str, file: Path) -> Iterator[Part]:
    """Cuts the text at headings, pictures and directives; what is between them is text."""
    lines, between = iter(text.splitlines()), []
    for line in lines:
        special = _read_special(line, lines, file)
        if special is None:
            between.append(line)
            continue
        yield from _as_text(between)
        between = []
        yield special
    yield from _as_text(between)


def _read_special(line: str, lines: Iterator[str], file: Path) -> Part | None:
    if line.startswith("## "):
        return Part("heading", plain_text(line[3:]))
    if picture := _PICTURE.fullmatch(line.strip()):
        return Part("picture", {"image": picture["name"], "alt": picture["alt"]})
    if line.startswith(":::"):
        directive = _DIRECTIVE.fullmatch(line.strip())
        if not directive:
            raise ContentError(file, f"a directive without a name: {line}")
        return _read_directive(directive["name"], directive["title"], _inside(lines, file), file)
    return None


def _inside(lines: Iterator[str], file: Path) -> list[str]:
    taken = []
    for line in lines:
        if line.strip() == ":::":
            return taken
        taken.append(line)
    raise ContentError(file, "a directive that is never closed")


def _read_directive(name: str, title: str, lines: list[str], file: Path) -> Part:
    if name in TONES:
        return Part("callout", {"tone": name, "text": rich_text("\n".join(lines))})
    filled = [line.strip() for line in lines if line.strip()]
    if name == "checklist":
        entries = [plain_text(line.removeprefix("- ")) for line in filled]
        return Part("checklist", {"title": plain_text(title), "entries": entries})
    if name == "do-dont":
        return Part("do_dont", _read_pair(filled, file))
    if name == "cards":
        return Part("flash_cards", [_read_card(line, file) for line in filled])
    raise ContentError(file, f"unknown directive {name}")


def _read_pair(lines: list[str], file: Path) -> dict[str, str]:
    pair = {}
    for line in lines:
        name, _colon, text = line.partition(":")
        pair[name] = plain_text(text)
    if pair.keys() != {"do", "dont"}:
        raise ContentError(file, "do-dont needs the two lines do: and dont:")
    return pair


def _read_card(line: str, file: Path) -> dict[str, str]:
    front, between, back = line.partition(" :: ")
    if not between:
        raise ContentError(file, f"a flash card without ' :: ': {line}")
    return {"front": plain_text(front), "back": plain_text(back)}


def _as_text(lines: list[str]) -> Iterator[Part]:
    text = "\n".join(lines).strip()
    if text:
        yield Part("text", rich_text(text))
