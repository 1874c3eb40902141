"""Keeping group robots: their addresses are secrets and lead to hosts that the school trusts."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.notices.channels.problems import WORDS, Problem
from school.notices.channels.robot import say
from school.notices.models import Robot


def check_address(address: str) -> str:
    """The address without white space around, if the school may post to it: an https address of a
    host in ROBOT_HOSTS, so that nobody makes the school post somewhere else.

    Refuses: address-odd.
    """
    address = address.strip()
    try:
        parts = urlsplit(address)
        fits = parts.scheme == "https" and parts.hostname in settings.ROBOT_HOSTS
        fits = fits and parts.port in (None, 443) and parts.username is None
    except ValueError:
        fits = False
    if not fits:
        hosts = ", ".join(settings.ROBOT_HOSTS)
        raise Refusal(
            "address-odd", _("It begins with https:// and one of: %(hosts)s"), {"hosts": hosts}
        )
    return address


def try_out(robot: Robot) -> None:
    """Let it say hello in its group, at once.

    Refuses: robot-silent (with what came between).
    """
    try:
        say(robot.address, str(_("Hello! The business school tells this group what is new.")))
    except Problem as problem:
        raise Refusal("robot-silent", WORDS[problem.code]) from problem
