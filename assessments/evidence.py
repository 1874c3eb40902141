"""Reading what was typed as evidence: words, a link, a number."""

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal

LONGEST_TEXT = 4000
LONGEST_LINK = 500
MOST_DIGITS = 12
_is_url = URLValidator(schemes=["http", "https"])


def read_text(raw: Any) -> str:
    """Her words without what no database keeps.

    Refuses: text-too-long.
    """
    text = raw.replace("\0", "").replace("\r\n", "\n").strip() if isinstance(raw, str) else ""
    if len(text) > LONGEST_TEXT:
        raise Refusal("text-too-long", _("That is a lot of text. Please shorten it a little."))
    return text


def read_link(raw: Any) -> str:
    """A web address, with https where she left that out; empty for nothing.

    Refuses: link-unreadable.
    """
    text = raw.strip() if isinstance(raw, str) else ""
    if not text:
        return ""
    link = text if "://" in text else f"https://{text}"
    try:
        _is_url(link)
        urlsplit(link)
    except (ValidationError, ValueError):
        link = ""
    if not link or len(link) > LONGEST_LINK:
        raise Refusal("link-unreadable", _("This isn't a link that we can open."))
    return link


def read_amount(raw: Any) -> Decimal | None:
    """A number as people type it, full-width and with commas too; None for nothing.

    Refuses: number-unreadable.
    """
    text = unicodedata.normalize("NFKC", str(raw or "")).strip().replace(",", "")
    if not text:
        return None
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount.adjusted() >= MOST_DIGITS:
        raise Refusal("number-unreadable", _("This isn't a number that we can read."))
    return amount.quantize(Decimal("0.01"))
