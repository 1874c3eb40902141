"""Who may report and decide about whom. Who may see whom is `Leader.objects.visible_to`."""

from school.people import roles
from school.people.models import Leader, Region

READERS = frozenset({roles.MANAGER, roles.COACH, roles.OPERATIONS})


def may_read(user) -> bool:
    """Whether the screens of decisions open for this person; what she sees there is of the leaders
    whom she may see."""
    return roles.has_any(user, READERS)


def may_decide(user, leader: Leader) -> bool:
    """Whether this person may approve or decline a leader's move: the manager of her region,
    or operations. Nobody decides about herself."""
    if leader.user_id == user.pk or not user.is_active:
        return False
    held = roles.of(user)
    if roles.OPERATIONS in held:
        return True
    if roles.MANAGER not in held or leader.region_id is None:
        return False
    return Region.objects.within(user.regions.all()).filter(pk=leader.region_id).exists()


def may_report(user, leader: Leader) -> bool:
    """Whether this person may open a case about a leader or propose that she leaves: her coach,
    and whoever may decide about her. Nobody reports herself."""
    if leader.user_id == user.pk or not user.is_active:
        return False
    coaches_her = roles.COACH in roles.of(user) and leader.coach_id == user.pk
    return coaches_her or may_decide(user, leader)
