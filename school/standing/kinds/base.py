"""What every kind of requirement can do: measure all leaders at once, and speak with one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Expression, F, Q, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from school.lib.money import FEN, yuan
from school.standing.kinds.details import Detail

WHOLE = Decimal(1)


@dataclass(frozen=True)
class SourceRow:
    """One row that a figure is made of: what it is, its day, what it adds, and where it was read
    (a file with its version, or the part of the school that wrote it)."""

    what: str
    on: date | None
    figure: str
    source: str


class Section(TextChoices):
    """Under which heading a form offers a kind."""

    LEARNING = "learning", gettext_lazy("Learning")
    TRAININGS = "trainings", gettext_lazy("Trainings")
    SALES = "sales", gettext_lazy("Sales")
    GROUP = "group", gettext_lazy("Group and neighbours")


class Kind:
    """One requirement on one day.

    The same object measures everybody, as an annotation of a queryset of leaders, and explains
    one leader's result, so that the two can't differ. A value of None means that the school has
    no figure; it never meets a requirement.
    """

    # Templates print the names of kinds, which are classes, and would call them first.
    do_not_call_in_templates = True

    code: ClassVar[str]
    label: ClassVar[Any]
    section: ClassVar[Section] = Section.LEARNING
    # What it names besides the threshold, by the names of the form's fields.
    details: ClassVar[Mapping[str, Detail]] = {}
    at_least: ClassVar[bool] = True
    unit: ClassVar[Any] = ""
    help: ClassVar[Any] = ""
    # Kinds that count out of a known whole may leave the threshold out: then it is the whole.
    counts_all: ClassVar[bool] = False
    # Kinds that ask whether something is so have this threshold, and a form doesn't ask for one.
    fixed: ClassVar[Decimal | None] = None
    most: ClassVar[Decimal | None] = None
    # The steps in which the threshold may be given, and those in which the raw figure comes.
    threshold_step: ClassVar[Decimal] = WHOLE
    raw_step: ClassVar[Decimal] = WHOLE
    # Whether falling below it later puts a leader's own tier under review: sales figures only.
    reviewed: ClassVar[bool] = False

    def __init__(self, requirement, *, on: date, references) -> None:
        self.requirement = requirement
        self.params = requirement.params
        self.on = on
        self.references = references

    @classmethod
    def check(cls, params: Any, threshold: Decimal | None) -> None:
        """Raises ValidationError unless this is what the kind asks for."""
        cls._check_params(params)
        if threshold is None:
            if not cls.counts_all and cls.fixed is None:
                raise ValidationError({"threshold": _("This kind needs a threshold.")})
        elif threshold < 0 or (cls.most is not None and threshold > cls.most):
            raise ValidationError({"threshold": _("This threshold is out of range.")})
        elif threshold % cls.threshold_step:
            raise ValidationError({"threshold": _("This threshold can't be that fine.")})

    @classmethod
    def _check_params(cls, params: Any) -> None:
        names = {key: detail.names(key) for key, detail in cls.details.items()}
        known = frozenset().union(*names.values())
        needed = (names[key] for key, detail in cls.details.items() if detail.required)
        needed = frozenset().union(*needed)
        if not isinstance(params, dict) or not needed <= set(params) <= known:
            raise ValidationError(
                {"params": _("Details of this kind: %(names)s.") % {"names": ", ".join(known)}}
            )
        for key, detail in cls.details.items():
            value = detail.read(key, params)
            if (detail.required or names[key] & set(params)) and not detail.is_right(value):
                raise ValidationError({"params": _("“%(name)s” is not right.") % {"name": key}})

    def detail(self, key: str) -> Any:
        """What the requirement says for a detail, or what holds where it says nothing."""
        return self.details[key].read(key, self.params)

    def what(self) -> tuple:
        """All that `expression` depends on; the same for everybody."""
        return self.code, json.dumps(self.params, sort_keys=True), self.on, self.references.stamp

    @property
    def threshold(self) -> Decimal:
        """What is asked, in the unit that people read."""
        return self.requirement.threshold if self.fixed is None else self.fixed

    def expression(self) -> Expression | F:
        """The raw figure of each leader, over a queryset of leaders."""
        raise NotImplementedError

    def value(self, raw: Any) -> Decimal | None:
        """The raw figure in the unit that people read."""
        return None if raw is None else Decimal(raw)

    def raw_threshold(self) -> Decimal:
        """The threshold in the unit of the raw figure."""
        return self.threshold

    def condition(self, alias: str) -> Q:
        """Whether the figure annotated as `alias` meets the requirement, for all at once."""
        return self._compare(alias, 100)

    def kept(self, alias: str, percent: int) -> Q:
        """Whether the figure of somebody on the tier still is at `percent` of what was asked, for
        all at once. An unknown figure is in her favour."""
        return self._compare(alias, percent) | Q(**{f"{alias}__isnull": True})

    def keeps(self, value: Decimal | None, percent: int) -> bool:
        """The same of one value."""
        if value is None:
            return True
        if self.at_least:
            return value * 100 >= self.threshold * percent
        return value * percent <= self.threshold * 100

    def left_of(self, percent: int) -> Decimal:
        """What is left of the threshold in a review, in fen or hundredths."""
        asked = self.threshold
        left = asked * percent / 100 if self.at_least else asked * 100 / percent
        return left.quantize(FEN, ROUND_FLOOR)

    def _compare(self, alias: str, percent: int) -> Q:
        """At `percent` of the threshold (its inverse where less is better), in whole steps of the
        raw figure, so that the database compares numbers of its own kind."""
        step, asked = self.raw_step, self.raw_threshold()
        if self.at_least:
            steps = (asked * percent / (100 * step)).to_integral_value(ROUND_CEILING)
            return Q(**{f"{alias}__gte": steps * step})
        steps = (asked * 100 / (percent * step)).to_integral_value(ROUND_FLOOR)
        return Q(**{f"{alias}__lte": steps * step})

    def met(self, value: Decimal | None) -> bool:
        if value is None:
            return False
        return value >= self.threshold if self.at_least else value <= self.threshold

    def missing(self, value: Decimal | None) -> Decimal:
        """How far the value is from the threshold; 0 when it is met."""
        if self.met(value):
            return Decimal(0)
        return abs(self.threshold - (value or 0))

    def percent(self, value: Decimal | None) -> int:
        """How much of the way is done, 0 to 100."""
        if self.met(value):
            return 100
        if value is None or not self.at_least or self.threshold <= 0:
            return 0
        return max(0, min(99, int(value * 100 / self.threshold)))

    def shown(self, value: Decimal) -> str:
        """A figure of this kind as people read it."""
        return f"{plain(value)}"

    def title(self) -> str:
        """What is asked, in a few words to the leader."""
        raise NotImplementedError

    def have(self, value: Decimal | None) -> str:
        """What she has."""
        return _("no figures yet") if value is None else self.shown(value)

    def gap(self, value: Decimal | None) -> str:
        """What is missing, in words; empty when nothing is."""
        if self.met(value):
            return ""
        if value is None:
            return _("We have no figures for this yet.")
        words = _("%(missing)s to go") if self.at_least else _("%(missing)s too many")
        return words % {"missing": self.shown(self.missing(value))}

    def notes(self) -> list[tuple[Any, str]]:
        """The details that its title leaves out, by their labels, for those who write rules."""
        return [
            (detail.label, words)
            for key, detail in self.details.items()
            if (words := detail.words(detail.read(key, self.params), self.references))
        ]

    def link(self) -> str:
        """Where she can do something about it; empty when it happens outside the school."""
        return ""

    def source(self) -> str:
        """Where the figure comes from, for the evidence."""
        raise NotImplementedError

    def rows(self, leader_id: int) -> list[SourceRow]:
        """The rows that made this leader's figure, the latest first."""
        raise NotImplementedError


def plain(value: Decimal) -> str:
    """A number without needless zeros."""
    return format(value.normalize(), "f")


class Money:
    """Figures in yuan."""

    unit = pgettext_lazy("unit", "yuan")
    threshold_step = raw_step = FEN

    def shown(self, value: Decimal) -> str:
        return yuan(value)


class Percent:
    """Keeps raw figures in hundredths of a per cent, so that both databases count alike."""

    unit = pgettext_lazy("unit", "per cent")
    threshold_step = Decimal("0.01")
    most = Decimal(100)

    def value(self, raw: int | None) -> Decimal | None:
        return None if raw is None else Decimal(raw) / 100

    def raw_threshold(self) -> Decimal:
        return self.threshold * 100

    def shown(self, value: Decimal) -> str:
        return f"{plain(value)}%"

    def gap(self, value: Decimal | None) -> str:
        if value is None or self.met(value):
            return super().gap(value)
        points = plain(self.missing(value))
        if self.at_least:
            return _("%(points)s percentage points to go") % {"points": points}
        return _("%(points)s percentage points too many") % {"points": points}


class YesNo:
    """Asks whether something is so: the figure is 1 or 0."""

    fixed = Decimal(1)

    def have(self, value: Decimal | None) -> str:
        return _("yes") if value else _("not yet")


def days(number: int) -> str:
    return ngettext("%(number)s day", "%(number)s days", number) % {"number": number}
