"""What the lists may be filtered by."""

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import get_language

from school.people.models import Intake, Leader, Region, User
from school.standing.models import Tier

Pairs = list[tuple[str, str]]
# Places are texts; filled up to one length, numbers sort as numbers.
LONGEST = 120


class Choices:
    """Regions, intakes and coaches of the leaders whom a person sees, and the tiers, by number
    and name. One query, since every list needs all four."""

    def __init__(self, seen: QuerySet[Leader]) -> None:
        self.regions: Pairs = []
        self.intakes: Pairs = []
        self.coaches: Pairs = []
        self.tiers: Pairs = []
        for what, number, name, _place in _rows(seen):
            getattr(self, what).append((number, name))


def _rows(seen: QuerySet[Leader]):
    around = Concat(Coalesce(F("parent__name"), Value("")), Value(" · "), F("name"))
    said = "name_en" if (get_language() or "").startswith("en") else "name"
    lists = [
        _named("regions", Region.objects.filter(pk__in=seen.values("region")), around, F("path")),
        _named("intakes", Intake.objects.filter(pk__in=seen.values("intake")), "name", "number"),
        _named("coaches", User.objects.filter(pk__in=seen.values("coach")), "name", "name"),
        _named("tiers", Tier.objects.all(), said, "rank"),
    ]
    first, *others = lists
    rows = first.union(*others, all=True)
    return sorted(
        ((what, number, name.removeprefix(" · "), place) for what, number, name, place in rows),
        key=lambda row: row[3].zfill(LONGEST),
    )


def _named(what: str, rows: QuerySet, name, place) -> QuerySet:
    """Rows of this list in one form: which list, number, name, place in the list."""
    name, place = (F(field) if isinstance(field, str) else field for field in (name, place))
    text = CharField()
    return rows.order_by().values_list(
        Value(what, output_field=text),
        Cast("pk", text),
        Cast(name, text),
        Cast(place, text),
    )
