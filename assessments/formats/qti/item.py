"""An item on its way to a question, as the readers of its interactions see it."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from assessments.formats.qti.body import Body
from assessments.formats.qti.package import Package
from assessments.formats.qti.response import Response
from assessments.formats.question import ParsedQuestion, Problem
from school.lib.refusal import Refusal

# The program that we say we are in items that we write.
OURS = "group-leader-business-school"


@dataclass
class Item:
    """An item, what was read of it so far, and what is worth a look."""

    root: Element
    body: Body
    responses: dict[str, Response]
    question: ParsedQuestion
    package: Package
    path: str
    notes: list[Problem]

    def note(self, code: str, message) -> None:
        self.notes.append(Problem(self.question.line, code, message, cost=False))

    def response(self, interaction: Element) -> Response:
        name = interaction.get("responseIdentifier", "RESPONSE")
        return self.responses.get(name) or Response(name)


def unsupported(message, name: str) -> Refusal:
    return Refusal("qti-interaction", message, {"name": name[:200]})
