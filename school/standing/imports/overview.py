"""Weeks and their versions as people see them: operations everything, managers their leaders."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from school.lib.money import yuan
from school.people import roles
from school.people.models import Leader
from school.standing.imports.forms import span
from school.standing.models import HeldRow, SalesFile, SalesImport, SalesPeriod, SalesWeek


@dataclass
class Version:
    """A version with what it says of the leaders that somebody sees; the file it came from, if
    it is still here."""

    sales_import: SalesImport
    leaders: int
    net: str
    held: int = 0
    file_id: int | None = None

    @property
    def counts(self) -> bool:
        return self.sales_import.state == SalesImport.State.CURRENT


@dataclass
class Week:
    start: date
    locked: bool = False
    current: Version | None = None
    versions: int = 0
    span: str = field(init=False)

    def __post_init__(self) -> None:
        self.span = span(self.start)


def weeks(mondays: list[date], user) -> list[Week]:
    """These weeks with the version that counts, in a constant number of queries."""
    told = {day: Week(day) for day in mondays}
    imports = SalesImport.objects.filter(week_start__in=mondays)
    for day, number in imports.order_by().values_list("week_start").annotate(Count("pk")):
        told[day].versions = number
    current = imports.filter(state=SalesImport.State.CURRENT).select_related("by")
    for version in _told(list(current), user):
        told[version.sales_import.week_start].current = version
    locked = SalesPeriod.objects.filter(week_start__in=mondays, is_locked=True)
    for day in locked.values_list("week_start", flat=True):
        told[day].locked = True
    return [told[day] for day in mondays]


def versions(week: date, user) -> list[Version]:
    """All versions of a week, the latest first."""
    rows = SalesImport.objects.filter(week_start=week).select_related("by", "undone_by")
    return _told(list(rows.order_by("-version")), user)


def amount(text: Any) -> Decimal:
    """An amount as JSON keeps it."""
    return Decimal(str(text))


def _told(imports: list[SalesImport], user) -> list[Version]:
    files = dict(
        SalesFile.objects.filter(sales_import__in=imports).values_list("sales_import", "pk")
    )
    if roles.OPERATIONS not in roles.of(user):
        return _of_hers(imports, files, user)
    held = dict(_numbers(HeldRow.objects.filter(sales_import__in=imports)))
    return [
        Version(one, one.accepted, yuan(one.total_net), held.get(one.pk, 0), files.get(one.pk))
        for one in imports
    ]


def _of_hers(imports: list[SalesImport], files: dict[int, int], user) -> list[Version]:
    """Sums over the leaders that a manager sees."""
    rows = SalesWeek.objects.filter(
        sales_import__in=imports, leader__in=Leader.objects.visible_to(user)
    )
    sums = rows.order_by().values_list("sales_import").annotate(Count("pk"), Sum("net"))
    found = {pk: (number, net) for pk, number, net in sums}
    told = []
    for one in imports:
        number, net = found.get(one.pk, (0, Decimal(0)))
        told.append(Version(one, number, yuan(net), file_id=files.get(one.pk)))
    return told


def _numbers(rows):
    return rows.order_by().values_list("sales_import").annotate(Count("pk"))
