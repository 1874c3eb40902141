"""Entries of the history in words: what happened, in the reader's language."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from school.standing.kinds.base import plain
from school.standing.models import (
    Case,
    Elimination,
    HistoryEntry,
    Plan,
    Proposal,
    Tier,
)

KINDS = {
    "tier-change": gettext_lazy("Move between tiers"),
    "decision": gettext_lazy("Decision"),
    "review": gettext_lazy("Review"),
    "plan": gettext_lazy("Plan"),
    "elimination": gettext_lazy("Leaving, by the school"),
    "departure": gettext_lazy("Leaving, by herself"),
    "case": gettext_lazy("Case"),
}


def with_words(entries: Iterable[HistoryEntry]) -> list[HistoryEntry]:
    """The entries, each with `label`, `said`, `why` and `when`. One query."""
    tiers = {tier.code: tier.title for tier in Tier.objects.all()}
    entries = list(entries)
    for entry in entries:
        entry.label = str(KINDS.get(entry.kind, entry.kind))
        entry.said = SAID[entry.kind](entry.facts, tiers) if entry.kind in SAID else ""
        entry.why = _why(entry.facts)
        entry.when = _when(entry)
    return entries


def _why(facts: dict[str, Any]) -> str:
    names = ("end_reason", "findings", "reason", "note", "text")
    return next((facts[name] for name in names if facts.get(name)), "")


def _when(entry: HistoryEntry) -> date | datetime:
    """When it happened; entries of the time before the history were written later."""
    if entry.kind == "review":
        return date.fromisoformat(entry.facts["on"])
    names = ("ended_at", "closed_at", "decided_at", "first_at", "at", "opened_at", "began_at")
    moments = (entry.facts.get(name) for name in names)
    said = next((moment for moment in moments if moment), "")
    return parse_datetime(said) if said else entry.at


def _change(facts: dict[str, Any], tiers: dict[str, str]) -> str:
    before = tiers.get(facts["from_tier_id"], "–")
    words = f"{before} → {tiers.get(facts['to_tier_id'], facts['to_tier_id'])}"
    if facts.get("overturns_id"):
        words = _("Taken back: %(move)s") % {"move": words}
    return f"{words} · {_percent(facts['rate'])}" if facts.get("rate") else words


def _percent(rate: str) -> str:
    return f"{plain(Decimal(rate) * 100)}%"


def _decision(facts: dict[str, Any], tiers: dict[str, str]) -> str:
    move = f"{tiers.get(facts['from_tier_id'], '–')} → {tiers.get(facts['to_tier_id'], '–')}"
    if facts["state"] == Proposal.State.OPEN:
        state = pgettext("state of a proposal", "Waits for a second person")
    else:
        state = str(Proposal.State(facts["state"]).label)
    return f"{move} · {state}"


def _review(facts: dict[str, Any], tiers: dict[str, str]) -> str:
    tier = tiers.get(facts["tier_id"], facts["tier_id"])
    if not facts["below"]:
        return _("%(tier)s: the figures are back") % {"tier": tier}
    said = {"tier": tier, "running": facts["running"]}
    return _("%(tier)s: below what it asks, %(running)s running") % said


def _plan(facts: dict[str, Any], _tiers: dict[str, str]) -> str:
    days = f"{facts['began_on']} – {facts['ends_on']}"
    return f"{days} · {Plan.State(facts['state']).label}"


def _elimination(facts: dict[str, Any], _tiers: dict[str, str]) -> str:
    cause = Elimination.Cause(facts["cause"]).label
    state = Elimination.State(facts["state"]).label
    until = f" · {facts['effective_on']}" if facts.get("effective_on") else ""
    return f"{cause} · {state}{until}"


def _departure(facts: dict[str, Any], _tiers: dict[str, str]) -> str:
    if not facts["ended_at"]:
        return _("%(number)s points handed over") % {"number": len(facts["done"])}
    return _("She has left") if facts["left"] else _("She stays")


def _case(facts: dict[str, Any], _tiers: dict[str, str]) -> str:
    kind = str(Case.Kind(facts["kind"]).label)
    outcome = facts["outcome"]
    said = Case.Outcome(outcome).label if outcome else pgettext("case", "Opened")
    return f"{kind} · {said}"


SAID = {
    "tier-change": _change,
    "decision": _decision,
    "review": _review,
    "plan": _plan,
    "elimination": _elimination,
    "departure": _departure,
    "case": _case,
}
