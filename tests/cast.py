"""The people that tests are about. All are invented."""

from itertools import cycle

from school.lib import dates
from school.people import roles
from school.people.models import Intake, Invitation, Leader, Region, User

# From the beginning again after 9,000 people: no test has so many.
_numbers = cycle(range(1000, 10000))


def phone() -> str:
    return f"+861380000{next(_numbers)}"


def user(name: str = "Somebody", *names: str, language: str = "en", **fields) -> User:
    fields.setdefault("phone", phone())
    made = User.objects.create_user(name=name, language=language, **fields)
    roles.give(made, *names)
    return made


def trainer(name: str = "Teacher Lin") -> User:
    return user(name, roles.TRAINER)


def coach(name: str = "Coach Fang") -> User:
    return user(name, roles.COACH)


def manager(name: str = "Manager He", regions=()) -> User:
    made = user(name, roles.MANAGER)
    made.regions.set(regions)
    return made


def operations(name: str = "Operations Bai") -> User:
    return user(name, roles.OPERATIONS)


def region(name: str = "Yuelu", city: str = "Changsha") -> Region:
    top, _made = Region.objects.get_or_create(name=city, parent=None)
    return Region.objects.get_or_create(name=name, parent=top)[0]


def intake(number: int = 12, **fields) -> Intake:
    fields.setdefault("starts_on", dates.today())
    return Intake.objects.create(number=number, name=f"Intake {number}", **fields)


def invitation(intake: Intake, invited_by: User, **fields) -> Invitation:
    return Invitation.objects.create(intake=intake, invited_by=invited_by, **fields)


def leader(name: str = "Li Mei", language: str = "en", **fields) -> Leader:
    person = user(name, roles.LEADER, language=language)
    fields.setdefault("status", Leader.Status.ACTIVE)
    fields.setdefault("group_members", 120)
    fields.setdefault("community", "Sunshine Garden")
    return Leader.objects.create(user=person, **fields)
