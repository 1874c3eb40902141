from django.utils.translation import pgettext_lazy

from school.notices.channels.base import Channel
from school.notices.models import Delivery


class InboxChannel(Channel):
    """The inbox in the school itself: a notice is there as soon as it is written."""

    code = "inbox"
    label = pgettext_lazy("way of a notice", "Inbox")

    def post(self, delivery: Delivery) -> None:
        return None
