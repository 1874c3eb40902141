"""Taking a roster back: what it changed becomes what it was, unless something newer touched it."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import models, transaction
from django.db.models.deletion import ProtectedError

from school.people.models import Leader, Region, RosterChange, RosterFile, User
from school.people.roster_plan import FIELDS, OF_ACCOUNT
from school.people.roster_shown import kept
from school.people.roster_writing import update
from school.people.signals import leaders_withdrawn

BATCH = 500
# Fields that no two may share, by the model that they are on.
ONLY_ONE = {"code": (Leader, "code"), "user.phone": (User, "phone")}


def undo(file: RosterFile, _by) -> dict[str, int]:
    """Leaders whom the file made go, unless they have done something here since: those stay as
    left, with a closed account. Of the others every field that still is as the file made it
    becomes what it was. The caller holds the transaction.

    Answers `removed`, `left`, `restored` (leaders) and `kept` (fields that something newer
    touched).
    """
    told = {"removed": 0, "left": 0, "restored": 0, "kept": 0}
    changes = file.changes.select_related("leader__user").order_by("pk")
    for some in _batches(changes.filter(is_new=False)):
        _restore(some, told)
    for some in _batches(changes.filter(is_new=True)):
        _withdraw(some, told)
    _remove_regions(file.outcome.get("regions", []))
    return told


def _batches(changes) -> Iterator[list[RosterChange]]:
    """Read whole before anything goes, because removing a leader removes her change."""
    numbers = iter(list(changes.values_list("pk", flat=True)))
    while some := list(islice(numbers, BATCH)):
        yield list(changes.filter(pk__in=some))


# --- what was changed ---------------------------------------------------------------------------


def _restore(changes: list[RosterChange], told: dict[str, int]) -> None:
    taken = {name: _taken(name, changes) for name in ONLY_ONE}
    leaders, users = [], []
    for change in changes:
        back = [name for name in change.after if _may_go_back(change, name, taken)]
        told["kept"] += len(change.after) - len(back)
        told["restored"] += bool(back)
        for name in back:
            _set(change.leader, name, change.before[name])
        if any(name in FIELDS for name in back):
            leaders.append(change.leader)
        if any(name.startswith("user.") for name in back):
            change.leader.user.first_name = change.leader.user.name
            users.append(change.leader.user)
    update(leaders, FIELDS)
    update(users, [*OF_ACCOUNT, "first_name"])


def _taken(name: str, changes: list[RosterChange]) -> set:
    """Of the values that would come back, those that somebody else has by now."""
    model, field = ONLY_ONE[name]
    wanted = {change.before[name] for change in changes if change.before.get(name)}
    found = model.objects.filter(**{f"{field}__in": wanted})
    return set(found.values_list(field, flat=True))


def _may_go_back(change: RosterChange, name: str, taken: dict[str, set]) -> bool:
    if _get(change.leader, name) != change.after[name]:
        return False
    if name == "user.phone" and change.leader.user.phone_verified_at:
        return False  # By now its owner has proved that the number is hers.
    return change.before[name] not in taken.get(name, ())


def _get(leader: Leader, name: str) -> Any:
    if name.startswith("user."):
        return getattr(leader.user, name.removeprefix("user."))
    return kept(getattr(leader, _column(name)))


def _set(leader: Leader, name: str, value: Any) -> None:
    if name.startswith("user."):
        setattr(leader.user, name.removeprefix("user."), value)
    else:
        field = Leader._meta.get_field(name)
        setattr(leader, field.attname, field.to_python(value))


def _column(name: str) -> str:
    return Leader._meta.get_field(name).attname


# --- who was made -------------------------------------------------------------------------------


def _withdraw(changes: list[RosterChange], told: dict[str, int]) -> None:
    leaders = {change.leader_id for change in changes}
    # Of an account that was here before, only the leader goes.
    accounts = {
        change.leader_id: change.leader.user_id
        for change in changes
        if change.after.get("account_is_new")
    }
    leaders_withdrawn.send(sender=Leader, leaders=sorted(leaders))
    stay = _in_use([change.leader for change in changes], accounts)
    stay |= _not_removed(leaders - stay, accounts)
    Leader.objects.filter(pk__in=stay).update(status=Leader.Status.LEFT)
    closed = [accounts[pk] for pk in stay if pk in accounts]
    User.objects.filter(pk__in=closed).update(is_active=False)
    told["left"] += len(stay)
    told["removed"] += len(leaders) - len(stay)


def _in_use(leaders: list[Leader], accounts: dict[int, int]) -> set[int]:
    """Those who have logged in, or of whom something is known that the roster didn't say."""
    used = {
        leader.pk
        for leader in leaders
        if leader.pk in accounts and (leader.user.last_login or leader.user.phone_verified_at)
    }
    owners = {user: leader for leader, user in accounts.items()}
    used.update(_pointed_at(Leader, [leader.pk for leader in leaders]))
    used.update(owners[user] for user in _pointed_at(User, list(owners)))
    return used


def _pointed_at(model: type[models.Model], numbers: list[int]) -> Iterator[int]:
    """Which of these rows others point to; what a roster itself writes doesn't count."""
    own = {RosterChange, Leader} if model is User else {RosterChange}
    for relation in model._meta.related_objects:
        if relation.related_model not in own:
            field = relation.field
            rows = relation.related_model._base_manager.filter(**{f"{field.name}__in": numbers})
            name = field.name if field.many_to_many else field.attname
            yield from (number for number in rows.values_list(name, flat=True) if number in numbers)


def _not_removed(leaders: set[int], accounts: dict[int, int]) -> set[int]:
    """Remove these, all at once if nothing protects any of them; answers who stays after all."""
    if not leaders or _removed(leaders, accounts):
        return set()
    return {pk for pk in leaders if not _removed({pk}, accounts)}


def _removed(leaders: set[int], accounts: dict[int, int]) -> bool:
    try:
        with transaction.atomic():
            Leader.objects.filter(pk__in=leaders).delete()
            User.objects.filter(pk__in=[accounts[pk] for pk in leaders if pk in accounts]).delete()
    except ProtectedError:
        return False
    return True


def _remove_regions(numbers: list[int]) -> None:
    """Regions that the file made and that nobody is in, from the inside out."""
    for region in Region.objects.filter(pk__in=numbers).order_by("-path"):
        if not region.staff.exists():
            try:
                with transaction.atomic():
                    region.delete()
            except ProtectedError:
                continue
