"""Markdown as operations write it, into HTML that may stand on a page and on a sheet."""

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# No HTML of the writer's own and no pictures: a text that is signed consists of its words.
_READER = MarkdownIt("commonmark", {"html": False}).disable("image")


def as_html(text: str) -> SafeString:
    return mark_safe(_READER.render(text))
