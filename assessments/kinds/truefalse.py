"""True or false."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.kinds.choice import ChoiceKind


class TrueFalse(ChoiceKind):
    """A statement that is true or false. Its two answers keep their order."""

    code = "truefalse"
    label = _("True or false")
    order = 30
    mixes = False

    def problem(self, answers: Sequence[Any]) -> Any | None:
        if len(answers) != 2:
            return _("Give the two answers, true and false.")
        return super().problem(answers)
