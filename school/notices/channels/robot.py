from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import pgettext_lazy

from school.notices import templates
from school.notices.channels.base import Channel
from school.notices.channels.http import post_json
from school.notices.channels.problems import NoAnswer, NotNow, NotTaken, NotWanted
from school.notices.models import Delivery, GroupMessage, Robot
from school.notices.wording import Words

# WeCom takes 20 messages a minute from a robot, and 4096 bytes of markdown in one.
PER_MINUTE = 20
MINUTE = timedelta(minutes=1)
LONGEST_BYTES = 4096
ACCEPTED = 0
BUSY = {-1, 45009}


class RobotChannel(Channel):
    """Robots in chat groups, spoken to as WeCom's are: markdown as JSON to the robot's address.
    Groups are the school's, so they read the school's language."""

    code = "robot"
    label = pgettext_lazy("way of a notice", "Chat group")

    def may_go_at(self, delivery: Delivery, now: datetime) -> datetime:
        """Once a minute has passed since the twentieth message before. The robot's row is held
        until the delivery is claimed, so that two workers don't count the same place twice."""
        robot = Robot.objects.select_for_update().get(pk=delivery.group_message.robot_id)
        tried = Delivery.objects.filter(group_message__robot=robot, tried_at__gt=now - MINUTE)
        latest = list(tried.order_by("-tried_at").values_list("tried_at", flat=True)[:PER_MINUTE])
        return now if len(latest) < PER_MINUTE else latest[-1] + MINUTE

    def post(self, delivery: Delivery) -> None:
        message = delivery.group_message
        if not message.robot.active:
            raise NotWanted("robot-off")
        say(message.robot.address, markdown(message))


def say(address: str, content: str) -> None:
    """Post markdown to a robot's address.

    Raises NotNow, NotTaken, NoAnswer.
    """
    answer = post_json(address, {"msgtype": "markdown", "markdown": {"content": content}})
    code = answer.get("errcode") if isinstance(answer, dict) else None
    if code in BUSY:
        raise NotNow("busy", str(code))
    if code is None:
        raise NoAnswer("no-answer")
    if code != ACCEPTED:
        raise NotTaken("refused", str(code))


def markdown(message: GroupMessage) -> str:
    """What the robot says, cut to what a message may hold."""
    template = templates.known(message.template)
    if template is None:
        raise NotTaken("no-words")
    context = {name: _plain(value) for name, value in message.context.items()}
    said = {"language": settings.LANGUAGE_CODE, "context": context, "link": message.link}
    try:
        text = Words([template.code]).say(template, "group", **said)
    except KeyError as missing:
        raise NotTaken("no-words") from missing
    return text.encode()[:LONGEST_BYTES].decode(errors="ignore")


def _plain(value: Any) -> Any:
    """A value can't bring links or mentions of its own into the group."""
    if isinstance(value, str):
        return value.translate(_HARMLESS)
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value


_HARMLESS = str.maketrans({"<": "＜", ">": "＞", "[": "【", "]": "】"})
