"""Markdown as operations write it, into HTML that may stand on a page and on a sheet."""

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# No HTML of the writer's own and no pictures: a text that is signed consists of its words.
_READER = MarkdownIt("commonmark", {"html": False}).disable("image")


def as_html(text: str) -> SafeString:
    """The text as HTML. Its headings lie under the page's own."""
    tokens = _READER.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    return mark_safe(_READER.renderer.render(tokens, _READER.options, {}))
