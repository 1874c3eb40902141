"""Which way a notice goes, and when: by the choices of who gets it, her quiet hours, the school's.

For each channel that the sender wants and the notice has words for: at once, unless she chose
another way for its topic. Important notices are never gathered and never left out of the inbox; an
urgent one comes by all ways and at any hour. Her quiet hours decide before the school's.
"""

from collections.abc import Iterable
from datetime import datetime

from school.notices.models import Choice, Hours, NoticeSettings
from school.notices.quiet import earliest, next_time
from school.notices.templates import Template

How = Choice.How


class Choices:
    """The choices of these people, read in two queries; the school's settings in a third."""

    def __init__(self, user_ids: Iterable[int]) -> None:
        ids = list(user_ids)
        rows = Choice.objects.filter(user__in=ids).values_list("user", "topic", "channel", "how")
        self._chosen = {(user, topic, channel): how for user, topic, channel, how in rows}
        self._hours = {row.user_id: row for row in Hours.objects.filter(user__in=ids)}
        self.school = NoticeSettings.current()

    def how(self, user_id: int, template: Template, channel: str, *, important: bool) -> str:
        chosen = self._chosen.get((user_id, template.topic, channel), How.NOW)
        if template.urgent or (important and (channel == "inbox" or chosen == How.DAILY)):
            return How.NOW
        return chosen

    def not_before(self, user_id: int, template: Template, how: str, now: datetime) -> datetime:
        """The moment from which it may reach her phone."""
        if template.urgent:
            return now
        hours = self._hours.get(user_id, self.school)
        at = next_time(now, self.school.digest_at) if how == How.DAILY else now
        return earliest(at, quiet_from=hours.quiet_from, quiet_until=hours.quiet_until)
