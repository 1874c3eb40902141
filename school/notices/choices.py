"""A person's choices of how notices come, and her quiet hours."""

from collections.abc import Mapping
from datetime import time

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.notices.models import Choice, Hours, NoticeSettings
from school.notices.topics import for_person

How = Choice.How
# A robot speaks to a group, so nobody switches it off for herself.
CHANNELS = ("inbox", "sms")


def chosen(user) -> dict[tuple[str, str], str]:
    """Her way for each topic and channel."""
    rows = Choice.objects.filter(user=user).values_list("topic", "channel", "how")
    mine = {(topic, channel): how for topic, channel, how in rows}
    return {
        (topic.code, channel): mine.get((topic.code, channel), How.NOW)
        for topic in for_person(user)
        for channel in CHANNELS
    }


def hours(user) -> tuple[time, time]:
    """Her quiet hours, else the school's."""
    own = Hours.objects.filter(user=user).first() or NoticeSettings.current()
    return own.quiet_from, own.quiet_until


@transaction.atomic
def choose(
    *, user, ways: Mapping[tuple[str, str], str], quiet_from: time, quiet_until: time
) -> None:
    """Keep her choices. Hours that are the school's go on following the school's.

    Refuses: choice-unknown (a topic that isn't hers, another channel or way).
    """
    possible = chosen(user)
    if any(place not in possible or how not in How.values for place, how in ways.items()):
        raise Refusal("choice-unknown", _("Choose one of the ways."))
    usual = [place for place, how in ways.items() if how == How.NOW]
    for topic, channel in usual:
        Choice.objects.filter(user=user, topic=topic, channel=channel).delete()
    Choice.objects.bulk_create(
        [
            Choice(user=user, topic=topic, channel=channel, how=how)
            for (topic, channel), how in ways.items()
            if how != How.NOW
        ],
        update_conflicts=True,
        unique_fields=["user", "topic", "channel"],
        update_fields=["how"],
    )
    _keep_hours(user, quiet_from, quiet_until)


def _keep_hours(user, quiet_from: time, quiet_until: time) -> None:
    school = NoticeSettings.current()
    if (quiet_from, quiet_until) == (school.quiet_from, school.quiet_until):
        Hours.objects.filter(user=user).delete()
    else:
        new = {"quiet_from": quiet_from, "quiet_until": quiet_until}
        Hours.objects.update_or_create(user=user, defaults=new)
