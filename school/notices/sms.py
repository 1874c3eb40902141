"""Text messages: written down first, sent by a job through the configured backend.

Each is sent at most once. It is claimed in the database before it leaves, so a worker that is
killed in between leaves it claimed, and nobody sends it again: a code that came twice would
confuse, a reminder that came twice would cost money and trust. It is tried again only where the
gateway answered that it did not take it, or could not be reached at all. Who waits for a log-in
code asks for another one.
"""

import logging
from typing import Protocol

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from school.jobs import job
from school.lib.phones import mask_phone
from school.notices.channels.http import post_json
from school.notices.channels.problems import NoAnswer, NotNow, NotTaken
from school.notices.models import SmsMessage

log = logging.getLogger(__name__)
State = SmsMessage.State


class Backend(Protocol):
    """A way to the phone network. Raises what `school.notices.channels.problems` has."""

    def deliver(self, message: SmsMessage) -> None: ...


class OutboxBackend:
    """Keeps messages in the school; while developing, the console shows that there is one."""

    def deliver(self, message: SmsMessage) -> None:
        if settings.DEBUG:
            log.info("SMS for %s is in the outbox.", mask_phone(message.phone))


class HttpBackend:
    """Posts `{"to", "text", "id"}` to SMS_GATEWAY_URL with the bearer SMS_GATEWAY_TOKEN. The id
    lets the gateway drop a repetition."""

    def deliver(self, message: SmsMessage) -> None:
        post_json(
            settings.SMS_GATEWAY_URL,
            {"to": message.phone, "text": message.text, "id": message.pk},
            {"Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}"},
        )


def send(*, phone: str, text: str) -> SmsMessage:
    """Write a message down and ask for its delivery."""
    message = SmsMessage.objects.create(phone=phone, text=text)
    job.enqueue(kind="notices.sms", args={"message_id": message.pk}, key=f"sms:{message.pk}")
    return message


def deliver(message_id: int) -> None:
    """Send one message unless somebody did or may have. Raises NotNow, which means: try again."""
    message = SmsMessage.objects.get(pk=message_id)
    try:
        if not post(message) and message.state == State.SENDING:
            _note(message, State.UNKNOWN, "interrupted")
    except (NotTaken, NoAnswer) as problem:
        log.warning("Text message %s: %s", message_id, problem.code)


def post(message: SmsMessage) -> bool:
    """Claim a message and send it; one that was claimed before is left alone (False).

    Raises NotNow (it waits again), NotTaken and NoAnswer (it stays as it is).
    """
    waiting = SmsMessage.objects.filter(pk=message.pk, state=State.QUEUED)
    if not waiting.update(state=State.SENDING):
        return False
    try:
        import_string(settings.SMS_BACKEND)().deliver(message)
    except NotNow as problem:
        _note(message, State.QUEUED, problem.code)
        raise
    except NotTaken as problem:
        _note(message, State.REFUSED, problem.code)
        raise
    except Exception as problem:
        _note(message, State.UNKNOWN, getattr(problem, "code", "broken"))
        raise
    _note(message, State.SENT, "")
    return True


def _note(message: SmsMessage, state: str, problem: str) -> None:
    message.state, message.problem = state, problem
    message.sent_at = timezone.now() if state == State.SENT else None
    message.save(update_fields=["state", "problem", "sent_at"])
