"""Lower floors' events that are told to somebody."""

from django.dispatch import receiver

from school.notices import sms
from school.people.signals import code_requested


@receiver(code_requested)
def send_code(phone: str, text: str, **_kwargs) -> None:
    sms.send(phone=phone, text=text)
