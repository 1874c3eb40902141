"""The five roles. A role is a Django group; what it may do in the CMS is Wagtail's affair.

Head trainers are trainers who are in one more group: they publish what trainers submit."""

from collections.abc import Iterable

from django.utils.translation import gettext_noop

from school.lib.prepared import prepared

LEADER = gettext_noop("Leaders")
TRAINER = gettext_noop("Trainers")
COACH = gettext_noop("Coaches")
MANAGER = gettext_noop("Managers")
OPERATIONS = gettext_noop("Operations")
HEAD_TRAINER = gettext_noop("Head trainers")
ALL = (LEADER, TRAINER, COACH, MANAGER, OPERATIONS)
STAFF = frozenset({TRAINER, COACH, MANAGER, OPERATIONS})


def of(user) -> frozenset[str]:
    """The roles that a person holds; a superuser is operations. Asked of the database once."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "_roles"):
        user._roles = frozenset(row["name"] for row in _groups(user.pk)) & frozenset(ALL)
        if user.is_superuser:
            user._roles |= {OPERATIONS}
    return user._roles


@prepared
def _groups(user_id: int):
    from django.contrib.auth.models import Group

    return Group.objects.filter(user=user_id).order_by().values("name")


def give(user, *names: str) -> None:
    """Let a person hold these roles as well."""
    from django.contrib.auth.models import Group

    for name in names:
        user.groups.add(Group.objects.get_or_create(name=name)[0])
    user.__dict__.pop("_roles", None)


def has_any(user, wanted: Iterable[str]) -> bool:
    return bool(of(user) & frozenset(wanted))
