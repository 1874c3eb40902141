"""The funnel counts people, by source, week and class, each as far as she has got."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from school.growth import applicant as rules
from school.growth.charts import funnel_chart
from school.growth.funnel import STAGES, funnel
from school.growth.models import Applicant, GrowthSettings
from school.lib import dates
from school.people import joining
from school.people.models import Application, Leader
from tests import cast
from tests.growth.test_applicant import applied
from tests.growth.test_referral import certify
from tests.standing.conftest import sell

pytestmark = pytest.mark.database

WEEK = timedelta(weeks=1)


def join(code, phone: str) -> Leader:
    newcomer = joining.Newcomer(phone, "Wu Fang", "Lake View", 100, "mother", "en")
    application, user = joining.apply(invitation=code, newcomer=newcomer)
    return joining.complete(application=application, user=user)


def numbers(user, by: str = "source", weeks: int = 12):
    whole, groups = funnel(user=user, by=by, weeks=weeks, on=dates.today())
    found = {group.name: tuple(group.figures[one] for one in STAGES) for group in groups}
    return tuple(whole.figures[one] for one in STAGES), found


@pytest.fixture
def crowd(intake, manager, operations, trainer):
    """Five who came by the form, one at each stage, and two straight with an invitation."""
    sold = {}
    for at in range(5):
        one = rules.apply(applied(phone=f"+861380000055{at}", source="poster"))
        if at == 0:
            continue
        code = rules.invite(applicant=one, intake=intake, by=manager).invitation
        if at == 1:
            continue
        leader = join(code, one.phone)
        if at > 2:
            certify(leader)
        if at > 3:
            sold[leader] = {"effective_orders": 3}
    rules.apply(applied(phone="+8613800000550", source="online"))
    straight = cast.invitation(intake, trainer, source="Market day")
    sold[join(straight, "+8613800000560")] = {"effective_orders": 1}
    for _twice in range(2):
        newcomer = joining.Newcomer("+8613800000561", "Only wrote", "x", 1, "mother", "en")
        joining.apply(invitation=straight, newcomer=newcomer)
    sell(dates.week_start(dates.today()) - WEEK, sold)


def test_each_is_counted_once_as_far_as_she_got(crowd, operations):
    whole, groups = numbers(operations)
    assert whole == (7, 6, 4, 2, 2)
    assert groups == {"A poster or leaflet": (5, 4, 3, 2, 1), "Market day": (2, 2, 1, 0, 1)}


def test_by_class_and_by_week(crowd, operations):
    _whole, classes = numbers(operations, "intake")
    assert classes == {"no class yet": (1, 0, 0, 0, 0), "Intake 12": (6, 6, 4, 2, 2)}
    long_ago = timezone.now() - 3 * WEEK
    Applicant.objects.filter(state="applied").update(created_at=long_ago)
    whole, weeks = numbers(operations, "week")
    assert list(weeks) == sorted(weeks) and len(weeks) == 2
    assert whole == (7, 6, 4, 2, 2)
    assert numbers(operations, "week", weeks=2)[0] == (6, 6, 4, 2, 2)


def test_a_week_begins_on_monday_in_shanghai(operations):
    one = rules.apply(applied())
    monday = dates.week_start(dates.today())
    first_minute = timezone.datetime.combine(
        monday, timezone.datetime.min.time(), tzinfo=dates.SHANGHAI
    )
    Applicant.objects.filter(pk=one.pk).update(created_at=first_minute)
    assert list(numbers(operations, "week")[1]) == [monday.isoformat()]
    Applicant.objects.filter(pk=one.pk).update(created_at=first_minute - timedelta(minutes=1))
    assert list(numbers(operations, "week")[1]) == [(monday - WEEK).isoformat()]


def test_leaders_codes_count_as_coming_from_a_leader(leader, operations):
    from school.growth.referral import make_code

    certify(leader)
    join(make_code(leader), "+8613800000570")
    rules.apply(applied(source="leader"))
    assert numbers(operations)[1] == {"From a leader": (2, 1, 1, 0, 0)}


def test_a_manager_elsewhere_counts_nobody_of_here(crowd, manager):
    Applicant.objects.update(region=cast.region("Yuelu"))
    elsewhere = cast.manager("Elsewhere", [cast.region("Elsewhere")])
    assert numbers(elsewhere)[0] == (0, 0, 0, 0, 0)
    assert numbers(manager)[0] == (7, 6, 4, 2, 2)


def test_one_and_many_take_the_same_queries(operations, intake, trainer):
    def asked() -> int:
        operations.__dict__.pop("_roles", None)
        with CaptureQueriesContext(connection) as seen:
            numbers(operations)
        return len(seen)

    GrowthSettings.load()
    rules.apply(applied())
    few = asked()
    code = cast.invitation(intake, trainer, source="x")
    for at in range(4):
        rules.apply(applied(phone=f"+861380000058{at}", source="online"))
        join(code, f"+861380000059{at}")
    assert asked() == few
    assert Application.objects.count() == 4


def test_the_chart_holds_its_numbers():
    from base64 import b64decode

    uri = funnel_chart([("Applied <all>", 4), ("Joined", 1), ("None", 0)])
    svg = b64decode(uri.partition(",")[2]).decode()
    assert "Applied &lt;all&gt;" in svg and ">4<" in svg and 'width="0.0"' in svg
    assert funnel_chart([("Nobody", 0)])
