"""Description."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.kinds.base import Frozen, Kind
from assessments.kinds.choice import unreadable


class Description(Kind):
    """Words or a picture between the questions: nothing to answer, and worth no marks."""

    code = "description"
    label = _("Description")
    order = 120
    template = "assessments/kinds/description.html"
    asks = False
    fields = frozenset()

    def problem(self, answers: Sequence[Any], question: Any = None) -> Any | None:
        return _("A description has no answers.") if answers else None

    def freeze_answers(self, versions: Sequence[Any]) -> list[dict[str, Any]]:
        return []

    def read(self, frozen: Frozen, raw: Any) -> None:
        if raw not in (None, ""):
            raise unreadable()

    def grade(self, frozen: Frozen, value: Any) -> Decimal:
        return Decimal(0)

    def feedback(self, frozen: Frozen, value: Any, language: str) -> list[str]:
        return []

    def shown(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        return {}

    def reviewed(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        return {}

    def response(self, frozen: Frozen, value: Any, language: str = "") -> str:
        return ""
