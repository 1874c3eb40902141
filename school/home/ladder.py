"""The ladder as one leader sees it: where she stands, what is missing, what a step up is worth."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from school.lib import dates
from school.lib.money import yuan
from school.lib.refusal import Refusal
from school.people.models import Leader
from school.standing import day_words
from school.standing.counting import Takes
from school.standing.estimate import Estimate, estimate
from school.standing.evaluation import Explanation, Item, explain
from school.standing.kinds.base import plain
from school.standing.rules import Rules

# Characters of a figure that leave room for the words beside it at 360 px.
SHORT = 9
# What the way to a requirement is called.
WAYS = {
    "courses_done": gettext_lazy("To the courses"),
    "assessment_score": gettext_lazy("To the quiz"),
    "attendance": gettext_lazy("See the trainings"),
    "tasks_accepted": gettext_lazy("To the tasks"),
    "chosen_tasks": gettext_lazy("To the task"),
    "certificate": gettext_lazy("To the course"),
    "assessment_average": gettext_lazy("To the quiz"),
    "assessment_best": gettext_lazy("To the quiz"),
    "hosted": gettext_lazy("See the trainings"),
}


@dataclass(frozen=True)
class Ladder:
    """The standing card's verdicts, ready to be printed."""

    rules: Rules
    explained: Explanation
    figures: Estimate

    @classmethod
    def of(cls, leader: Leader) -> "Ladder | None":
        """None in a school that has no approved rules yet."""
        try:
            rules = Rules.of(dates.today())
        except Refusal:
            return None
        explained = explain(leader=leader, rules=rules)
        return cls(rules, explained, estimate(leader=leader, rules=rules))

    @property
    def title(self) -> str:
        above, missing = self.explained.next_tier, self.missing
        if above is None:
            return _("You are on the highest rung")
        if not self.explained.items:
            return _("Next rung: %(tier)s") % {"tier": above.title}
        if self.explained.is_ready:
            return _("Everything for %(tier)s is done") % {"tier": above.title}
        return ngettext(
            "%(number)s thing to go to %(tier)s", "%(number)s things to go to %(tier)s", missing
        ) % {"number": missing, "tier": above.title}

    @property
    def missing(self) -> int:
        """How many things are still to do: of a group in which any is enough, one."""
        if self.any_is_enough:
            return 0 if self.explained.is_ready else 1
        return self.explained.total - self.explained.met

    @property
    def rungs(self) -> list[dict[str, str]]:
        here = self.explained.tier.rank
        return [
            {
                "name": tier.title,
                "rate": percent(self.rules.rates.get(tier.code)),
                "state": _state(tier.rank, here),
            }
            for tier in self.rules.tiers
        ]

    @property
    def lines(self) -> list[dict]:
        """The requirements. What she has stands at the right if all of it is short enough for a
        narrow phone, else under what is asked."""
        items = self.explained.items
        aside = all(len(item.have) <= SHORT for item in items)
        return [
            {
                "label": item.title,
                "value": item.have if aside else "",
                "met": item.met,
                "note": item.gap if aside else _under(item),
                "url": item.link,
            }
            for item in items
        ]

    @property
    def blocks(self) -> list["Block"]:
        """The requirements with what to do next: first those that each count, then each group."""
        parts = self.explained.parts
        alone = [item for part in parts if not part.letter for item in part.items]
        groups = [Block(part.takes, part.met, _asked(part.items)) for part in parts if part.letter]
        return [Block("", False, _asked(alone)), *groups] if alone else groups

    @property
    def any_is_enough(self) -> bool:
        """Whether one of all that stands here is enough for the step."""
        return self.explained.takes == Takes.ANY

    @cached_property
    def worth(self) -> "Worth | None":
        """What her sales come to; None while there are no figures or no rate to reckon with."""
        amount = self.figures.next_amount or self.figures.amount
        return Worth(self.figures) if amount and amount > 0 else None


@dataclass(frozen=True)
class Asked:
    """One requirement on the page of the ladder."""

    item: Item

    @property
    def has(self) -> str:
        return "" if self.item.value is None else self.item.have

    @property
    def percent(self) -> int | None:
        """How much of the way is done, where that says something: begun, and not there yet."""
        return self.item.percent if 0 < self.item.percent < 100 else None

    @property
    def is_of_sales(self) -> bool:
        return self.item.source.startswith("sales")

    @property
    def url(self) -> str:
        """Where she can do something about it; sales are looked at week by week."""
        if not self.item.link and self.is_of_sales:
            return reverse("home:figures")
        return self.item.link

    @property
    def way(self) -> str:
        if self.is_of_sales:
            return _("To a course that helps") if self.item.link else _("Look at the weeks")
        return str(WAYS.get(self.item.kind, _("Go there")))


@dataclass(frozen=True)
class Block:
    """Requirements that count alike: each for itself (`takes` is empty), or as a group."""

    takes: str
    met: bool
    asked: list[Asked]

    @property
    def title(self) -> str:
        if self.takes == Takes.ANY:
            return _("Any one of these is enough")
        return _("These belong together")


@dataclass(frozen=True)
class Worth:
    """Her last four weeks at the next tier's rate (at her own on the highest rung): an estimate,
    with the steps of the sum."""

    figures: Estimate

    @property
    def _above(self) -> bool:
        return self.figures.next_amount is not None

    @property
    def tier(self) -> str:
        return (self.figures.next_tier if self._above else self.figures.tier).title

    @property
    def amount(self) -> str:
        return yuan(self.figures.next_amount if self._above else self.figures.amount)

    @property
    def is_above(self) -> bool:
        return self._above

    @property
    def lines(self) -> list[dict[str, str]]:
        """Net sales × rate = amount, and beside it what her own rate gives."""
        rate = self.figures.next_rate if self._above else self.figures.rate
        lines = [
            _line(_("Your net sales, 4 weeks"), yuan(self.figures.net)),
            _line(_("Commission at %(tier)s") % {"tier": self.tier}, percent(rate)),
            _line(_("Makes about"), self.amount),
        ]
        if self._above and self.figures.amount is not None:
            today = _("At your %(rate)s of today") % {"rate": percent(self.figures.rate)}
            lines.append(_line(today, yuan(self.figures.amount)))
        return lines

    @property
    def weeks(self) -> list[dict[str, str]]:
        """The weeks of the sum, each by itself."""
        return [
            _line(
                day_words.week_said(week.week_start),
                _("not known") if week.net is None else yuan(week.net),
            )
            for week in self.figures.weeks
        ]

    @property
    def more(self) -> str:
        """How much more than at her own rate; empty where there is nothing to compare."""
        difference = self.figures.difference
        return yuan(difference) if difference else ""

    @property
    def note(self) -> str:
        known, weeks = self.figures.weeks_known, len(self.figures.weeks)
        refunds = _("Refunds are taken off already; your costs and taxes are not.")
        if known == weeks:
            return refunds
        missing = _("We have figures of %(known)s of the %(weeks)s weeks.")
        return f"{missing % {'known': known, 'weeks': weeks}} {refunds}"


def _asked(items: list[Item]) -> list[Asked]:
    return [Asked(item) for item in items]


def percent(rate: Decimal | None) -> str:
    """0.12 as "12%"; empty where no rate is stated."""
    return "" if rate is None else f"{plain(rate * 100)}%"


def _under(item: Item) -> str:
    """What she has and what is missing; where there is no figure, what to do says enough."""
    have = "" if item.value is None else item.have
    return " · ".join(filter(None, [have, item.gap]))


def _line(label: str, value: str) -> dict[str, str]:
    return {"label": label, "value": value}


def _state(rank: int, here: int) -> str:
    if rank == here:
        return "here"
    return "done" if rank < here else "next"
