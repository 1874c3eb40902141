"""What every kind of requirement can do: measure all leaders at once, and speak with one."""

import json
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Expression, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from school.lib.money import yuan


class Kind:
    """One requirement on one day.

    The same object measures everybody, as an annotation of a queryset of leaders, and explains
    one leader's result, so that the two can't differ. A value of None means that the school has
    no figure; it never meets a requirement.
    """

    code: ClassVar[str]
    label: ClassVar[Any]
    # name of a detail -> the type it must have; those in `optional` may be missing.
    details: ClassVar[dict[str, type]] = {}
    optional: ClassVar[frozenset[str]] = frozenset()
    at_least: ClassVar[bool] = True
    # Kinds that count out of a known whole may leave the threshold out: then it is the whole.
    counts_all: ClassVar[bool] = False

    def __init__(self, requirement, *, on: date, references) -> None:
        self.requirement = requirement
        self.params = requirement.params
        self.on = on
        self.references = references

    @classmethod
    def check(cls, params: Any, threshold: Decimal | None) -> None:
        """Raises ValidationError unless this is what the kind asks for."""
        cls._check_params(params)
        if threshold is None and not cls.counts_all:
            raise ValidationError({"threshold": _("This kind needs a threshold.")})

    @classmethod
    def _check_params(cls, params: Any) -> None:
        known, needed = set(cls.details), set(cls.details) - cls.optional
        if not isinstance(params, dict) or not needed <= set(params) <= known:
            raise ValidationError(
                {"params": _("Details of this kind: %(names)s.") % {"names": ", ".join(known)}}
            )
        for name, value in params.items():
            if not isinstance(value, cls.details[name]):
                raise ValidationError({"params": _("“%(name)s” is not right.") % {"name": name}})

    def what(self) -> tuple:
        """All that `expression` depends on; the same for everybody."""
        return self.code, json.dumps(self.params, sort_keys=True), self.on, self.references.stamp

    @property
    def threshold(self) -> Decimal:
        """What is asked, in the unit that people read."""
        return self.requirement.threshold

    def expression(self) -> Expression | F:
        """The raw figure of each leader, over a queryset of leaders."""
        raise NotImplementedError

    def value(self, raw: Any) -> Decimal | None:
        """The raw figure in the unit that people read."""
        return None if raw is None else Decimal(raw)

    def raw_threshold(self) -> Any:
        """The threshold in the unit of the raw figure."""
        return self.threshold

    def condition(self, alias: str) -> Q:
        """Whether the figure annotated as `alias` meets the requirement, for all at once."""
        return Q(**{f"{alias}__{'gte' if self.at_least else 'lte'}": self.raw_threshold()})

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
        return _("%(missing)s to go") % {"missing": self.shown(self.missing(value))}

    def link(self) -> str:
        """Where she can do something about it; empty when it happens outside the school."""
        return ""

    def source(self) -> str:
        """Where the figure comes from, for the evidence."""
        raise NotImplementedError


def plain(value: Decimal) -> str:
    """A number without needless zeros."""
    return format(value.normalize(), "f")


class Money:
    """Shows figures in yuan."""

    def shown(self, value: Decimal) -> str:
        return yuan(value)


class Percent:
    """Keeps raw figures in hundredths of a per cent, so that both databases count alike."""

    def value(self, raw: int | None) -> Decimal | None:
        return None if raw is None else Decimal(raw) / 100

    def raw_threshold(self) -> int:
        return int(self.threshold * 100)

    def shown(self, value: Decimal) -> str:
        return f"{plain(value)}%"

    def gap(self, value: Decimal | None) -> str:
        if value is None or self.met(value):
            return super().gap(value)
        points = plain(self.missing(value))
        if self.at_least:
            return _("%(points)s percentage points to go") % {"points": points}
        return _("%(points)s percentage points too many") % {"points": points}


def days(number: int) -> str:
    return ngettext("%(number)s day", "%(number)s days", number) % {"number": number}
