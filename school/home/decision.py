"""A decision as its leader reads it: what, why, on which facts, by whom, and what she can do."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.urls import reverse

from assessments.appeal import day_said
from school.lib import dates
from school.people.models import Leader
from school.standing import day_words, decision_words, decisions
from school.standing.appeal import asked_about
from school.standing.decisions import Decision
from school.standing.models import Question

SHOWN = 6
# Plans and notices have pages of their own.
PAGES = {"plan": "standing:plan", "elimination": "standing:notice"}


@dataclass(frozen=True)
class Fact:
    """One thing that was looked at: what, what she had beside what was asked, and whether it was
    enough."""

    label: str
    words: str
    met: bool


@dataclass(frozen=True)
class DecisionPage:
    """What the page of one decision prints."""

    decision: Decision
    data: dict[str, Any]
    question: Question | None

    @classmethod
    def of(cls, leader: Leader, decision: Decision) -> "DecisionPage":
        asked = asked_about(leader, decision.about, str(decision.row.pk))
        return cls(decision, decision.data(), asked)

    @property
    def title(self) -> str:
        return decision_words.outcome(self.data)

    @property
    def kicker(self) -> str:
        day = day_words.day_said(dates.day_of(self.decision.at))
        return f"{self.decision.title} · {day}"

    @property
    def by(self) -> str:
        """Who decided; where nobody did, the rules."""
        return self.data.get("by", "")

    @property
    def facts(self) -> list[Fact]:
        return [
            Fact(label, decision_words.fact_said(value, threshold, at_least), met)
            for label, value, threshold, met, at_least in self.data.get("facts", [])
        ]

    @property
    def looked_at(self) -> str:
        return decision_words.rules_said(self.data)

    @property
    def may_appeal(self) -> bool:
        return self.question is None and self.decision.may_appeal

    @property
    def answer_by(self) -> str:
        return day_said(self.question.due_at) if self.question else ""


def decisions_of(leader: Leader) -> list[dict[str, str]]:
    """Her decisions for a list, the newest first. One query a sort of decision."""
    found = [
        decision
        for sort in decisions.SORTS.values()
        for decision in map(sort, sort.rows(leader)[:SHOWN])
    ]
    newest = sorted(found, key=attrgetter("at"), reverse=True)[:SHOWN]
    return [_line(decision) for decision in newest]


def _line(decision: Decision) -> dict[str, str]:
    outcome = decision_words.outcome({"outcome": decision.outcome})
    return {
        "outcome": decision.outcome,
        "label": f"{outcome} · {decision.title}",
        "value": day_words.day_said(dates.day_of(decision.at)),
        "url": address(decision),
    }


def address(decision: Decision) -> str:
    """Where a leader reads it."""
    own = PAGES.get(decision.about)
    if own:
        return reverse(own, args=[decision.row.pk])
    return reverse("home:decision", args=[decision.about, decision.row.pk])
