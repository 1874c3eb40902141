"""Inviting others: unlocked by a certificate, one level, one code that stays."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.certificate import issue, revoke
from school.growth import certified, referral
from school.growth.models import GrowthSettings
from school.growth.open_intake import nearest
from school.lib import dates
from school.lib.refusal import Refusal
from school.people import joining
from school.people.models import Application, Intake, Invitation, Leader, Region
from school.standing.models import Standing
from school.standing.samples import install_tiers
from tests import cast
from tests.assessments import cast as courses

pytestmark = pytest.mark.database

DAY = timedelta(days=1)


def certify(leader: Leader, key="c"):
    return issue(leader=leader, kind="course", key=key, title={"en": "C4"})


def code_refusal(leader: Leader) -> str:
    with pytest.raises(Refusal) as refused:
        referral.make_code(leader)
    return refused.value.code


class TestUnlocking:
    def test_a_certificate_unlocks(self, leader):
        assert code_refusal(leader) == "referral-locked"
        certify(leader)
        code = referral.make_code(leader)
        assert (code.invited_by, code.source) == (leader.user, "referral")
        assert certified.certified_on(leader) == dates.today()

    def test_a_withdrawn_one_locks_again(self, leader, operations):
        revoke(certificate=certify(leader), by=operations, reason="x")
        assert code_refusal(leader) == "referral-locked"

    def test_a_tier_unlocks_and_preparatory_does_not(self, leader):
        install_tiers()
        Standing.objects.create(leader=leader, tier_id="preparatory")
        assert not certified.is_certified(leader)
        Standing.objects.update(tier_id="ordinary")
        assert certified.is_certified(leader)

    def test_the_school_may_name_the_course(self, leader):
        course = courses.course()
        chosen = GrowthSettings.load()
        chosen.certifying_course = course
        chosen.save()
        certify(leader, key="another")
        assert not certified.is_certified(leader)
        certify(leader, key=course.translation_key)
        assert certified.is_certified(leader)

    def test_who_has_left_invites_nobody(self, leader):
        certify(leader)
        leader.status = Leader.Status.LEFT
        assert code_refusal(leader) == "referral-locked"


class TestCode:
    def test_it_stays_the_same(self, leader):
        certify(leader)
        assert referral.make_code(leader) == referral.make_code(leader)
        assert referral.link(referral.code_of(leader)).endswith(
            f"/join/{referral.code_of(leader).code}/"
        )

    def test_without_a_class_there_is_none(self, leader):
        certify(leader)
        Intake.objects.update(starts_on=dates.today() - 30 * DAY)
        assert code_refusal(leader) == "intake-missing"

    def test_it_leads_on_when_its_class_has_begun(self, leader, region):
        certify(leader)
        code = referral.make_code(leader)
        Intake.objects.update(starts_on=dates.today() - 8 * DAY)
        assert referral.keep_codes(dates.today()) == (0, 0)
        following = cast.intake(13, region=region, starts_on=dates.today() + 9 * DAY)
        assert referral.keep_codes(dates.today()) == (1, 0)
        code.refresh_from_db()
        assert code.intake == following and referral.code_of(leader) == code

    def test_it_is_withdrawn_from_who_may_not_any_more(self, leader):
        certify(leader)
        code = referral.make_code(leader)
        Leader.objects.filter(pk=leader.pk).update(status=Leader.Status.ELIMINATED)
        assert referral.keep_codes(dates.today()) == (0, 1)
        with pytest.raises(Refusal) as refused:
            joining.find_invitation(code.code)
        assert refused.value.code == "invitation-withdrawn"

    def test_codes_of_trainers_are_left_alone(self, intake, trainer):
        mine = cast.invitation(intake, trainer, source="street")
        referral.keep_codes(dates.today() + 90 * DAY)
        mine.refresh_from_db()
        assert mine.revoked_at is None and mine.intake == intake

    def test_keeping_many_takes_the_same_queries(self, leader, region, intake):
        def stale(at: int) -> None:
            one = cast.leader(f"L{at}", region=region)
            certify(one)
            code = referral.make_code(one)
            Invitation.objects.filter(pk=code.pk).update(intake=old)

        old = cast.intake(3, region=region, starts_on=dates.today() - 60 * DAY)

        def asked() -> int:
            with CaptureQueriesContext(connection) as seen:
                referral.keep_codes(dates.today())
            return len(seen)

        GrowthSettings.load()
        stale(0)
        few = asked()
        for at in range(1, 5):
            stale(at)
        assert asked() == few
        assert not referral.codes().filter(intake=old).exists()


class TestJoining:
    def join(self, code: Invitation, user=None, phone: str = "+8613800000999") -> Leader:
        newcomer = joining.Newcomer(phone, "Wu Fang", "Lake View", 100, "mother", "en")
        application, made = joining.apply(invitation=code, newcomer=newcomer)
        return joining.complete(application=application, user=user or made)

    def test_who_joins_by_the_code_is_her_recruit(self, leader):
        certify(leader)
        recruit = self.join(referral.make_code(leader))
        assert recruit.referrer == leader
        assert list(leader.recruits.all()) == [recruit]

    def test_her_own_code_makes_nobody_her_own_recruit(self, leader):
        certify(leader)
        same = self.join(referral.make_code(leader), leader.user, leader.user.phone)
        assert same == leader
        leader.refresh_from_db()
        assert leader.referrer is None

    def test_who_is_a_leader_already_becomes_nobodys_recruit(self, leader, intake):
        certify(leader)
        there = cast.leader("Already", intake=intake)
        self.join(referral.make_code(leader), there.user, there.user.phone)
        there.refresh_from_db()
        assert there.referrer is None

    @pytest.mark.parametrize("forged", ["AAAA2222", "1", "' OR 1=1", "{code}X"])
    def test_a_forged_code_opens_nothing(self, leader, client, forged):
        certify(leader)
        code = referral.make_code(leader)
        answer = client.get(f"/join/{forged.format(code=code.code)}/")
        assert answer.status_code == 404
        assert not Application.objects.exists()


def test_the_nearest_class_is_taken(region):
    today = dates.today()
    top = region.parent
    school = cast.intake(1, starts_on=today)
    city = cast.intake(2, region=top, starts_on=today + DAY)
    other = cast.intake(3, region=cast.region("Elsewhere"), starts_on=today)
    assert nearest([school, city, other], region) == city
    assert nearest([school, other], region) == school
    assert nearest([other], region) is None
    assert nearest([school, city, other], None) == school
    assert Region.objects.count() == 3
