"""What the kinds have in common that offer answers to choose from."""

from collections.abc import Sequence
from decimal import Decimal
from string import ascii_uppercase
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.kinds.base import (
    HUNDRED,
    Frozen,
    Kind,
    fraction_of,
    frozen_answer,
    pair,
    part,
    said,
)
from school.lib.refusal import Refusal

NEARLY = Decimal("0.01")


class ChoiceKind(Kind):
    """Choices with letters. A value is the key of the chosen one."""

    template = "assessments/kinds/choice.html"
    widget = "radio"
    mixes = True
    fields = Kind.fields | {"shuffle"}

    def problem(self, answers: Sequence[Any], question: Any = None) -> Any | None:
        if len(answers) < 2:
            return _("Give at least two answers to choose from.")
        if any(not answer.text.strip() for answer in answers):
            return _("Each answer needs its words.")
        return self.worth_problem([answer.fraction for answer in answers])

    def worth_problem(self, fractions: list[Decimal]) -> Any | None:
        if max(fractions) < HUNDRED - NEARLY:
            return _("One answer must be worth 100.")
        return None

    def freeze_answers(self, versions: Sequence[Any]) -> list[dict[str, Any]]:
        return [frozen_answer(answer, texts=texts) for answer, texts in pair(versions)]

    def read(self, frozen: Frozen, raw: Any) -> str | None:
        if raw in (None, ""):
            return None
        if not isinstance(raw, str) or raw not in {answer["key"] for answer in frozen["answers"]}:
            raise unreadable()
        return raw

    def chosen(self, value: Any) -> list[str]:
        return [value] if value else []

    def grade(self, frozen: Frozen, value: Any) -> Decimal:
        chosen = self.chosen(value)
        worth = (fraction_of(a) for a in frozen["answers"] if a["key"] in chosen)
        return part(sum(worth, Decimal(0)))

    def feedback(self, frozen: Frozen, value: Any, language: str) -> list[str]:
        chosen = self.chosen(value)
        words = (
            said(answer["texts"], language, "feedback")
            for answer in frozen["answers"]
            if answer["key"] in chosen
        )
        return [word for word in words if word]

    def shown(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        return {"type": self.widget, "options": self._options(frozen, value, language)}

    def reviewed(self, frozen: Frozen, value: Any, language: str) -> dict[str, Any]:
        return {"options": self._options(frozen, value, language)}

    def response(self, frozen: Frozen, value: Any, language: str = "") -> str:
        chosen = self.chosen(value)
        return "; ".join(
            said(answer["texts"], language)
            for answer in sorted(frozen["answers"], key=lambda answer: answer["key"])
            if answer["key"] in chosen
        )

    def _options(self, frozen: Frozen, value: Any, language: str) -> list[dict[str, Any]]:
        chosen = self.chosen(value)
        return [
            {
                "letter": ascii_uppercase[place % 26],
                "key": answer["key"],
                "text": said(answer["texts"], language),
                "chosen": answer["key"] in chosen,
                "right": fraction_of(answer) > 0,
            }
            for place, answer in enumerate(frozen["answers"])
        ]


def unreadable() -> Refusal:
    return Refusal("answer-unreadable", _("This question can't be answered with that."))
