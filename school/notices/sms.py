"""Text messages: written down first, sent by a job through the configured backend."""

import logging
from typing import Protocol

import requests
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from school.jobs import job
from school.lib.phones import mask_phone
from school.notices.models import SmsMessage

log = logging.getLogger(__name__)


class Backend(Protocol):
    """A way to the phone network. Raises OSError when it should be tried again."""

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
        answer = requests.post(
            settings.SMS_GATEWAY_URL,
            json={"to": message.phone, "text": message.text, "id": message.pk},
            headers={"Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}"},
            timeout=10,
        )
        answer.raise_for_status()


def send(*, phone: str, text: str) -> SmsMessage:
    """Write a message down and ask for its delivery."""
    message = SmsMessage.objects.create(phone=phone, text=text)
    job.enqueue(kind="notices.sms", args={"message_id": message.pk}, key=f"sms:{message.pk}")
    return message


def deliver(message_id: int) -> None:
    """Send one message unless it is sent. OSError (requests' errors are) means: try again."""
    message = SmsMessage.objects.get(pk=message_id)
    if message.state == SmsMessage.State.SENT:
        return
    import_string(settings.SMS_BACKEND)().deliver(message)
    message.state, message.sent_at = SmsMessage.State.SENT, timezone.now()
    message.save(update_fields=["state", "sent_at"])
