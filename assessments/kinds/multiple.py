"""Multiple choice."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.kinds.base import HUNDRED, Frozen
from assessments.kinds.choice import NEARLY, ChoiceKind, unreadable


class Multiple(ChoiceKind):
    """All answers that fit. The right ones share the marks, a wrong one takes some away again,
    and nobody gets less than nothing. A value is the sorted list of the chosen keys."""

    code = "multiple"
    label = _("Multiple choice")
    order = 20
    widget = "checkbox"

    def worth_problem(self, fractions: list[Decimal]) -> Any | None:
        if abs(sum(f for f in fractions if f > 0) - HUNDRED) > NEARLY:
            return _("The right answers must share 100 between them.")
        return None

    def read(self, frozen: Frozen, raw: Any) -> list[str] | None:
        if not raw:
            return None
        known = {answer["key"] for answer in frozen["answers"]}
        if not isinstance(raw, list) or any(not isinstance(key, str) for key in raw):
            raise unreadable()
        if not set(raw) <= known:
            raise unreadable()
        return sorted(set(raw))

    def read_form(self, frozen: Frozen, data: Any) -> list[str] | None:
        return self.read(frozen, data.getlist("answer"))

    def chosen(self, value: Any) -> list[str]:
        return value or []
