"""The rules of one day, ready to be applied: tiers, rates, and what each step up asks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.core.cache import caches
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from school.lib import dates
from school.lib.prepared import Prepared
from school.lib.refusal import Refusal
from school.people.models import Leader
from school.standing.counting import Counting, Takes
from school.standing.kinds import registry
from school.standing.kinds.base import Kind
from school.standing.models import Requirement, RuleSet, StepRule, Tier, TierRate
from school.standing.references import References
from school.standing.weeks import Window

KEPT = 64
TODAYS = "rules-of:{}"
KEEP_SECONDS = 600
_prepared: dict[tuple, Prepared] = {}


@dataclass(frozen=True)
class Step:
    """One step up the ladder on one day, with its requirements as objects."""

    from_tier: Tier
    to_tier: Tier
    kinds: list[Kind]
    takes: str = Takes.ALL
    automatic: bool = False

    @cached_property
    def counting(self) -> Counting:
        return Counting([kind.requirement.group for kind in self.kinds], self.takes)

    def annotations(self, *, reviewed: bool = False) -> dict:
        """Every requirement's raw figure (or those only that a review looks at), for a queryset
        of leaders."""
        return {
            f"figure_{at}": kind.expression()
            for at, kind in enumerate(self.kinds)
            if kind.reviewed or not reviewed
        }

    def figures_of(self, leader: Leader) -> dict:
        """One leader's raw figures, by the SQL that is the same for everybody on this step."""
        what = tuple(kind.what() for kind in self.kinds)
        if what not in _prepared:
            if len(_prepared) >= KEPT:
                _prepared.clear()
            _prepared[what] = Prepared(
                lambda pk: Leader.objects.filter(pk=pk).order_by().values(**self.annotations())
            )
        return _prepared[what].rows(leader.pk)[0]

    def condition(self) -> Q:
        """Who meets the step, for a queryset with the annotations."""
        return self.counting.condition(
            [kind.condition(f"figure_{at}") for at, kind in enumerate(self.kinds)]
        )

    def kept(self, percent: int) -> Q | None:
        """Who, on the tier above, still has `percent` of the sales that this step asked. Other
        requirements can't be lost. None where it asks for no sales that could be."""
        return self.counting.kept(
            [
                kind.kept(f"figure_{at}", percent) if kind.reviewed else None
                for at, kind in enumerate(self.kinds)
            ]
        )

    def reviewed_window(self) -> Window:
        """The sales weeks that a review of the tier above looks at."""
        windows = [kind.window for kind in self.kinds if kind.reviewed]
        return Window(min(one.first for one in windows), max(one.last for one in windows))

    def values(self, row: dict) -> list[Decimal | None]:
        """The figures of an annotated row, in the units that people read."""
        return [kind.value(row[f"figure_{at}"]) for at, kind in enumerate(self.kinds)]


class Rules:
    """An approved rule set on a day. Read in a fixed, small number of queries."""

    def __init__(self, rule_set: RuleSet, on: date) -> None:
        self.rule_set, self.on = rule_set, on
        self._rates, self._requirements = _rows(rule_set)
        self.rates: dict[str, Decimal | None] = {rate.tier_id: rate.rate for rate in self._rates}
        self.tiers: list[Tier] = [rate.tier for rate in self._rates]
        self._references = References.now()

    @classmethod
    def of(cls, on: date, *, afresh: bool = False) -> "Rules":
        """The rules of a day; `afresh` for what is decided by them, and not only shown.
        Refuses: rules-missing."""
        rule_set = RuleSet.objects.valid_on(on) if afresh else _valid_on(on)
        if rule_set is None:
            raise Refusal("rules-missing", _("No rules have been approved for this day."))
        return cls(rule_set, on)

    def tier(self, code: str) -> Tier:
        return next(tier for tier in self.tiers if tier.code == code)

    def next_tier(self, code: str) -> Tier | None:
        """The next rung, or None on the highest."""
        rank = self.tier(code).rank
        return next((tier for tier in self.tiers if tier.rank > rank), None)

    def step(self, code: str) -> Step | None:
        """The step up from a tier; None on the highest, or where nothing is asked, since a step
        without requirements would move everybody."""
        above = self.next_tier(code)
        asked = [row for row in self._requirements if row.from_tier_id == code]
        if above is None or not asked:
            return None
        to = next(rate for rate in self._rates if rate.tier_id == above.code)
        kinds = [self._object(row) for row in asked]
        return Step(self.tier(code), above, kinds, to.takes or Takes.ALL, bool(to.automatic))

    def steps(self) -> list[Step]:
        return [step for tier in self.tiers if (step := self.step(tier.code))]

    def _object(self, requirement) -> Kind:
        cls = registry.find(requirement.kind)
        return cls(requirement, on=self.on, references=self._references)


def _valid_on(on: date) -> RuleSet | None:
    """Today's rules are kept for a minute: another server's approval is seen after that."""
    if on != dates.today():
        return RuleSet.objects.valid_on(on)
    name = TODAYS.format(on)
    if (kept := caches["pages"].get(name)) is None:
        kept = RuleSet.objects.valid_on(on)
        caches["pages"].set(name, kept, 60)
    return kept


def forget_todays(**_kwargs) -> None:
    """A rule set has been approved, or otherwise written."""
    caches["pages"].delete(TODAYS.format(dates.today()))


def _rows(rule_set: RuleSet) -> tuple[list[TierRate], list[Requirement]]:
    """A rule set's rates, each with how the step to its tier is taken, and its requirements. An
    approved set never changes, so they are kept."""
    approved = rule_set.approved_at.timestamp() if rule_set.approved_at else ""
    name = f"rows-of-rules:{rule_set.pk}:{approved}"
    kept = None if rule_set.is_draft else caches["pages"].get(name)
    if kept is None:
        steps = StepRule.objects.filter(rule_set=rule_set, to_tier=OuterRef("tier"))
        how = {name: Subquery(steps.values(name)[:1]) for name in ("takes", "automatic")}
        rates = rule_set.rates.select_related("tier").annotate(**how).order_by("tier__rank")
        kept = list(rates), list(rule_set.requirements.order_by("order", "pk"))
        if not rule_set.is_draft:
            caches["pages"].set(name, kept, KEEP_SECONDS)
    return kept
