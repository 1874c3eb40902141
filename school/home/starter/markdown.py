"""Markdown as a trainer writes it, into the rich text that the CMS's editor keeps."""

import re

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

_BOLD = re.compile(r"\*\*(?=\S)([^*]+?)\*\*")
_READER = MarkdownIt("commonmark", {"html": False})
_WRITER = RendererHTML()
_TAGS = {"strong": "b", "em": "i"}


def rich_text(text: str) -> str:
    """Paragraphs, lists, bold, italic, links and quotes as HTML. The editor knows no blocks inside
    others: a list in a quotation becomes its lines, with their numbers."""
    written: list[str] = []
    tokens = iter(_READER.parse(text.strip()))
    for token in tokens:
        if token.type == "blockquote_open":
            written.append(f"<blockquote>{_quotation(tokens)}</blockquote>")
        elif token.type == "inline":
            written.append(_inline(token))
        elif not token.hidden:
            written.append(_WRITER.renderToken([token], 0, _READER.options, {}).strip())
    return "".join(written)


def plain_text(text: str) -> str:
    """Text for a field that knows no bold."""
    return _BOLD.sub(r"\1", text.strip())


def _quotation(tokens) -> str:
    lines, number = [], 0
    for token in tokens:
        if token.type == "blockquote_close":
            break
        if token.type == "ordered_list_open":
            number = int(token.attrs.get("start", 1)) - 1
        elif token.type == "list_item_open":
            number += 1
        elif token.type == "inline":
            in_list = token.level > 2
            lines.append(f"{number}. {_inline(token)}" if in_list else _inline(token))
    return "<br/>".join(lines)


def _inline(token: Token) -> str:
    for part in token.children or []:
        part.tag = _TAGS.get(part.tag, part.tag)
    return _WRITER.render([token], _READER.options, {})
