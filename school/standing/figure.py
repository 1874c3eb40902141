"""One figure: what it is about, which one, and its data as it can be kept in a row."""

from dataclasses import dataclass
from typing import Any

from courses.translation import current_language
from school.standing.models import Question

About = Question.About
# A label and what stands beside it.
Line = dict[str, str]


@dataclass(frozen=True)
class Figure:
    """A figure with its source. `data` is plain (texts, numbers, lists), so that freezing and
    thawing it gives the same figure."""

    about: str
    ref: str
    data: dict[str, Any]

    @classmethod
    def thawed(cls, question: Question) -> "Figure":
        """The figure as it stood when she asked."""
        return cls(question.about, question.ref, question.frozen)

    @property
    def value(self) -> Any:
        """As it is kept: money and counts as text; None where the school has no figure."""
        return self.data.get("value")

    @property
    def name(self) -> str:
        """What she learnt is called in the page's language; "" for other figures. What was asked
        before names were kept in every language has one."""
        known = self.data.get("titles", {})
        return known.get(current_language()) or self.data.get("title", "")


def line(label: Any, shown: Any) -> Line:
    return {"label": str(label), "value": str(shown)}
