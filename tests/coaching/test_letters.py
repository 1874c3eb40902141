"""What coaches are told about plans."""

import pytest

from school.coaching.plan import follow
from school.lib import dates
from school.notices.models import Notice
from tests import cast
from tests.coaching.conftest import place

pytestmark = pytest.mark.django_db
MONDAY = dates.week_start(dates.today())


@pytest.mark.usefixtures("restart")
def test_a_coach_reads_once_how_many_plans_began(leader, coach):
    second = cast.leader("Wang", coach=coach)
    alone = cast.leader("Without a coach")
    run = place({leader: "tail", second: "tail", alone: "tail"}, MONDAY)
    follow(run=run)
    follow(run=run)
    told = Notice.objects.get(user=coach)
    assert told.title == "New plans for leaders of yours: 2"
