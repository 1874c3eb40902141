"""Applicants: what is kept, how points come about, and the answers."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from school.growth import applicant as rules
from school.growth.applicant import Applied
from school.growth.models import Applicant, ScoreRule
from school.growth.score_card import in_words, install_score_card
from school.lib import dates
from school.lib.refusal import Refusal
from school.notices.models import SmsMessage
from school.people import joining
from school.people.models import Leader
from school.standing.models import TierChange
from school.standing.samples import install_sample_rules
from tests import cast

pytestmark = pytest.mark.database

DAY = timedelta(days=1)
State = Applicant.State


def applied(**fields) -> Applied:
    said = {
        "name": "Wu Fang",
        "phone": "+8613800000555",
        "region": None,
        "community": "Lake View",
        "group_members": 120,
        "kind": "mother",
        "experience": "none",
        "source": "poster",
        "language": "en",
    }
    return Applied(**(said | fields))


def refusal_of(work, **kwargs) -> str:
    with pytest.raises(Refusal) as refused:
        work(**kwargs)
    return refused.value.code


@pytest.fixture
def one(db):
    return rules.apply(applied())


class TestPoints:
    @pytest.mark.parametrize(
        ("fields", "points"),
        [
            ({"kind": "other", "group_members": 99}, 0),
            ({"kind": "other", "group_members": 100}, 30),
            ({"kind": "other", "group_members": 5000}, 40),
            ({"kind": "shop", "experience": "much", "source": "leader"}, 30 + 15 + 20 + 15),
        ],
    )
    def test_lines_add_up_and_one_size_counts(self, db, fields, points):
        install_score_card()
        made = rules.apply(applied(**fields))
        assert made.points == points == sum(line["points"] for line in made.score)

    def test_they_are_explained_and_stay(self, db):
        install_score_card()
        made = rules.apply(applied())
        ScoreRule.objects.update(points=1)
        made.refresh_from_db()
        assert in_words(made.score) == [
            ("People in the group, at least", "100", 30),
            ("Who she is", "Full-time mother", 10),
        ]

    def test_without_a_card_there_are_none(self, one):
        assert (one.points, one.score) == (0, [])

    @pytest.mark.parametrize(
        ("about", "value"), [("group", "many"), ("kind", "100"), ("source", "mother")]
    )
    def test_a_line_that_fits_nobody_is_refused(self, db, about, value):
        with pytest.raises(ValidationError):
            ScoreRule(about=about, value=value, points=1).full_clean()
        ScoreRule(about="source", value="poster", points=-5).full_clean()


class TestInviting:
    def test_an_invitation_of_her_own_goes_to_her_phone(self, one, intake, manager):
        invited = rules.invite(applicant=one, intake=intake, by=manager)
        code = invited.invitation
        assert (code.max_uses, code.intake, code.source) == (1, intake, "poster")
        assert code.expires_at < timezone.now() + 15 * DAY
        message = SmsMessage.objects.get()
        assert message.phone == "+8613800000555" and f"/join/{code.code}/" in message.text

    def test_joining_by_it_closes_the_circle(self, one, intake, manager):
        code = rules.invite(applicant=one, intake=intake, by=manager).invitation
        newcomer = joining.Newcomer(one.phone, one.name, one.community, 120, "mother", "en")
        application, user = joining.apply(invitation=code, newcomer=newcomer)
        leader = joining.complete(application=application, user=user)
        one.refresh_from_db()
        assert (one.state, one.leader) == (State.JOINED, leader)

    def test_twice_is_refused(self, one, intake, manager):
        rules.invite(applicant=one, intake=intake, by=manager)
        asked = {"applicant": one, "intake": intake, "by": manager}
        assert refusal_of(rules.invite, **asked) == "applicant-decided"
        asked = {"applicant": one, "by": manager, "answer": "x"}
        assert refusal_of(rules.decline, **asked) == "applicant-decided"
        assert SmsMessage.objects.count() == 1

    def test_a_class_that_has_begun_is_refused(self, one, intake, manager):
        intake.starts_on = dates.today() - 8 * DAY
        asked = {"applicant": one, "intake": intake, "by": manager}
        assert refusal_of(rules.invite, **asked) == "intake-over"

    def test_who_is_a_leader_already_needs_no_place(self, intake, manager, leader):
        made = rules.apply(applied(phone=leader.user.phone))
        asked = {"applicant": made, "intake": intake, "by": manager}
        assert refusal_of(rules.invite, **asked) == "applicant-is-leader"

    @pytest.mark.parametrize("gone", [Leader.Status.LEFT, Leader.Status.ELIMINATED])
    def test_who_has_left_is_taken_back_and_begins_again(self, intake, manager, leader, gone):
        install_sample_rules()
        Leader.objects.filter(pk=leader.pk).update(status=gone, intake=None)
        made = rules.apply(applied(phone=leader.user.phone))
        back = rules.invite(applicant=made, intake=intake, by=manager, reason="Her mother is well")
        assert (back.state, back.leader, back.invitation) == (State.JOINED, leader, None)
        leader.refresh_from_db()
        assert (leader.status, leader.intake) == (Leader.Status.PROBATION, intake)
        assert leader.consent_at == made.consent_at
        change = TierChange.objects.get(leader=leader)
        assert (change.by, change.reason) == (manager, "Her mother is well")
        assert "/path/" in SmsMessage.objects.get().text

    def test_taking_her_back_needs_a_reason(self, intake, manager, leader):
        Leader.objects.filter(pk=leader.pk).update(status=Leader.Status.LEFT)
        made = rules.apply(applied(phone=leader.user.phone))
        asked = {"applicant": made, "intake": intake, "by": manager}
        assert refusal_of(rules.invite, **asked) == "reason-missing"
        made.refresh_from_db()
        assert made.state == State.APPLIED and not SmsMessage.objects.exists()

    def test_the_manager_of_her_region_takes_her_back(self, intake, manager, other_leader):
        Leader.objects.filter(pk=other_leader.pk).update(status=Leader.Status.LEFT)
        made = rules.apply(applied(phone=other_leader.user.phone))
        asked = {"applicant": made, "intake": intake, "by": manager, "reason": "x"}
        assert refusal_of(rules.invite, **asked) == "not-allowed"

    def test_it_may_be_sent_again(self, one, intake, manager):
        assert refusal_of(rules.invite_again, applicant=one) == "applicant-not-invited"
        invited = rules.invite(applicant=one, intake=intake, by=manager)
        invited.invitation.expires_at = timezone.now() - DAY
        invited.invitation.save()
        rules.invite_again(applicant=invited)
        invited.invitation.refresh_from_db()
        assert not invited.invitation.has_expired()
        assert SmsMessage.objects.count() == 2


class TestWritingAgain:
    def test_it_is_kept_and_not_counted(self, one):
        again = rules.apply(applied(name="Somebody else"))
        assert again.state == State.REPEATED
        assert list(Applicant.objects.counted()) == [one]

    def test_after_a_no_or_long_after_it_is_a_new_one(self, one, manager):
        rules.decline(applicant=one, by=manager, answer="No group yet")
        assert rules.apply(applied()).state == State.APPLIED
        Applicant.objects.update(created_at=timezone.now() - 61 * DAY)
        assert rules.apply(applied()).state == State.APPLIED

    def test_one_number_has_one_place(self, one, intake, manager):
        first = rules.invite(applicant=one, intake=intake, by=manager)
        again = rules.invite(applicant=rules.apply(applied()), intake=intake, by=manager)
        first.refresh_from_db()
        first.invitation.refresh_from_db()
        assert first.state == State.REPEATED and first.invitation.revoked_at
        assert list(Applicant.objects.counted()) == [again]


def test_a_no_needs_words(one, manager):
    assert refusal_of(rules.decline, applicant=one, by=manager, answer=" ") == "reason-missing"


def test_after_half_a_year_nothing_names_her(one, intake, manager):
    kept = rules.apply(applied(phone="+8613800000556"))
    Applicant.objects.filter(pk=one.pk).update(created_at=timezone.now() - 181 * DAY)
    assert rules.forget() == 1
    assert rules.forget() == 0
    one.refresh_from_db()
    assert (one.name, one.phone, one.community) == ("–", "", "")
    kept.refresh_from_db()
    assert kept.phone


def test_who_sees_whom(one, manager, operations, coach, leader, region):
    here = rules.apply(applied(phone="+8613800000556", region=region))
    there = rules.apply(applied(phone="+8613800000557", region=cast.region("Elsewhere")))
    seen = Applicant.objects.visible_to
    assert set(seen(operations)) == {one, here, there}
    assert set(seen(manager)) == {one, here}
    assert not seen(coach) and not seen(leader.user)
