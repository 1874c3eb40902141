"""The day's small notices in one: in the inbox, and as one text message.

Who chose "once a day" for a topic finds its notices of a day in one notice, made at the school's
time for it. What came after that time is in the next day's.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from school.lib.dates import day_of
from school.notices.models import Delivery, Notice, NoticeSettings
from school.notices.quiet import last_time
from school.notices.templates import register
from school.people.models import User

register(
    "notices.digest",
    _("%(number)s small things of today"),
    "%(titles)s",
    _("Business School: %(titles)s. Read more: %(link)s"),
    topic="news",
    name=_("The day's small notices in one"),
    sample={"number": "3", "titles": "· …"},
)


def pending(now: datetime) -> QuerySet[Notice]:
    """The small notices whose hour has come."""
    at = last_time(now, NoticeSettings.current().digest_at)
    return Notice.objects.filter(
        gathered=True, digest__isnull=True, read_at__isnull=True, created_at__lt=at
    )


def gather(now: datetime) -> int:
    """Put the small notices whose hour has come into one a person; answers how many people."""
    people = list(pending(now).order_by("user").values_list("user", flat=True).distinct())
    for user in User.objects.filter(pk__in=people):
        _gather_for(user, now)
    return len(people)


@transaction.atomic
def _gather_for(user: User, now: datetime) -> None:
    """One person's: her row is held, so that two workers don't make two of it."""
    from school.notices.send import send

    User.objects.select_for_update().get(pk=user.pk)
    parts = list(pending(now).filter(user=user).order_by("created_at", "pk"))
    if not parts:
        return
    made = send(
        user=user,
        template="notices.digest",
        context={"number": len(parts), "titles": [part.title for part in parts]},
        link=str(reverse_lazy("notices:inbox")),
        key=f"digest-{day_of(now)}-{parts[0].pk}",
        important=True,
        channels=["inbox"],
    )
    Notice.objects.filter(pk__in=[part.pk for part in parts]).update(digest=made)


def together_with(delivery: Delivery, now: datetime) -> list[Delivery]:
    """All gathered deliveries of the same person by the same channel that are due, this one among
    them. Her row is held until they are claimed."""
    user = User.objects.select_for_update().get(pk=delivery.notice.user_id)
    hers = Delivery.objects.due(now).filter(
        gathered=True, channel=delivery.channel, notice__user=user
    )
    return list(hers.select_related("notice__user"))
