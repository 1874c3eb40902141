"""Offers: who gets one, once; reminders; lapsing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from school.growth import offer as rules
from school.growth.models import Agreement, Offer
from school.jobs import job
from school.lib import dates
from school.lib.refusal import Refusal
from school.notices.models import Notice
from school.people.models import Leader
from school.standing import current
from school.standing.models import Standing
from school.standing.samples import install_tiers
from tests import cast
from tests.growth.conftest import draft, offered, published
from tests.growth.signing import sign

pytestmark = pytest.mark.database


def everybody():
    return Leader.objects.all()


def test_a_leader_is_offered_it_once_and_told_in_her_language(agreement, operations):
    mei, lan = cast.leader("Li Mei"), cast.leader("周兰", language="zh-hans")
    assert rules.offer_to(agreement=agreement, leaders=everybody(), by=operations) == 2
    assert rules.offer_to(agreement=agreement, leaders=everybody(), by=operations) == 0
    assert "Exclusive agreement" in Notice.objects.get(user=mei.user).title
    assert "独家合作协议" in Notice.objects.get(user=lan.user).title
    mine = Offer.objects.get(leader=mei)
    assert mine.sign_by == dates.today() + timedelta(days=14)
    assert Notice.objects.get(user=mei.user).link == f"/agreements/{mine.pk}/"


def test_the_exclusive_agreement_is_for_active_leaders(agreement, operations):
    cast.leader("New", status=Leader.Status.PROBATION)
    cast.leader("Gone", status=Leader.Status.LEFT)
    assert rules.offer_to(agreement=agreement, leaders=everybody(), by=operations) == 0
    standards = published(Agreement.Kind.STANDARDS, by=operations)
    assert rules.offer_to(agreement=standards, leaders=everybody(), by=operations) == 1


def test_who_is_bound_by_it_gets_no_second_one(offer, agreement, operations):
    sign(offer)
    assert rules.offer_to(agreement=agreement, leaders=everybody(), by=operations) == 0


def test_a_newer_version_takes_the_place_of_an_open_offer(offer, operations):
    newer = published(by=operations)
    assert rules.offer_to(agreement=newer, leaders=everybody(), by=operations) == 1
    offer.refresh_from_db()
    assert offer.state == Offer.State.WITHDRAWN
    assert Offer.objects.open().get(leader=offer.leader).agreement == newer


@pytest.mark.parametrize("case", ["draft", "older"])
def test_only_the_newest_published_version_is_offered(agreement, operations, case):
    one = agreement
    if case == "draft":
        one = draft()
    else:
        published(by=operations)
    with pytest.raises(Refusal) as refused:
        rules.offer_to(agreement=one, leaders=everybody(), by=operations)
    assert refused.value.code == f"agreement-{case}"


def test_offering_in_bulk_takes_the_same_queries_for_many(
    agreement, operations, django_assert_max_num_queries
):
    for at in range(12):
        cast.leader(f"Leader {at}")
    with django_assert_max_num_queries(14):
        rules.offer_to(agreement=agreement, leaders=everybody(), by=operations)
    assert Offer.objects.count() == 12


def test_the_job_offers_to_those_whom_its_owner_sees(agreement, manager, region):
    install_tiers()
    here, there = cast.leader("Here", region=region), cast.leader("There")
    middle = cast.leader("Middle", region=region)
    current.ensure_rows()
    Standing.objects.filter(leader__in=[here, there]).update(cohort="head")
    args = {"agreement_id": agreement.pk, "to": "head"}
    done = job.enqueue(kind="growth.offer", args=args, owner=manager)
    job.run(done.pk)
    done.refresh_from_db()
    assert done.result == {"offered": 1}
    assert [one.leader for one in Offer.objects.all()] == [here]
    assert not middle.offers.exists()


def test_a_reminder_goes_out_once_in_three_days(offer):
    mine = Offer.objects.filter(pk=offer.pk)
    assert rules.remind(mine) == 1
    assert rules.remind(mine) == 0
    mine.update(reminded_at=timezone.now() - timedelta(days=4))
    Notice.objects.filter(key__contains=f"{dates.today()}").delete()
    assert rules.remind(mine) == 1
    assert Notice.objects.filter(user=offer.leader.user).count() == 2


def test_an_offer_lapses_after_its_day(offer):
    today = dates.today()
    assert rules.lapse(offer.sign_by) == 0
    assert rules.lapse(offer.sign_by + timedelta(days=1)) == 1
    offer.refresh_from_db()
    assert offer.state == Offer.State.LAPSED
    with pytest.raises(Refusal) as refused:
        rules.check_open(offer, today)
    assert refused.value.code == "offer-late"


def test_she_may_decline_and_be_offered_it_again(offer, agreement, operations):
    rules.decline(leader=offer.leader, offer_id=offer.pk)
    offer.refresh_from_db()
    assert offer.state == Offer.State.DECLINED
    with pytest.raises(Refusal) as refused:
        rules.decline(leader=offer.leader, offer_id=offer.pk)
    assert refused.value.code == "offer-closed"
    assert offered(offer.leader, agreement, operations).pk != offer.pk
