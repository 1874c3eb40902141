"""What lies in the inboxes."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from school.home.starter.sample.people import BATCH, People
from school.home.starter.sample.plan import Plan
from school.home.starter.sample.script import script
from school.notices.announcing import carry_out, key_of
from school.notices.models import Announcement, Delivery, Notice
from school.people.models import User


def write_notices(plans: list[Plan], people: People) -> None:
    words = script()["notices"]
    pairs = zip(plans, people.leaders, strict=True)
    readers = [(leader.user, words["leader"]) for plan, leader in pairs if _gets_mail(plan)]
    readers += [(user, words.get(key.partition("-")[0], [])) for key, user in people.staff.items()]
    notices = [_notice(user, entry) for user, entries in readers for entry in entries]
    Notice.objects.bulk_create(notices, batch_size=BATCH, ignore_conflicts=True)
    write_announcement(people)


def write_announcement(people: People) -> None:
    """One that a manager sent the day before yesterday to the class that is new: most have read
    it, a few wait for a call. Its text messages are out, but for one that got no answer."""
    words = script()["announcement"]
    texts = {name: words[name] for name in ("title", "body", "title_en", "body_en")}
    leader = next(one for one in people.leaders if one.intake and one.intake.number == 12)
    made = Announcement.objects.create(
        by=people.staff["manager"],
        audience="intake",
        ref=str(leader.intake_id),
        important=True,
        by_sms=True,
        **texts,
    )
    carry_out(made)
    at = timezone.now() - timedelta(hours=words["hours"])
    Announcement.objects.filter(pk=made.pk).update(created_at=at, sent_at=at)
    told = Notice.objects.filter(key=key_of(made)).order_by("pk")
    told.update(created_at=at)
    waiting = list(told.values_list("pk", flat=True)[: words["unread"]])
    told.exclude(pk__in=waiting).update(read_at=at + timedelta(hours=2))
    _sent(Delivery.objects.filter(notice__in=told), at)


def _sent(deliveries, at: datetime) -> None:
    deliveries.update(state=Delivery.State.SENT, attempts=1, created_at=at, tried_at=at, sent_at=at)
    lost = deliveries.order_by("pk")[:1].values_list("pk", flat=True)
    Delivery.objects.filter(pk__in=list(lost)).update(
        state=Delivery.State.FAILED, problem="no-answer", sent_at=None
    )


def _gets_mail(plan: Plan) -> bool:
    return plan.is_cast or plan.intake == 12


def _notice(user: User, entry: dict) -> Notice:
    at = timezone.now() - timedelta(days=entry["days"], hours=3)
    return Notice(
        user=user,
        kind="news",
        key=f"sample-{entry['key']}",
        title=entry["title"],
        body=entry["body"],
        link=reverse(entry["link"]) if entry["link"] else "",
        created_at=at,
        read_at=at + timedelta(hours=1) if entry["days"] > 7 else None,
    )
