"""What one version of the rules changes against the version before it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from school.standing.kinds.base import Kind
from school.standing.models import RuleSet, Tier
from school.standing.rules import Rules, Step
from school.standing.wording import rate_in_words


@dataclass(frozen=True)
class Change:
    """One difference: where, what it was, and what it becomes; empty where there was nothing."""

    where: str
    before: str
    after: str


def version_before(rule_set: RuleSet) -> RuleSet | None:
    """The approved rules that these take the place of: those that held the moment before."""
    others = RuleSet.objects.approved().exclude(pk=rule_set.pk)
    others = others.filter(valid_from__lte=rule_set.valid_from)
    if not rule_set.is_draft:
        others = others.exclude(valid_from=rule_set.valid_from, version__gt=rule_set.version)
    return others.order_by("-valid_from", "-version").first()


def changes(*, before: RuleSet, after: RuleSet) -> list[Change]:
    """All differences, in the words of the reader's language: general ones, rates, then step by
    step."""
    old, new = Rules(before, after.valid_from), Rules(after, after.valid_from)
    return [*_general(before, after), *_rates(old, new), *_steps(old, new)]


def _general(before: RuleSet, after: RuleSet) -> Iterator[Change]:
    if before.review_percent != after.review_percent:
        yield Change(_("Review below"), f"{before.review_percent}%", f"{after.review_percent}%")


def _rates(old: Rules, new: Rules) -> Iterator[Change]:
    for tier in _all_tiers(old, new):
        was = rate_in_words(old, tier) if tier.code in old.rates else ""
        becomes = rate_in_words(new, tier) if tier.code in new.rates else ""
        if was != becomes:
            yield Change(_("Rate of %(tier)s") % {"tier": tier.title}, was, becomes)


def _all_tiers(old: Rules, new: Rules) -> list[Tier]:
    tiers = {tier.code: tier for tier in [*old.tiers, *new.tiers]}
    return sorted(tiers.values(), key=lambda tier: tier.rank)


def _steps(old: Rules, new: Rules) -> Iterator[Change]:
    for tier in _all_tiers(old, new):
        was = old.step(tier.code) if tier.code in old.rates else None
        becomes = new.step(tier.code) if tier.code in new.rates else None
        either = becomes or was
        if either is not None:
            where = f"{either.from_tier.title} → {either.to_tier.title}"
            yield from _how(where, was, becomes)
            yield from _requirements(where, was, becomes)


def _how(where: str, was: Step | None, becomes: Step | None) -> Iterator[Change]:
    before, after = how_in_words(was), how_in_words(becomes)
    if before != after:
        yield Change(where, before, after)


def how_in_words(step: Step | None) -> str:
    """How a step's requirements count, and who decides."""
    if step is None:
        return ""
    all_of = step.takes == "all"
    counts = _("all requirements") if all_of else _("any one requirement")
    decides = _("moves up by itself") if step.automatic else _("a manager decides")
    return f"{counts}, {decides}"


def _requirements(where: str, was: Step | None, becomes: Step | None) -> Iterator[Change]:
    """Lines that are the same fall out; what is left is paired by kind and details, then by kind
    alone, so that a changed threshold is one difference and not two."""
    before, after = list(was.kinds if was else []), list(becomes.kinds if becomes else [])
    for key in (_whole, _asked, _code):
        for old, new in _pairs(before, after, key):
            before.remove(old)
            after.remove(new)
            if key is not _whole:
                yield Change(where, _words(old), _words(new))
    yield from (Change(where, _words(kind), "") for kind in before)
    yield from (Change(where, "", _words(kind)) for kind in after)


def _pairs(before: list[Kind], after: list[Kind], key) -> list[tuple[Kind, Kind]]:
    left = list(after)
    found = []
    for old in before:
        new = next((one for one in left if key(one) == key(old)), None)
        if new is not None:
            left.remove(new)
            found.append((old, new))
    return found


def _whole(kind: Kind) -> tuple:
    return *_asked(kind), kind.requirement.threshold, kind.requirement.group


def _asked(kind: Kind) -> tuple:
    return kind.code, json.dumps(kind.params, sort_keys=True)


def _code(kind: Kind) -> tuple:
    return (kind.code,)


def _words(kind: Kind) -> str:
    notes = "; ".join(f"{label}: {words}" for label, words in kind.notes())
    group = kind.requirement.group
    words = f"{kind.title()} ({notes})" if notes else kind.title()
    return f"{words} [{group}]" if group else words
