"""A leader's home, put together from all floors in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.models import Certificate
from assessments.review_cards import waits_lately
from courses.streak import Rhythm, rhythm_of
from courses.trainings.timetable import Row, next_up
from school.home.desk import Desk
from school.home.ladder import Ladder
from school.lib.dates import SHANGHAI, today
from school.lib.prepared import prepared
from school.notices.inbox import count_unread
from school.people.models import Leader

# The newest ones; the others are on her profile.
SHOWN = 2


@dataclass(frozen=True)
class MyPath:
    """What "my path" prints."""

    leader: Leader
    unread: int
    greeting: str
    kicker: str
    desk: Desk
    ladder: Ladder | None
    session: Row | None
    has_review: bool
    certificates: list[Certificate]
    more_certificates: bool
    rhythm: Rhythm | None

    @classmethod
    def of(cls, leader: Leader) -> "MyPath":
        """The path of one leader, now."""
        newest = _newest(leader.pk)
        return cls(
            leader=leader,
            unread=count_unread(leader.user),
            greeting=greeting(leader.name, datetime.now(SHANGHAI)),
            kicker=" · ".join(filter(None, [leader.community, str(leader.intake or "")])),
            desk=Desk.of(leader),
            ladder=Ladder.of(leader),
            session=next_up(leader),
            has_review=waits_lately(leader=leader, on=today()),
            certificates=newest[:SHOWN],
            more_certificates=len(newest) > SHOWN,
            rhythm=rhythm_of(leader),
        )

    @property
    def has_left(self) -> bool:
        return self.leader.status not in Leader.STUDYING


@prepared
def _newest(leader_id: int):
    return Certificate.objects.genuine().filter(leader=leader_id)[: SHOWN + 1]


def greeting(name: str, now: datetime) -> str:
    """By the clock in Shanghai; at night nobody is told that it is morning."""
    words = {"name": name}
    if 5 <= now.hour < 11:
        return _("Good morning, %(name)s") % words
    if 11 <= now.hour < 13:
        return pgettext("around noon", "Hello, %(name)s") % words
    if 13 <= now.hour < 18:
        return _("Good afternoon, %(name)s") % words
    if 18 <= now.hour < 23:
        return _("Good evening, %(name)s") % words
    return pgettext("at night", "Hello, %(name)s") % words
