"""How a notice is said: the school's own words or the original, with the values put in.

Words of the school have placeholders in braces, `{name}`; nothing else in them means anything, so
that a text from the CMS can only ever show the values that its notice has.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation

from school.notices.context import thaw
from school.notices.models import Notice, TextOverride
from school.notices.templates import PLACEHOLDER, Template, known

BRACES = re.compile(r"\{(\w+)\}")
PARTS = ("title", "body", "sms", "group")
GAP = re.compile(r"\n\s*\n+")
TITLE_LENGTH = 160


@dataclass(frozen=True)
class Said:
    title: str
    body: str


def original(template: Template, part: str, language: str) -> str:
    """A part of the notice as it came, with its placeholders in braces."""
    with translation.override(language):
        text = str(getattr(template, part))
    return PLACEHOLDER.sub(r"{\1}", text).replace("%%", "%")


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its values; where one is empty, no gap stays. Raises KeyError for a
    placeholder without a value."""
    filled = BRACES.sub(lambda found: values[found[1]], text)
    return GAP.sub("\n\n", filled).strip()


def absolute(link: str) -> str:
    return f"{settings.BASE_URL}{link}" if link.startswith("/") else link


class Words:
    """What the school says in place of the originals, read once for many notices."""

    def __init__(self, codes: Iterable[str] | None = None) -> None:
        wanted = None if codes is None else set(codes)
        rows = TextOverride.objects.all()
        if wanted is not None:
            rows = rows.filter(code__in=wanted) if wanted else ()
        self._own = {(row.code, row.language): row for row in rows}

    def part(self, template: Template, part: str, language: str) -> str:
        """One part with placeholders in braces: the school's own, else the original."""
        own = self._own.get((template.code, language))
        return (getattr(own, part) if own else "") or original(template, part, language)

    def say(
        self,
        template: Template,
        part: str,
        *,
        language: str,
        context: Mapping[str, Any],
        link: str = "",
    ) -> str:
        """One part in this language with the values of a frozen context. Raises KeyError."""
        values = {"link": absolute(link), **thaw(context, language)}
        return fill(self.part(template, part, language), values)

    def said(self, notice: Notice, language: str) -> Said:
        """A notice as its reader reads it now. Its own text where it was written in her language
        or can't be said anew."""
        template = known(notice.template)
        if template is None or notice.language == language:
            return Said(notice.title, notice.body)
        how = {"language": language, "context": notice.context or {}, "link": notice.link}
        try:
            title = self.say(template, "title", **how)[:TITLE_LENGTH]
            return Said(title, self.say(template, "body", **how))
        except KeyError:
            return Said(notice.title, notice.body)
