"""Finding leaders by what files say of them: the ID outranks the phone, a name never matches."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from school.people.models import Leader

# Databases take so many values in one question.
SLICE = 5000


@dataclass(frozen=True)
class Known:
    """What the school knows of a leader, as far as files are compared with it."""

    leader_id: int
    code: str
    phone: str
    name: str
    phone_is_proved: bool = False


@dataclass
class Directory:
    """The leaders whom a file may mean, whatever their status, by ID and by phone."""

    by_code: dict[str, Known]
    by_phone: dict[str, Known]

    @classmethod
    def of(cls, *, codes: Collection[str], phones: Collection[str]) -> "Directory":
        """Those with any of these IDs or phones, looked up thousands at a time."""
        found = [*_known("code", codes), *_known("user__phone", phones)]
        return cls(
            {known.code: known for known in found if known.code},
            {known.phone: known for known in found},
        )


def slices(values: Collection[str]) -> Iterator[list]:
    """The values in lists that one question to the database can hold."""
    listed = sorted(values)
    return (listed[at : at + SLICE] for at in range(0, len(listed), SLICE))


def _known(field: str, values: Collection[str]) -> Iterator[Known]:
    for some in slices({value for value in values if value}):
        rows = Leader.objects.filter(**{f"{field}__in": some})
        rows = rows.values_list(
            "pk", "code", "user__phone", "user__name", "user__phone_verified_at"
        )
        for pk, code, phone, name, verified_at in rows:
            yield Known(pk, code or "", phone, name, bool(verified_at))
