"""Telling a chat group something through its robot, once."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from school.notices import templates, waking
from school.notices.context import freeze
from school.notices.models import Delivery, GroupMessage, NoticeSettings, Robot
from school.notices.quiet import earliest
from school.people.models import Leader


@transaction.atomic
def tell_group(
    *,
    robot: Robot,
    template: str,
    key: str,
    context: Mapping[str, Any] | None = None,
    link: str = "",
    until: datetime | None = None,
) -> GroupMessage:
    """Let a robot say something in its group, once per `key`, outside the school's quiet hours.
    Of a repeated key the first message is returned.

    Raises KeyError for an unknown template.
    """
    frozen = freeze(context or {})
    _write([_Line(robot.pk, template, frozen, link, key, until)], timezone.now())
    waking.wake()
    return GroupMessage.objects.get(robot=robot, key=key)


class _Line(NamedTuple):
    """What one robot is to say."""

    robot: int
    template: str
    context: dict[str, Any]
    link: str
    key: str
    until: datetime | None

    @property
    def place(self) -> tuple[int, str]:
        return self.robot, self.key


def tell_groups(letters: Iterable, now: datetime) -> int:
    """Tell the groups of those to whom these letters go: each group once per key. Answers how many
    messages that makes, those that were there before included."""
    letters = [one for one in letters if one.key and templates.find(one.template).group]
    robots = _robots_of({one.user.pk for one in letters}) if letters else {}
    lines = {}
    for one in letters:
        if robot := robots.get(one.user.pk):
            context = freeze(one.context)
            line = _Line(robot, one.template, context, one.link, one.key, one.until)
            lines.setdefault(line.place, line)
    _write(list(lines.values()), now)
    return len(lines)


def _robots_of(user_ids: set[int]) -> dict[int, int]:
    """The robot of each person's class, else of her region."""
    people = Leader.objects.filter(user__in=user_ids).values_list("user", "intake", "region")
    people = list(people)
    active = Robot.objects.active().values_list("pk", "intake", "region")
    by_intake = {intake: pk for pk, intake, _region in active if intake}
    by_region = {region: pk for pk, _intake, region in active if region}
    found = {
        user: by_intake.get(intake) or by_region.get(region) for user, intake, region in people
    }
    return {user: robot for user, robot in found.items() if robot}


def _write(lines: list[_Line], now: datetime) -> None:
    if not lines:
        return
    messages = [
        GroupMessage(
            robot_id=line.robot,
            template=line.template,
            context=line.context,
            link=line.link,
            key=line.key,
            created_at=now,
        )
        for line in lines
    ]
    GroupMessage.objects.bulk_create(messages, ignore_conflicts=True)
    until = {line.place: line.until for line in lines}
    rows = GroupMessage.objects.filter(
        robot__in={line.robot for line in lines}, key__in={line.key for line in lines}
    )
    mine = [row for row in rows if (row.robot_id, row.key) in until]
    hours = NoticeSettings.current()
    at = earliest(now, quiet_from=hours.quiet_from, quiet_until=hours.quiet_until)
    deliveries = [_delivery(row, at, until[row.robot_id, row.key], now) for row in mine]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)


def _delivery(row: GroupMessage, at: datetime, until: datetime | None, now: datetime) -> Delivery:
    return Delivery(group_message=row, channel="robot", next_try_at=at, until=until, created_at=now)
