"""Marks that are meant as letters, and texts with their format in front."""

import re
from typing import NamedTuple

FORMATS = ("plain", "html", "markdown", "moodle")

_MARKS = ":#={}~\\：＃＝｛｝～％"
# Unicode's noncharacters: no decoded text has them, so nothing can be mistaken for a mark.
_HIDDEN = {mark: chr(0xFDD0 + place) for place, mark in enumerate(_MARKS)}
_HIDDEN["n"] = chr(0xFDD0 + len(_MARKS))
_SHOWN = {ord(hidden): mark for mark, hidden in _HIDDEN.items()} | {ord(_HIDDEN["n"]): "\n"}
_ESCAPED = re.compile(r"\\([\\:#={}~n：＃＝｛｝～％])")
# A line that begins with an answer's mark is none of a tag's.
_TAG = re.compile(r"<[A-Za-z](?:[^<>{}~\n]|\n(?![^\S\n]*=)){0,2000}>")
_ATTRIBUTE = re.compile(r"(?<=[\w:-])(\s?)=(?=\s?[\"'\w#/.])")
_LETTERLIKE = re.compile(r"&#x?[0-9A-Fa-f]{1,6};|https?://[^\s~{}<>]+|(?<=\s)[<>!]=")
_FORMAT = re.compile(rf"\[({'|'.join(FORMATS)})\]", re.IGNORECASE)


class Formatted(NamedTuple):
    text: str
    format: str


def hide(text: str) -> str:
    """The text with its escaped marks out of sight."""
    return _ESCAPED.sub(lambda found: _HIDDEN[found[1]], text)


def hide_in_html(text: str) -> str:
    """The text in which `=` and `#` of tags, addresses and entities are no marks."""
    text = _TAG.sub(_hide_in_tag, text)
    return _LETTERLIKE.sub(lambda found: _hide(found[0]), text)


def show(text: str) -> str:
    """The text with all marks as the letters that they are."""
    return text.translate(_SHOWN)


def read_text(text: str, usual: str) -> Formatted:
    """The text and its format: the one written in front, or the usual one."""
    text = text.strip()
    found = _FORMAT.match(text)
    if found:
        return Formatted(show(text[found.end() :]).strip(), found[1].lower())
    return Formatted(show(text).strip(), usual)


def escape(text: str) -> str:
    """The text as it can stand between marks."""
    text = re.sub(r"([\\#=~{}:])", r"\\\1", text)
    return text.replace("\n", r"\n")


def _hide_in_tag(found: re.Match) -> str:
    tag = _ATTRIBUTE.sub(rf"\1{_HIDDEN['=']}", found[0])
    return tag.replace("#", _HIDDEN["#"]) if _HIDDEN["="] in tag else tag


def _hide(text: str) -> str:
    return text.replace("=", _HIDDEN["="]).replace("#", _HIDDEN["#"])
