"""The answers of the world outside, and what they mean for what was sent.

The rule for trying again: only after an answer that says it was *not accepted*. Where nothing was
answered after the message may have left, it may also have arrived; then a person decides.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "unreachable": _("The other side can't be reached"),
    "busy": _("The other side is busy"),
    "refused": _("The other side doesn't take it"),
    "no-answer": _("No answer: it may have arrived"),
    "interrupted": _("Interrupted while sending: it may have arrived"),
    "too-late": _("The time for it was over"),
    "no-phone": _("She can't be reached by phone"),
    "chosen-off": _("She doesn't want it by this way"),
    "robot-off": _("The group's robot is not in use"),
    "no-words": _("Its text is not known any more"),
    "broken": _("Something in the school went wrong"),
}


class Problem(OSError):
    """Something came between; `code` says what."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code


class NotNow(Problem):
    """Not accepted, and worth another try later."""


class NotTaken(Problem):
    """Not accepted, and never will be as it is."""


class NoAnswer(Problem):
    """It left the house and nobody knows whether it arrived."""


class NotWanted(Problem):
    """There is no reason to send it any more."""
