"""Joining: from an invitation's code to a leader in a class."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from school.lib import dates
from school.lib.refusal import Refusal
from school.people import roles
from school.people.models import Application, Invitation, Leader, User
from school.people.signals import leader_joined

# Long enough for a code that arrives late and for a second try after the noon parcels.
PROVE_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class Newcomer:
    """What a newcomer says about herself on the joining page."""

    phone: str
    name: str
    community: str
    group_members: int
    kind: str
    language: str


def find_invitation(code: str) -> Invitation:
    """The invitation of a code that can be used now, however it was typed.

    Refuses: invitation-unknown, invitation-withdrawn, invitation-expired, invitation-used-up.
    """
    found = Invitation.objects.select_related("intake__trainer", "invited_by")
    invitation = found.filter(code=code.strip().upper()).first()
    if invitation is None:
        raise Refusal("invitation-unknown", _("We don't know this invitation code."))
    check_usable(invitation)
    return invitation


def check_usable(invitation: Invitation) -> None:
    """Refuses: invitation-withdrawn, invitation-expired, invitation-used-up."""
    if invitation.revoked_at:
        raise Refusal("invitation-withdrawn", _("This invitation has been withdrawn."))
    if invitation.has_expired():
        raise Refusal("invitation-expired", _("This invitation has run out."))
    if invitation.is_used_up():
        raise Refusal("invitation-used-up", _("All places of this invitation are taken."))


@transaction.atomic
def apply(*, invitation: Invitation, newcomer: Newcomer) -> tuple[Application, User]:
    """Keep what a newcomer wrote, with her consent, and have an account ready to receive the
    code that proves her number. Nothing of an account that exists is changed."""
    check_usable(invitation)
    user, _made = User.objects.get_or_create(
        phone=newcomer.phone,
        defaults={"name": newcomer.name, "language": newcomer.language},
    )
    application = Application.objects.create(
        invitation=invitation, consent_at=timezone.now(), **vars(newcomer)
    )
    return application, user


def open_application(user: User) -> Application | None:
    """The newest application from this person's number that still waits for the proof."""
    waiting = Application.objects.select_related("invitation__intake").filter(
        phone=user.phone, leader__isnull=True, created_at__gte=timezone.now() - PROVE_WITHIN
    )
    return waiting.first()


@transaction.atomic
def complete(*, application: Application, user: User) -> Leader:
    """Make the person behind a proven number a leader of the invitation's intake.

    Somebody who is a leader already keeps all she has: in a class, she takes no second place;
    without one, she gets this intake. `application.joined_at` tells whether a place was taken.
    Refuses what `check_usable` refuses: the last place may have gone since she applied.
    """
    invitation = Invitation.objects.select_for_update().get(pk=application.invitation_id)
    application.refresh_from_db(from_queryset=Application.objects.select_for_update())
    if application.leader_id:
        return application.leader
    leader = Leader.objects.filter(user=user, intake__isnull=False).first()
    if leader is None:
        check_usable(invitation)
        leader = _place(user, application, invitation)
        application.joined_at = timezone.now()
    application.leader = leader
    application.save(update_fields=["leader", "joined_at"])
    if application.joined_at:
        leader_joined.send(sender=Leader, leader=leader, invitation=invitation)
    return leader


def _place(user: User, application: Application, invitation: Invitation) -> Leader:
    """The person's leader row, in the invitation's intake."""
    leader, made = Leader.objects.get_or_create(
        user=user,
        defaults={
            "intake": invitation.intake,
            "region": invitation.intake.region,
            "community": application.community,
            "group_members": application.group_members,
            "kind": application.kind,
            "status": Leader.Status.ONBOARDING,
            "joined_on": dates.today(),
            "consent_at": application.consent_at,
            "referrer": Leader.objects.filter(user=invitation.invited_by).first(),
        },
    )
    if made:
        _welcome(user, application)
    else:
        leader.intake = invitation.intake
        leader.save(update_fields=["intake"])
    return leader


def _welcome(user: User, application: Application) -> None:
    """Whoever was nobody here until now is called what she wrote herself: the account may be
    left from somebody else's try with her number."""
    if not roles.of(user):
        user.name, user.language = application.name, application.language
        user.save(update_fields=["name", "language"])
    roles.give(user, roles.LEADER)
