from django.utils.translation import pgettext_lazy

from school.notices import sms, templates
from school.notices.channels.base import Channel
from school.notices.channels.problems import NoAnswer, NotTaken, NotWanted
from school.notices.models import Delivery, Notice, SmsMessage
from school.notices.wording import Words

LONGEST = 300
CUT = 297


class SmsChannel(Channel):
    """Text messages. They cost money and wake people, so each is sent at most once: see
    `school.notices.sms`. The day's small ones go together in one."""

    code = "sms"
    label = pgettext_lazy("way of a notice", "Text message")

    def post(self, delivery: Delivery) -> None:
        user = delivery.notice.user
        if not (user.is_active and user.phone):
            raise NotWanted("no-phone")
        message = delivery.sms or self._write(delivery)
        if not sms.post(message) and message.state != SmsMessage.State.SENT:
            raise NoAnswer("interrupted")

    def _write(self, delivery: Delivery) -> SmsMessage:
        """The text message of a delivery, kept with it: trying again is the same message."""
        together = delivery.together
        notices = [one.notice for one in together]
        text = _one(notices[0]) if len(notices) == 1 else _several(notices)
        message = SmsMessage.objects.create(phone=delivery.notice.user.phone, text=_cut(text))
        Delivery.objects.filter(pk__in=[one.pk for one in together]).update(sms=message)
        delivery.sms = message
        return message


def _one(notice: Notice) -> str:
    template = templates.known(notice.template)
    if template is None:
        raise NotTaken("no-words")
    language = notice.user.language
    said = {"language": language, "context": notice.context or {}, "link": notice.link}
    try:
        return Words([template.code]).say(template, "sms", **said)
    except KeyError as missing:
        raise NotTaken("no-words") from missing


def _several(notices: list[Notice]) -> str:
    """The day's small ones by their titles."""
    language, words = notices[0].user.language, Words(notice.template for notice in notices)
    titles = [words.said(notice, language).title for notice in notices]
    digest = templates.find("notices.digest")
    context = {"titles": " · ".join(titles), "number": str(len(titles))}
    return words.say(digest, "sms", language=language, context=context, link="/inbox/")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:CUT]}..."
