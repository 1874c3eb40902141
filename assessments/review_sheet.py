"""A review card on the screen: the question, what there is to say to its answer, and the day in
one sentence."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.kinds.base import said
from assessments.paper import Shown
from assessments.review_answer import Outcome
from assessments.review_cards import Put
from assessments.review_key import key_of


@dataclass(frozen=True)
class Told:
    """What there is to say to an answer. Without an answer the page fills it in: `names` are the
    fields that belong to the rows. An empty verdict is open."""

    key: UUID
    text: str
    shown: dict[str, Any]
    names: Sequence[str]
    why: str
    verdict: str = ""
    words: Sequence[str] = ()
    picture: dict[str, Any] | None = None

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of the kind, each with its field."""
        rows = self.shown.get("rows") or self.shown.get("order") or []
        return [{**row, "name": name} for row, name in zip(rows, self.names, strict=False)]


@dataclass(frozen=True)
class Sheet:
    """A card: the question and, for a phone without a network, by what to judge its answer."""

    key: UUID
    sign: str
    question: Shown
    parts: str
    told: Told


def sheet(put: Put, language: str) -> Sheet:
    """The card with nothing answered yet."""
    parts = key_of(put.kind, put.frozen, language)
    question = Shown(
        slot=1,
        text=said(put.frozen["texts"], language),
        template=put.kind.template,
        widget=put.kind.shown(put.frozen, None, language),
        picture=put.frozen.get("picture"),
    )
    return Sheet(put.key, put.sign, question, json.dumps(parts), _told(put, None, language))


def told(outcome: Outcome, language: str) -> Told:
    """What there is to say to this answer."""
    put, value = outcome.put, outcome.value
    words = put.kind.feedback(put.frozen, value, language)
    return _told(put, value, language, verdict=outcome.verdict, words=words)


def _told(put: Put, value: Any, language: str, **more: Any) -> Told:
    shown = put.kind.reviewed(put.frozen, value, language)
    return Told(
        key=put.key,
        text=said(put.frozen["texts"], language),
        shown=shown,
        names=[part["name"] for part in key_of(put.kind, put.frozen, language)],
        why=said(put.frozen["texts"], language, "feedback"),
        picture=None if shown.get("picture") else put.frozen.get("picture"),
        **more,
    )


def day_words() -> dict[str, str]:
    """The sentences that a day may end with: one of them is true."""
    return {
        "all": _("You knew all of it."),
        "some": _("You knew {known} of {count}. The others come back soon."),
        "none": _("Now that you have read them, they come back soon."),
        "open": _("You looked at {count} of your questions again."),
    }


def day_sentence(count: int, known: int) -> str:
    """The one that is true of a day with so many cards, so many of them known."""
    which = "all" if known == count else "some" if known else "none"
    return day_words()[which].format(count=count, known=known)
