"""A decision in words: what came of it, why, by whom, and on which facts."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from school.standing.day_words import day_said, moment_said
from school.standing.figure import Line, line
from school.standing.kinds.base import plain

OUTCOMES = {
    "not-yet": pgettext_lazy("said to the leader", "Not yet"),
    "kept": gettext_lazy("The tier stays"),
    "up": gettext_lazy("One step up"),
    "down": gettext_lazy("One step down"),
    "taken-back": gettext_lazy("A move was taken back"),
    "plan-running": gettext_lazy("The plan is running"),
    "plan-recovered": gettext_lazy("The figures are back"),
    "plan-missed": gettext_lazy("The two weeks are over"),
    "plan-stopped": gettext_lazy("The plan has ended early"),
    "notice-noticed": gettext_lazy("The notice is running"),
    "notice-withdrawn": gettext_lazy("The notice was taken back"),
    "notice-done": gettext_lazy("In force"),
}


def outcome(data: dict[str, Any]) -> str:
    """What was decided, in a few words; a decision that doesn't say so goes by its title."""
    known = OUTCOMES.get(data.get("outcome", ""))
    return str(known) if known else data.get("title", "")


def lines(data: dict[str, Any]) -> list[Line]:
    """Why, by whom and when, and what was looked at."""
    return [*_about(data), *_facts(data)]


def rules_said(data: dict[str, Any]) -> str:
    """On which day it was looked at, and by which rules; empty where nothing was."""
    if "rules" not in data:
        return ""
    said = {"day": day_said(date.fromisoformat(data["on"])), "version": data["rules"]}
    return _("As on %(day)s, by rules %(version)s") % said


def fact_said(value: str, threshold: str, at_least: bool) -> str:
    """What she had beside what was asked."""
    said = {"value": value, "threshold": threshold}
    if at_least:
        return _("%(value)s, at least %(threshold)s asked") % said
    return _("%(value)s, at most %(threshold)s asked") % said


def _about(data: dict[str, Any]) -> list[Line]:
    lines = []
    if data.get("at"):
        lines.append(line(_("Decided"), moment_said(data["at"])))
    if data.get("by"):
        lines.append(line(_("By"), data["by"]))
    if data.get("reason"):
        lines.append(line(_("Reason"), data["reason"]))
    if data.get("ends"):
        lines.append(line(_("Until"), day_said(date.fromisoformat(data["ends"]))))
    if data.get("rate"):
        rate = plain(Decimal(data["rate"]) * 100)
        lines.append(line(_("Commission"), f"{rate}%"))
    return lines


def _facts(data: dict[str, Any]) -> list[Line]:
    facts = [
        line(label, fact_said(value, threshold, at_least))
        for label, value, threshold, _met, at_least in data.get("facts", [])
    ]
    asked = [line(_("What is asked"), words) for words in data.get("asked", [])]
    looked = rules_said(data)
    return [*facts, *asked, *([line(_("Looked at"), looked)] if looked else [])]
