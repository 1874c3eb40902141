"""Joining: who gets a place, and what of an account that exists stays as it is."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from school.lib.refusal import Refusal
from school.people import joining, roles
from school.people.joining import Newcomer
from school.people.models import Application, Leader, User
from school.people.signals import leader_joined
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(intake, other_leader):
    return cast.invitation(intake, other_leader.user, code="ABCD2345")


def newcomer(phone: str = "", **said) -> Newcomer:
    plain = {
        "phone": phone or cast.phone(),
        "name": "Wang Fang",
        "community": "Willow Lane",
        "group_members": 40,
        "kind": "mother",
        "language": "en",
    }
    return Newcomer(**plain | said)


def applied(invitation, **said) -> tuple[Application, User]:
    return joining.apply(invitation=invitation, newcomer=newcomer(**said))


def test_an_invitation_is_found_however_its_code_is_typed(invitation):
    assert joining.find_invitation(" abcd2345 ") == invitation


def test_an_unknown_code_is_refused(db):
    with pytest.raises(Refusal) as refused:
        joining.find_invitation("NOSUCH22")
    assert refused.value.code == "invitation-unknown"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"revoked_at": timezone.now()}, "invitation-withdrawn"),
        ({"expires_at": timezone.now() - timedelta(minutes=1)}, "invitation-expired"),
        ({"max_uses": 0}, "invitation-used-up"),
    ],
)
def test_an_invitation_out_of_use_is_refused(intake, trainer, fields, code):
    made = cast.invitation(intake, trainer, **fields)
    with pytest.raises(Refusal) as refused:
        joining.find_invitation(made.code)
    assert refused.value.code == code


def test_an_application_alone_makes_nobody_a_leader(invitation):
    application, user = applied(invitation)
    assert application.consent_at
    assert not Leader.objects.filter(user=user).exists()
    assert not roles.of(user)


def test_who_completes_is_a_leader_of_the_intake(invitation, other_leader):
    heard = []
    leader_joined.connect(listener := lambda leader, **_: heard.append(leader))
    application, user = applied(invitation)
    leader = joining.complete(application=application, user=user)
    leader_joined.disconnect(listener)
    assert (leader.intake, leader.community, leader.group_members) == (
        invitation.intake,
        "Willow Lane",
        40,
    )
    assert leader.region == invitation.intake.region
    assert leader.referrer == other_leader
    assert leader.status == Leader.Status.ONBOARDING
    assert roles.of(user) == {roles.LEADER}
    assert heard == [leader]


def test_completing_twice_is_completing_once(invitation):
    application, user = applied(invitation)
    leader = joining.complete(application=application, user=user)
    assert joining.complete(application=application, user=user) == leader
    assert Application.objects.joined().count() == 1


def test_the_last_place_goes_to_who_proves_her_number_first(invitation):
    invitation.max_uses = 1
    invitation.save()
    (early, early_user), (late, late_user) = applied(invitation), applied(invitation)
    joining.complete(application=late, user=late_user)
    with pytest.raises(Refusal) as refused:
        joining.complete(application=early, user=early_user)
    assert refused.value.code == "invitation-used-up"
    assert not Leader.objects.filter(user=early_user).exists()


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_dont_share_the_last_place(invitation):
    invitation.max_uses = 1
    invitation.save()
    pairs, together, refusals = [applied(invitation) for _ in range(2)], Barrier(2), []

    def finish(application, user):
        together.wait()
        try:
            joining.complete(application=application, user=user)
        except Refusal as refusal:
            refusals.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=finish, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals == ["invitation-used-up"]
    assert Application.objects.joined().count() == 1


def test_a_leader_in_a_class_keeps_all_and_takes_no_second_place(invitation, leader):
    before = Leader.objects.filter(pk=leader.pk).values().get()
    invitation.intake = cast.intake(13)
    invitation.save()
    application, user = applied(invitation, phone=leader.user.phone, name="Somebody Else")
    assert joining.complete(application=application, user=user) == leader
    assert Leader.objects.filter(pk=leader.pk).values().get() == before
    assert application.joined_at is None
    assert joining.open_application(user) is None
    leader.user.refresh_from_db()
    assert leader.user.name == "Li Mei"


def test_a_leader_without_a_class_gets_the_intake_and_keeps_the_rest(invitation):
    leader = cast.leader("Zhao Min", group_members=200)
    application, user = applied(invitation, phone=leader.user.phone, name="Another Name")
    joining.complete(application=application, user=user)
    leader.refresh_from_db()
    leader.user.refresh_from_db()
    assert leader.intake == invitation.intake
    assert (leader.group_members, leader.user.name) == (200, "Zhao Min")


def test_staff_who_join_keep_their_name(invitation, trainer):
    application, user = applied(invitation, phone=trainer.phone, name="Not My Name")
    joining.complete(application=application, user=user)
    trainer.refresh_from_db()
    assert trainer.name == "Teacher Lin"
    assert roles.of(user) == {roles.LEADER, roles.TRAINER}


def test_a_newcomer_is_called_what_she_wrote_and_not_what_somebody_tried_before(invitation):
    phone = cast.phone()
    applied(invitation, phone=phone, name="A Joke")
    application, user = applied(invitation, phone=phone, name="Wang Fang")
    joining.complete(application=application, user=user)
    user.refresh_from_db()
    assert user.name == "Wang Fang"


def test_an_application_waits_for_a_day(invitation):
    application, user = applied(invitation)
    assert joining.open_application(user) == application
    late = timezone.now() - joining.PROVE_WITHIN - timedelta(minutes=1)
    Application.objects.update(created_at=late)
    assert joining.open_application(user) is None


def test_an_application_belongs_to_its_number(invitation):
    applied(invitation)
    assert joining.open_application(cast.user()) is None
