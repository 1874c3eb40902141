"""What may happen to an applicant: she applies, is invited into a class or declined, and joins."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from school.growth import returning
from school.growth.models import Applicant
from school.growth.open_intake import LATECOMERS
from school.growth.score_card import score
from school.lib import dates
from school.lib.refusal import Refusal
from school.notices import sms
from school.people.models import Intake, Invitation, Leader, Region

GOOD_FOR = timedelta(days=14)
# While an application is open and as young as this, writing again doesn't make a second one.
STILL_OPEN = timedelta(days=60)
# Of who doesn't join, after this nothing is kept that names her.
FORGET_AFTER = timedelta(days=180)
State = Applicant.State


@dataclass(frozen=True)
class Applied:
    """What somebody says about herself on the public form; `phone` is E.164."""

    name: str
    phone: str
    region: Region | None
    community: str
    group_members: int
    kind: str
    experience: str
    source: str
    language: str


@transaction.atomic
def apply(applied: Applied) -> Applicant:
    """Keep what she wrote, with her consent, and reckon her points. Whoever writes again while
    she waits gets a page of her own all the same, which tells nothing about the first."""
    now = timezone.now()
    applicant = Applicant(consent_at=now, created_at=now, **vars(applied))
    waiting = Applicant.objects.filter(phone=applied.phone, created_at__gt=now - STILL_OPEN)
    if waiting.filter(state__in=[State.APPLIED, State.INVITED]).exists():
        applicant.state = State.REPEATED
    applicant.score = score(applicant)
    applicant.points = sum(line["points"] for line in applicant.score)
    applicant.save()
    return applicant


@transaction.atomic
def invite(*, applicant: Applicant, intake: Intake, by, reason: str = "") -> Applicant:
    """Give her a place in a class: an invitation of her own goes to her phone. Whoever was a
    leader here and left is taken back at once, for a reason.

    Refuses: applicant-decided, applicant-is-leader, intake-over; who left also not-allowed and
    reason-missing.
    """
    applicant = _undecided(applicant)
    _check_not_leader(applicant)
    if intake.starts_on < dates.today() - LATECOMERS:
        raise Refusal("intake-over", _("This class has begun. Choose a later one."))
    before = returning.former(applicant)
    if before:
        returning.take_back(applicant=applicant, leader=before, intake=intake, by=by, reason=reason)
        applicant.leader = before
        return _place(applicant, State.JOINED, by)
    applicant.invitation = Invitation.objects.create(
        intake=intake,
        invited_by=by,
        source=applicant.source,
        max_uses=1,
        expires_at=timezone.now() + GOOD_FOR,
    )
    _place(applicant, State.INVITED, by)
    _send(applicant)
    return applicant


@transaction.atomic
def decline(*, applicant: Applicant, by, answer: str) -> Applicant:
    """Not this time; she reads the answer on her page.

    Refuses: applicant-decided, reason-missing.
    """
    applicant = _undecided(applicant)
    applicant.answer = " ".join(answer.split())
    if not applicant.answer:
        raise Refusal("reason-missing", _("Say why, in a sentence."))
    _decide(applicant, State.DECLINED, by)
    return applicant


@transaction.atomic
def invite_again(*, applicant: Applicant) -> Applicant:
    """Send her invitation once more and let it be good for two weeks from now.

    Refuses: applicant-not-invited.
    """
    applicant = Applicant.objects.select_for_update().get(pk=applicant.pk)
    if applicant.state != State.INVITED:
        raise Refusal("applicant-not-invited", _("She is not waiting with an invitation."))
    Invitation.objects.filter(pk=applicant.invitation_id).update(
        expires_at=timezone.now() + GOOD_FOR
    )
    _send(applicant)
    return applicant


def _undecided(applicant: Applicant) -> Applicant:
    locked = Applicant.objects.select_for_update().get(pk=applicant.pk)
    if locked.state not in (State.APPLIED, State.REPEATED):
        raise Refusal("applicant-decided", _("Somebody has answered her already."))
    return locked


def _check_not_leader(applicant: Applicant) -> None:
    known = Leader.objects.filter(user__phone=applicant.phone, intake__isnull=False)
    if known.exclude(status__in=returning.GONE).exists():
        raise Refusal("applicant-is-leader", _("This number belongs to a leader in a class."))


def _place(applicant: Applicant, state: str, by) -> Applicant:
    _decide(applicant, state, by)
    _replace_others(applicant)
    return applicant


def _decide(applicant: Applicant, state: str, by) -> None:
    applicant.state, applicant.decided_by, applicant.decided_at = state, by, timezone.now()
    applicant.save()


def _replace_others(applicant: Applicant) -> None:
    """One number has one place: what else it was given or asked for gives way."""
    others = Applicant.objects.filter(phone=applicant.phone, leader=None).exclude(pk=applicant.pk)
    others = others.filter(state__in=[State.APPLIED, State.INVITED])
    Invitation.objects.filter(applicant__in=others).update(revoked_at=timezone.now())
    others.update(state=State.REPEATED)


def _send(applicant: Applicant) -> None:
    code = applicant.invitation.code
    with translation.override(applicant.language):
        words = gettext(
            "There is a place for you in %(intake)s of the business school. Join within 14 days: "
            "%(link)s"
        )
        link = settings.BASE_URL + reverse("people:join", args=[code])
        text = words % {"intake": applicant.invitation.intake, "link": link}
    sms.send(phone=applicant.phone, text=text)


def note_joined(leader: Leader, invitation: Invitation) -> None:
    """Somebody has joined by an applicant's invitation."""
    answered = Applicant.objects.filter(invitation=invitation, leader=None)
    answered.update(state=State.JOINED, leader=leader)


def forget() -> int:
    """Take names, numbers and places from the applications of half a year ago that led to no
    joining; the bare row stays for the funnel. Answers how many."""
    old = Applicant.objects.filter(leader=None, created_at__lt=timezone.now() - FORGET_AFTER)
    return old.exclude(phone="").update(name="–", phone="", community="")
