"""A question that was put in an attempt, judged as the bank has it now.

What was shown stays: the wording, the choices and their order. What an answer is worth, which is
the right one, and what is said to it come from the bank.
"""

from collections.abc import Mapping
from typing import Any

from assessments import kinds
from assessments.kinds.base import Kind
from assessments.kinds.choice import ChoiceKind

Frozen = Mapping[str, Any]
# What was promised or seen, and so never changes.
AS_PUT = {"texts", "version", "picture", "penalty", "kind", "mark"}


def corrected(kind: Kind, put: Frozen, fresh: Frozen) -> dict[str, Any]:
    """`put` as it is judged by `fresh`, the question frozen anew and unmixed; both of this kind."""
    texts = _explained(put["texts"], fresh["texts"])
    return {**put, "texts": texts, "version": fresh.get("version"), **_judged(kind, put, fresh)}


def _judged(kind: Kind, put: Frozen, fresh: Frozen) -> dict[str, Any]:
    if "gaps" in put:
        return {"gaps": _gaps(put["gaps"], fresh["gaps"])}
    if "pairs" in put:
        return {"pairs": _pairs(put, fresh)}
    if "right" in put:
        return {"right": _order(put["right"], fresh["right"])}
    if isinstance(kind, ChoiceKind):
        return {"answers": _choices(put["answers"], fresh["answers"])}
    return {name: fresh[name] for name in fresh.keys() - AS_PUT}


def _explained(put: Frozen, fresh: Frozen) -> dict[str, Any]:
    """The wording as it was put, with the explanation of today."""
    return {
        language: {**words, "feedback": fresh.get(language, words).get("feedback", "")}
        for language, words in put.items()
    }


def _choices(put: list[Frozen], fresh: list[Frozen]) -> list[dict[str, Any]]:
    """The choices as they stood. One that the bank has no more is worth nothing; one that it has
    since was not there to be chosen."""
    known = {answer["key"]: answer for answer in fresh}
    return [
        {
            **answer,
            "fraction": known[answer["key"]]["fraction"] if answer["key"] in known else "0",
            "texts": _explained(answer["texts"], known.get(answer["key"], answer)["texts"]),
        }
        for answer in put
    ]


def _order(put: list[str], fresh: list[str]) -> list[str]:
    """The right order of the things that were put; what the bank has no more keeps its end."""
    return [key for key in fresh if key in put] + [key for key in put if key not in fresh]


def _pairs(put: Frozen, fresh: Frozen) -> dict[str, str]:
    """What belongs to each thing. Partners are found by their words, since their keys are only
    places; where the right one wasn't on the list, what was right stays."""
    words = {partner["key"]: _words(partner) for partner in fresh["partners"]}
    listed = {_words(partner): partner["key"] for partner in put["partners"]}
    return {
        thing: listed.get(words.get(fresh["pairs"].get(thing)), partner)
        for thing, partner in put["pairs"].items()
    }


def _words(partner: Frozen) -> str:
    return next(iter(partner["texts"].values()))["text"].strip()


def _gaps(put: list[Frozen], fresh: list[Frozen]) -> list[dict[str, Any]]:
    """Gap by gap, as long as both have the same kind there."""
    found = []
    for at, gap in enumerate(put):
        same = fresh[at] if at < len(fresh) and fresh[at]["kind"] == gap["kind"] else gap
        judged = _judged(kinds.find(gap["kind"]), gap, same)
        found.append({**gap, **judged, "mark": same["mark"]})
    return found
