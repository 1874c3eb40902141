"""Writing what a roster says, thousands of leaders at a time."""

from collections.abc import Collection, Sequence

from django.contrib.auth.models import Group
from django.db.models import Model

from school.people import roles
from school.people.models import Leader, User
from school.people.roster_plan import FIELDS, OF_ACCOUNT, Plan, Step

BATCH = 1000


def write(plan: Plan) -> None:
    """Carry the plan out. The caller holds the transaction."""
    plan.regions.save()
    _write_accounts(plan)
    new = [step.leader for step in plan.new]
    Leader.objects.bulk_create(new, batch_size=BATCH)
    for step in plan.steps:
        if "referrer" in step.after:
            step.leader.referrer = step.after["referrer"]
    changed = [step.leader for step in plan.steps if _has_own(step)]
    update(changed, FIELDS)
    _give_role(new)


def update(rows: Sequence[Model], fields: Collection[str]) -> None:
    """Write these fields of rows that are there. As an insert that meets the row it is many times
    faster than `bulk_update`, which writes a case for every field of every row."""
    if rows:
        type(rows[0]).objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=list(fields),
        )


def _has_own(step: Step) -> bool:
    """Whether a row of hers is still to be changed: of a new one, only who recommended her."""
    return "referrer" in step.after if step.is_new else any(name in FIELDS for name in step.after)


def _write_accounts(plan: Plan) -> None:
    fresh = [step.leader.user for step in plan.new if step.leader.user.pk is None]
    User.objects.bulk_create(fresh, batch_size=BATCH)
    changed = [
        step.leader.user
        for step in plan.changed
        if any(f"user.{name}" in step.after for name in OF_ACCOUNT)
    ]
    for user in changed:
        user.first_name = user.name
    update(changed, [*OF_ACCOUNT, "first_name"])


def _give_role(leaders: list[Leader]) -> None:
    group, _made = Group.objects.get_or_create(name=roles.LEADER)
    members = User.groups.through
    members.objects.bulk_create(
        [members(user_id=leader.user_id, group_id=group.pk) for leader in leaders],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
