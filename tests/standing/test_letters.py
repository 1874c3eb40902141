"""Letters: who of the staff is told, and decisions said in the language of whoever reads."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from school.lib import dates
from school.notices import audience
from school.notices.models import Notice
from school.notices.wording import Words
from school.standing import letters, question
from school.standing.models import Tier, TierChange
from tests import cast
from tests.standing.conftest import sell

pytestmark = pytest.mark.django_db
MONDAY = dates.week_start(dates.today()) - timedelta(days=7)


def test_her_coach_and_managers_read_of_a_question(leader, manager, coach):
    cast.manager("Elsewhere", regions=[cast.region("Far")])
    sell(MONDAY, {leader: {"net": 3210}})
    question.ask(leader=leader, about="net", ref=str(MONDAY), reason="sold-more", text="200 more")
    told = Notice.objects.exclude(user=leader.user)
    assert {notice.user for notice in told} == {manager, coach}
    assert {notice.title for notice in told} == {"Li Mei asks about a figure"}
    assert told[0].body == "My group sold more\n\n200 more"


@pytest.mark.usefixtures("tiers")
def test_a_decision_is_said_in_the_language_of_today(leader, manager):
    change = TierChange.objects.create(
        leader=leader,
        from_tier=Tier.objects.get(pk="preparatory"),
        to_tier=Tier.objects.get(pk="ordinary"),
        rate=Decimal("0.12"),
        by=manager,
        reason="Well done",
        at=timezone.now(),
    )
    letters.moved_up(change)
    letters.moved_up(change)
    notice = Notice.objects.get(user=leader.user)
    assert notice.title == "You have moved up: Ordinary"
    said = Words().said(notice, "zh-hans")
    assert "普通" in said.title
    assert "12%" in said.body


@pytest.mark.usefixtures("tiers")
def test_a_tier_can_be_announced_to(leader, manager):
    groups = dict(audience.choices(manager))
    assert ("tier:core", "Core") in groups["Tier"]
    assert not audience.reached(manager, "tier", "core").exists()
