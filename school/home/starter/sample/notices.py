"""What lies in the inboxes."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from school.home.starter.sample.people import BATCH, People
from school.home.starter.sample.plan import Plan
from school.home.starter.sample.script import script
from school.notices.models import Notice
from school.people.models import User


def write_notices(plans: list[Plan], people: People) -> None:
    words = script()["notices"]
    pairs = zip(plans, people.leaders, strict=True)
    readers = [(leader.user, words["leader"]) for plan, leader in pairs if _gets_mail(plan)]
    readers += [(user, words.get(key.partition("-")[0], [])) for key, user in people.staff.items()]
    notices = [_notice(user, entry) for user, entries in readers for entry in entries]
    Notice.objects.bulk_create(notices, batch_size=BATCH, ignore_conflicts=True)


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
