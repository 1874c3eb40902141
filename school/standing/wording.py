"""A rule set in plain words, in the language of whoever reads or in both: for those who write and
approve rules."""

from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from school.standing.counting import Takes
from school.standing.kinds.base import Kind, plain
from school.standing.models import Requirement, RuleSet, Tier
from school.standing.rules import Rules, Step


@dataclass(frozen=True)
class Line:
    """One requirement: what the leader reads in each language, and what the title leaves out."""

    requirement: Requirement
    label: str
    titles: list[str]
    notes: list[tuple[str, str]]


@dataclass(frozen=True)
class LinePart:
    """A group of lines, or a single one (without a letter and words)."""

    letter: str
    words: str
    lines: list[Line]


@dataclass(frozen=True)
class StepWords:
    """A step of the ladder in words; without parts it moves nobody."""

    from_tier: Tier
    to_tier: Tier
    words: str
    automatic: bool
    parts: list[LinePart]


def languages() -> list[str]:
    """The names of the languages, in the order in which the titles come."""
    return [str(name) for _code, name in settings.LANGUAGES]


def steps_of(rule_set: RuleSet) -> list[StepWords]:
    """Every step between the tiers that the rules name."""
    rules = _in_each_language(rule_set)
    reader = Rules(rule_set, rule_set.valid_from)
    return [_step(below, above, reader, rules) for below, above in pairwise(reader.tiers)]


def _in_each_language(rule_set: RuleSet) -> dict[str, Rules]:
    """The names of courses and quizzes are looked up in the language in which rules are read."""
    rules = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            rules[code] = Rules(rule_set, rule_set.valid_from)
    return rules


def _step(below: Tier, above: Tier, reader: Rules, rules: dict[str, Rules]) -> StepWords:
    step = reader.step(below.code)
    if step is None:
        return StepWords(below, above, "", False, [])
    titles = [_titles(language, read.step(below.code)) for language, read in rules.items()]
    lines = [_line(kind, [said[at] for said in titles]) for at, kind in enumerate(step.kinds)]
    parts = [
        LinePart(
            group.letter,
            _group_words(group.takes) if len(group.places) > 1 else "",
            [lines[at] for at in group.places],
        )
        for group in step.counting.groups
    ]
    return StepWords(below, above, _step_words(step), step.automatic, parts)


def _titles(language: str, step: Step) -> list[str]:
    with translation.override(language):
        return [kind.title() for kind in step.kinds]


def _line(kind: Kind, titles: list[str]) -> Line:
    notes = [(str(label), words) for label, words in kind.notes()]
    return Line(kind.requirement, str(kind.label), titles, notes)


def _step_words(step: Step) -> str:
    return _("She needs all of this") if step.takes == Takes.ALL else _("One of these is enough")


def _group_words(takes: str) -> str:
    if takes == Takes.ANY:
        return pgettext("of a group", "Any one of these")
    return pgettext("of a group", "All of these together")


def rate_in_words(rules: Rules, tier: Tier) -> str:
    rate = rules.rates[tier.code]
    return _("no rate stated") if rate is None else f"{plain(rate * 100)}%"
