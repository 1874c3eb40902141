"""Announcements: a manager or trainer tells many leaders something, as a job."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.jobs import job
from school.jobs.run import Run
from school.lib.refusal import Refusal
from school.notices import audience
from school.notices.access import may_announce
from school.notices.group import tell_group
from school.notices.models import Announcement
from school.notices.send import Letter, send_all
from school.notices.templates import register
from school.people.models import User

AT_ONCE = 500
SAME_WITHIN = timedelta(minutes=10)
TEMPLATE = register(
    "notices.announcement",
    "%(title)s",
    "%(body)s\n\n%(by)s",
    _("Business School: %(title)s. Read it in your notices."),
    "**%(title)s**\n%(body)s",
    topic="news",
    kind="news",
    name=_("An announcement"),
    sample={"title": "🍵", "body": "…", "by": "…"},
)


@transaction.atomic
def announce(
    *,
    by: User,
    to: str,
    title: str,
    body: str,
    title_en: str = "",
    body_en: str = "",
    important: bool = False,
    by_sms: bool = False,
    to_group: bool = False,
) -> Announcement:
    """Write an announcement down and ask for its sending. `to` is "code:ref" of an audience.

    Refuses: not-allowed, audience-unknown, nobody-reached, announced-already (the same within ten
    minutes: a second tap).
    """
    if not may_announce(by):
        raise Refusal("not-allowed", _("Managers and trainers announce."))
    code, _colon, ref = to.partition(":")
    number = audience.reached(by, code, ref).count()
    if not number:
        raise Refusal("nobody-reached", _("Nobody is in this group."))
    User.objects.select_for_update().get(pk=by.pk)
    now = timezone.now()
    said = {"by": by, "audience": code, "ref": ref, "title": title, "body": body}
    if Announcement.objects.filter(**said, created_at__gt=now - SAME_WITHIN).exists():
        raise Refusal("announced-already", _("This has just been sent."))
    made = Announcement.objects.create(
        **said,
        title_en=title_en,
        body_en=body_en,
        important=important,
        by_sms=by_sms,
        to_group=to_group,
        people=number,
        created_at=now,
    )
    work = {"announcement_id": made.pk}
    job.enqueue(kind="notices.announce", args=work, owner=by, key=f"announcement:{made.pk}")
    return made


def carry_out(announcement: Announcement, run: Run | None = None) -> int:
    """Tell everybody of the audience; answers how many. Done twice, nobody reads it twice."""
    by, ref = announcement.by, announcement.ref
    leaders = list(audience.reached(by, announcement.audience, ref).select_related("user"))
    for start in range(0, len(leaders), AT_ONCE):
        if run:
            run.progress(start, len(leaders))
        users = [leader.user for leader in leaders[start : start + AT_ONCE]]
        send_all(_letter(announcement, user) for user in users)
    if announcement.to_group:
        for robot in audience.find(by, announcement.audience, ref).robots(by, ref):
            tell_group(
                robot=robot,
                template=TEMPLATE.code,
                context=_context(announcement),
                key=key_of(announcement),
            )
    announcement.people, announcement.sent_at = len(leaders), timezone.now()
    announcement.save(update_fields=["people", "sent_at"])
    return len(leaders)


def key_of(announcement: Announcement) -> str:
    return f"announcement-{announcement.pk}"


def _letter(announcement: Announcement, user: User) -> Letter:
    return Letter(
        user,
        TEMPLATE.code,
        _context(announcement),
        key=key_of(announcement),
        important=announcement.important,
        channels=["inbox", "sms"] if announcement.by_sms else ["inbox"],
    )


def _context(announcement: Announcement) -> dict[str, Any]:
    """English where there is some; else everybody reads what was written."""
    english = {
        "title": announcement.title_en or announcement.title,
        "body": announcement.body_en or announcement.body,
    }
    words = {
        part: {"zh-hans": getattr(announcement, part), "en": english[part]} for part in english
    }
    return words | {"by": announcement.by.name}
