"""True or false."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.formats.question import ParsedQuestion
from assessments.kinds.base import Kind
from assessments.kinds.choice import ChoiceKind
from assessments.kinds.exchange import Written
from assessments.kinds.typed import fold

FALSE = frozenset(
    {"false", "f", "no", "n", "wrong", "×", "x", "错", "错误", "假", "否", "不对", "不正确", "不是"}
)


class TrueFalse(ChoiceKind):
    """A statement that is true or false. Its two answers keep their order."""

    code = "truefalse"
    label = _("True or false")
    order = 30
    mixes = False

    fields = Kind.fields

    def problem(self, answers: Sequence[Any], question: Any = None) -> Any | None:
        if len(answers) != 2:
            return _("Give the two answers, true and false.")
        return super().problem(answers)

    def from_parsed(self, parsed: ParsedQuestion) -> Written:
        """Files call the answers "true" and "false"; people read them in their language."""
        words = {"true": gettext("True"), "false": gettext("False")}
        made = super().from_parsed(parsed)
        for answer in made.answers:
            answer["text"] = words.get(answer["text"].casefold(), answer["text"])
        return made

    def to_parsed(self, question: Any) -> ParsedQuestion:
        parsed = super().to_parsed(question)
        if parsed.answers and _is_false(parsed.answers[0].text):
            parsed.answers.reverse()
        for answer, word in zip(parsed.answers, ("true", "false"), strict=False):
            answer.text, answer.text_format = word, "plain"
        return parsed


def _is_false(text: str) -> bool:
    return fold(text) in FALSE
