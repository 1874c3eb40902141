"""Prints as JSON what the check-in needs: a session that is on, leaders, and the codes that its
screen will show in the next hour."""

import json
from datetime import timedelta

import django

django.setup()

from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from courses.models import Session  # noqa: E402
from courses.trainings.check_in_code import SLOT, slot_of, token_of  # noqa: E402
from school.people.models import Leader, User  # noqa: E402
from tests.bench.sessions import session_of  # noqa: E402
from tests.courses import tree  # noqa: E402

SCANNERS = 500
AN_HOUR = 3600 // SLOT


def training() -> Session:
    now = timezone.now()
    return tree.session(now - timedelta(minutes=1), ends_at=now + timedelta(hours=2))


def leaders() -> list[Leader]:
    users = User.objects.bulk_create(
        User(phone=f"+861380002{at:04d}", name=f"Scanner {at}") for at in range(SCANNERS)
    )
    active = Leader.Status.ACTIVE
    return Leader.objects.bulk_create(Leader(user=user, status=active) for user in users)


def main() -> None:
    session, first = training(), slot_of(timezone.now())
    codes = {
        slot: reverse("courses:scanned", args=[token_of(session.pk, slot)])
        for slot in range(first, first + AN_HOUR)
    }
    people = [session_of(leader.user) for leader in leaders()]
    print(json.dumps({"session": session.pk, "codes": codes, "people": people}))


main()
