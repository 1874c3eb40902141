"""Photo or file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from assessments.kinds.base import Frozen
from assessments.kinds.choice import unreadable
from assessments.kinds.marked import MarkedKind


@dataclass(frozen=True)
class KeptFile:
    """A file that this server has taken in."""

    key: UUID
    suffix: str


class File(MarkedKind):
    """A photo or a PDF that she sends. A value is `{"key", "suffix"}` of the file, and is read
    only from a `KeptFile`, which no client can send: so nobody can name another's file."""

    code = "file"
    label = _("Photo or file")
    order = 110
    template = "assessments/kinds/file.html"

    def read(self, frozen: Frozen, raw: Any) -> dict[str, str] | None:
        if isinstance(raw, KeptFile):
            return {"key": str(raw.key), "suffix": raw.suffix}
        if raw not in (None, ""):
            raise unreadable()
        return None

    def shown(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        return {"file": _file(value)}

    def reviewed(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        return {"file": _file(value)}

    def response(self, frozen: Frozen, value: Any, language: str = "") -> str:
        return str(_("A file")) if value else ""


def _file(value: Any) -> Mapping[str, Any] | None:
    return {**value, "is_photo": value["suffix"] == "jpg"} if value else None
