"""The managers' list of leaders: what it may be filtered and sorted by, and its rows."""

from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

import django_filters
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from school.lib.phones import mask_phone
from school.lib.prepared import Prepared
from school.people import roles
from school.people.models import Leader
from school.reports.amounts import whole_yuan
from school.reports.choices import Choices
from school.standing.models import Cohort, CohortRun, Placement, Tier

AT_HOME, AT_HOME_LENGTH = "+86", 14
# What an address may say -> what the list is sorted by.
ORDERS = {
    "name": "user__name",
    "code": "code",
    "region": "region__path",
    "intake": "intake__number",
    "tier": "standing__tier__rank",
    "cohort": "standing__cohort",
    "coach": "coach__name",
    "status": "status",
    "sales": "sales",
}
FIRST_ORDER = "-sales"
FIELDS = (
    "pk",
    "user__name",
    "code",
    "user__phone",
    "community",
    "region__parent__name",
    "region__name",
    "intake__name",
    "standing__tier__{language}",
    "standing__cohort",
    "sales",
    "coach__name",
    "status",
    "on_leave",
)


class LeaderFilters(django_filters.FilterSet):
    """Search and filters. Their choices are those of the leaders whom the person sees, so that a
    filter can't ask about others."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    region = django_filters.ChoiceFilter(label=_("Region"), field_name="region_id")
    intake = django_filters.ChoiceFilter(label=_("Intake"), field_name="intake_id")
    tier = django_filters.ChoiceFilter(label=_("Tier"), method="at_tier")
    cohort = django_filters.ChoiceFilter(
        label=_("Cohort"), choices=Cohort.choices, method="in_cohort"
    )
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Leader.Status.choices)
    coach = django_filters.ChoiceFilter(label=_("Coach"), field_name="coach_id")

    def __init__(self, data, queryset, *, choices: Choices) -> None:
        super().__init__(data, queryset)
        for name, listed in {
            "region": choices.regions,
            "intake": choices.intakes,
            "tier": choices.tiers,
            "coach": choices.coaches,
        }.items():
            self.filters[name].extra["choices"] = listed

    def search(self, leaders, _name, text: str):
        """By name, community, the school's number, or the last digits of the phone."""
        text = text.strip()
        found = Q(user__name__icontains=text) | Q(community__icontains=text)
        found |= Q(code__icontains=text)
        digits = "".join(filter(str.isdigit, text))
        if len(digits) >= 3 and len(digits) == len(text.replace(" ", "")):
            found |= Q(user__phone__endswith=digits)
        return leaders.filter(found)

    def at_tier(self, leaders, _name, tier: str):
        """Who has no standing yet stands at preparatory."""
        at = Q(standing__tier=tier)
        return leaders.filter(at | Q(standing=None) if tier == Tier.PREPARATORY else at)

    def in_cohort(self, leaders, _name, cohort: str):
        placed = Q(standing__cohort=cohort)
        return leaders.filter(placed | Q(standing=None) if cohort == Cohort.NEW else placed)


class Row(NamedTuple):
    """One leader in the list, as people read it."""

    pk: int
    name: str
    code: str
    phone: str
    community: str
    region: str
    intake: str
    tier: str
    cohort: str
    cohort_name: str
    sales: Decimal | None
    coach: str
    status: str

    @property
    def money(self) -> str:
        return "" if self.sales is None else whole_yuan(self.sales)


def found(seen: QuerySet[Leader], asked, choices: Choices | None = None) -> QuerySet[Leader]:
    """Of the leaders whom a person sees those that she asks for; `asked` is the address's query."""
    if not is_asking(asked):
        return seen
    return LeaderFilters(asked, seen, choices=choices or Choices(seen)).qs


def in_order(leaders: QuerySet[Leader], asked) -> QuerySet[Leader]:
    """The leaders with their `sales`, sorted as the address says; a list is counted before this."""
    return leaders.annotate(sales=latest_sales()).order_by(*_order(asked.get("ordering", "")))


def is_asking(asked) -> bool:
    return any(asked.get(name) for name in LeaderFilters.base_filters)


@cache
def latest_sales() -> Subquery:
    """Net sales of four weeks in yuan, as the latest placement saw them. The expression is the
    same each time, and putting it together takes as long as asking the database."""
    latest = CohortRun.objects.current().order_by("-week").values("pk")[:1]
    mine = Placement.objects.filter(run=latest, leader=OuterRef("pk")).order_by()
    return Subquery(mine.values("sales"))


def ordering_of(asked: str) -> str:
    """The ordering that an address asks for, or the first one if it isn't known."""
    return asked if asked.removeprefix("-") in ORDERS else FIRST_ORDER


def _order(asked: str) -> list:
    asked = ordering_of(asked)
    by = F(ORDERS[asked.removeprefix("-")])
    down = by.desc(nulls_last=True) if asked.startswith("-") else by.asc(nulls_last=True)
    return [down, "pk"]


def rows_of(leaders: QuerySet[Leader]) -> list[Row]:
    """One query for all of them, and one more only where somebody has no standing yet."""
    return _as_rows(list(leaders.values_list(*_fields())))


def first_rows(user, number: int) -> tuple[list[Row], int]:
    """The first rows that a person sees who has asked for nothing yet, and how many there are in
    all. It is what everybody opens in the morning, so its one query is prepared."""
    rows = _first_rows(roles.of(user), _fields(), number).rows(user.pk)
    total = rows[0]["total"] if rows else 0
    return _as_rows([tuple(row[field] for field in _fields()) for row in rows]), total


@lru_cache(maxsize=32)
def _first_rows(held: frozenset[str], fields: tuple[str, ...], number: int) -> Prepared:
    def first(user_id: int) -> QuerySet:
        seen = Leader.objects.seen_by(user_id, held).annotate(total=Window(Count("pk")))
        return in_order(seen, {}).values(*fields, "total")[:number]

    return Prepared(first)


def _fields() -> tuple[str, ...]:
    return tuple(field.replace("{language}", _named()) for field in FIELDS)


def _named() -> str:
    return "name_en" if (get_language() or "").startswith("en") else "name"


def _as_rows(found: list[tuple]) -> list[Row]:
    at = FIELDS.index("standing__tier__{language}")
    words = Words("" if all(values[at] for values in found) else _first_tier())
    return [_row(words, *values) for values in found]


class Words:
    """The words that rows share, looked up once for a list and not once for a row."""

    def __init__(self, first_tier: str) -> None:
        self.first_tier = first_tier
        self.cohorts = {code: str(label) for code, label in Cohort.choices}
        self.statuses = {code: str(label) for code, label in Leader.Status.choices}
        self.on_leave = gettext("On leave")


def _first_tier() -> str:
    """Where everybody begins who has no standing yet."""
    tier = Tier.objects.filter(code=Tier.PREPARATORY).first()
    return tier.title if tier else ""


def _row(
    words, pk, name, code, phone, community, city, region, intake, tier, cohort, *others
) -> Row:
    sales, coach, status, on_leave = others
    cohort = cohort or Cohort.NEW.value
    return Row(
        pk=pk,
        name=name,
        code=code or "",
        phone=masked(phone),
        community=community,
        region=f"{city} · {region}" if city else region or "",
        intake=intake or "",
        tier=tier or words.first_tier,
        cohort=cohort,
        cohort_name=words.cohorts[cohort],
        sales=sales,
        coach=coach or "",
        status=words.on_leave if on_leave else words.statuses[status],
    )


def masked(phone: str) -> str:
    """`mask_phone` for long lists: reading a number properly takes longer than all the rest of
    its row, and nearly all numbers are of one form."""
    if phone.startswith(AT_HOME) and len(phone) == AT_HOME_LENGTH:
        return f"{phone[3:6]}****{phone[-4:]}"
    return mask_phone(phone)
