"""Agreements, applicants, recruits and contests of the sample school have something to show."""

from collections import Counter

import pytest

from school.growth.board import board
from school.growth.funnel import funnel
from school.growth.models import Applicant, Campaign, Offer, Qualification, Signature
from school.growth.referral import code_of
from school.lib import dates
from school.people.joining import find_invitation
from school.people.models import Leader, User

pytestmark = [pytest.mark.xdist_group("sample"), pytest.mark.django_db]


def leader(ending: str) -> Leader:
    return Leader.objects.get(user__phone=f"+861380000{ending}")


def test_the_cast_has_something_to_sign_and_others_have_signed(sample):
    for ending in ("0001", "0004"):
        assert Offer.objects.open().filter(leader=leader(ending)).exists()
    kinds = set(Signature.objects.values_list("offer__kind", flat=True))
    assert kinds == {"exclusive", "standards"}
    for one in Signature.objects.select_related("offer__agreement"):
        assert one.text_hash == one.offer.agreement.fingerprint()


def test_the_core_leader_invites_into_the_next_class(sample):
    code = code_of(leader("0004"))
    assert find_invitation(code.code).intake.starts_on > dates.today()
    assert leader("0004").recruits.count() == 3
    assert Qualification.objects.exists()


def test_applicants_stand_everywhere_on_the_way(sample):
    states = Counter(Applicant.objects.values_list("state", flat=True))
    assert all(states[state] for state in ("applied", "invited", "joined", "declined"))
    operations = User.objects.get(phone="+8613800000014")
    whole, groups = funnel(user=operations, by="source", weeks=26, on=dates.today())
    assert len(groups) >= 4 and whole.figures["applied"] >= whole.figures["joined"] > 0
    assert not Applicant.objects.filter(created_at__date__gt=dates.today()).exists()


def test_one_contest_runs_and_one_is_closed_with_rewards(sample):
    running = Campaign.objects.get(state="published")
    assert running.takes_entries(dates.today()) and running.entries.count() > 30
    closed = Campaign.objects.get(state="closed")
    assert len(closed.sources) == 2
    best = board(closed).lines[0]
    assert best.place == 1 and best.entry.rewards.exists()
