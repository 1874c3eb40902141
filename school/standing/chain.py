"""How the entries of the history are sealed. Data that was sealed once must be found the same for
ever: this module changes only by adding a second way beside the first."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

# What the first entry names as the one before it.
BEGINNING = "0" * 64


def seal(entry: Mapping[str, Any]) -> str:
    """The SHA-256 of an entry, the seal of the one before it included, as 64 hexadecimal digits.

    `entry` holds number, leader, kind, row, at, by, facts and previous; keys are sorted, texts are
    UTF-8, and amounts and moments are written as in `plain`.
    """
    text = json.dumps(plain(entry), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """The same in JSON, however the database gives it back: 0.12 and 0.1200 are one amount, and
    a moment is written in UTC."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def digest(value: Any) -> str:
    """A short stand-in for something long that must not change either, such as evidence."""
    text = json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
