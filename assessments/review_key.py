"""What a page must know to say what is right where there is no network.

It is said in parts, one for each field of the answer: the field's `name`, and either `worth`
{choice: [per cent, word to it]}, added up over what was chosen, or `is`, the value that is right.
A part with neither leaves the answer open until the school has
judged it: what was typed or put in order is graded by rules that are written once, in the kinds.
"""

from functools import singledispatch
from typing import Any

from assessments import kinds
from assessments.kinds.base import Frozen, Kind, fraction_of, said
from assessments.kinds.choice import ChoiceKind
from assessments.kinds.cloze import Cloze
from assessments.kinds.matching import Matching
from assessments.kinds.ordering import Ordering

Part = dict[str, Any]
ANSWER = "answer"


@singledispatch
def key_of(kind: Kind, frozen: Frozen, language: str) -> list[Part]:
    """The parts of a question's key, in the order of the rows in the kind's `reviewed`."""
    return [{"name": ANSWER}]


@key_of.register
def _(kind: ChoiceKind, frozen: Frozen, language: str) -> list[Part]:
    worth = {
        one["key"]: [float(fraction_of(one)), said(one["texts"], language, "feedback")]
        for one in frozen["answers"]
    }
    return [{"name": ANSWER, "worth": worth}]


@key_of.register
def _(kind: Matching, frozen: Frozen, language: str) -> list[Part]:
    things = [one["key"] for one in frozen["answers"]]
    return [{"name": f"{ANSWER}-{thing}", "is": frozen["pairs"][thing]} for thing in things]


@key_of.register
def _(kind: Ordering, frozen: Frozen, language: str) -> list[Part]:
    return [{"name": f"{ANSWER}-{thing}"} for thing in frozen["right"]]


@key_of.register
def _(kind: Cloze, frozen: Frozen, language: str) -> list[Part]:
    return [
        part | {"name": f"{ANSWER}-{number}"}
        for number, gap in enumerate(frozen["gaps"], start=1)
        for part in key_of(kinds.find(gap["kind"]), gap, language)
    ]
