"""Inviting others: a leader's own code, once she is certified.

One level only: a recruit counts for the one leader whose code she used, by the recruit's own
sales (`qualify`). Nothing here follows the line further up, and nothing is paid here.
"""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.growth.certified import certified, is_certified
from school.growth.open_intake import LATECOMERS, joinable, nearest, open_intake
from school.lib import dates
from school.lib.refusal import Refusal
from school.people.models import Invitation, Leader

# Invitations of this channel are leaders' own codes.
CHANNEL = "referral"


def codes() -> QuerySet[Invitation]:
    """The codes of leaders that are good."""
    good = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return Invitation.objects.filter(good, source=CHANNEL, revoked_at=None)


def code_of(leader: Leader) -> Invitation | None:
    """The leader's own code, if she has one."""
    return codes().filter(invited_by=leader.user_id).select_related("intake").first()


def check_unlocked(leader: Leader) -> None:
    """Refuses: referral-locked, until she is certified, and once she has left."""
    if leader.status not in Leader.STUDYING or not is_certified(leader):
        raise Refusal("referral-locked", _("You can invite others once you are certified."))


@transaction.atomic
def make_code(leader: Leader) -> Invitation:
    """The leader's own code, made now if she has none. It stays the same, so that it can be
    printed.

    Refuses: referral-locked, intake-missing.
    """
    check_unlocked(leader)
    Leader.objects.select_for_update().get(pk=leader.pk)
    found = code_of(leader)
    if found:
        return found
    intake = open_intake(leader.region, dates.today())
    return Invitation.objects.create(intake=intake, invited_by=leader.user, source=CHANNEL)


def link(code: Invitation) -> str:
    return settings.BASE_URL + reverse("people:join", args=[code.code])


class Kept(NamedTuple):
    """What the nightly look at the codes changed."""

    moved: int
    withdrawn: int


@transaction.atomic
def keep_codes(on: date) -> Kept:
    """Withdraw the codes of those who may not invite any more, and lead the others' into the next
    class where theirs has begun. A fixed number of queries."""
    may = certified().studying().values("user")
    withdrawn = codes().exclude(invited_by__in=may).update(revoked_at=timezone.now())
    stale = codes().filter(intake__starts_on__lt=on - LATECOMERS)
    intakes, moved = joinable(on), []
    for code in stale.select_related("invited_by__leader__region"):
        if found := nearest(intakes, code.invited_by.leader.region):
            code.intake = found
            moved.append(code)
    Invitation.objects.bulk_update(moved, ["intake"], batch_size=500)
    return Kept(len(moved), withdrawn)
