"""The channels by their codes."""

from school.notices.channels.base import Channel
from school.notices.channels.inbox import InboxChannel
from school.notices.channels.robot import RobotChannel
from school.notices.channels.sms import SmsChannel

CHANNELS: dict[str, Channel] = {
    channel.code: channel for channel in (InboxChannel(), SmsChannel(), RobotChannel())
}
