"""Long text."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.kinds.base import Frozen
from assessments.kinds.choice import unreadable
from assessments.kinds.marked import MarkedKind
from assessments.kinds.typed import storable

LONGEST_ESSAY = 10_000


class Essay(MarkedKind):
    """A text in her own words. A value is the text."""

    code = "essay"
    label = _("Long text")
    order = 100
    template = "assessments/kinds/essay.html"

    def read(self, frozen: Frozen, raw: Any) -> str | None:
        if raw is None:
            return None
        if not isinstance(raw, str) or len(raw) > LONGEST_ESSAY or not storable(raw):
            raise unreadable()
        return raw.strip().replace("\r\n", "\n") or None

    def shown(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        return {"value": value or "", "longest": LONGEST_ESSAY}

    def reviewed(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        return {"essay": value or ""}

    def response(self, frozen: Frozen, value: Any, language: str = "") -> str:
        return value or ""
