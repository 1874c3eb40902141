"""How far recruits are, and when one counts: by her own sales, one level only."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from school.growth import qualifying, recruits, referral
from school.growth.models import GrowthSettings, Qualification
from school.growth.recruits import Stage
from school.jobs.models import Job
from school.lib import dates
from school.notices.models import Notice
from school.people.models import Application, Leader
from school.standing.signals import sales_imported
from tests import cast
from tests.growth.test_referral import certify
from tests.standing.conftest import sell

pytestmark = pytest.mark.database

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
MONDAY = dates.week_start(dates.today())


def recruit(referrer: Leader, name: str = "Wu Fang", ago: int = 28, **fields) -> Leader:
    return cast.leader(name, referrer=referrer, joined_on=MONDAY - ago * DAY, **fields)


@pytest.fixture
def certified_leader(leader):
    certify(leader)
    leader.joined_on = MONDAY - 300 * DAY
    leader.save()
    return leader


def orders(one: Leader, *weeks: int) -> None:
    """Her effective orders in the weeks up to the last one."""
    for ago, number in zip(range(len(weeks), 0, -1), weeks, strict=True):
        sell(MONDAY - ago * WEEK, {one: {"effective_orders": number}})


def stage(one: Leader) -> Stage:
    return recruits.stage_of(recruits.recruits().get(pk=one.pk))


def test_the_way_of_a_recruit(certified_leader):
    one = recruit(certified_leader)
    assert stage(one) == Stage.JOINED
    orders(one, 4, 5)
    assert stage(one) == Stage.ORDER
    assert qualifying.qualify(MONDAY) == 0
    orders(one, 4, 6)
    assert qualifying.qualify(MONDAY) == 1
    assert stage(one) == Stage.QUALIFIED
    written = Qualification.objects.get()
    assert (written.referrer, written.orders) == (certified_leader, 10)
    assert (written.orders_needed, written.days) == (10, 30)
    assert written.on == MONDAY - DAY
    assert [week["effective_orders"] for week in written.evidence] == [4, 6]


def test_it_is_written_once_and_stays(certified_leader):
    one = recruit(certified_leader)
    orders(one, 12)
    assert qualifying.qualify(MONDAY) == 1
    assert qualifying.qualify(MONDAY) == 0
    GrowthSettings.objects.update_or_create(defaults={"recruit_orders": 50})
    orders(one, 1)
    assert qualifying.qualify(MONDAY) == 0
    assert stage(one) == Stage.QUALIFIED
    told = Notice.objects.get(kind="referral")
    assert told.user == certified_leader.user and "Wu Fang" in told.title


def test_only_her_first_days_count(certified_leader):
    """She came eight weeks ago; the five weeks of her first 30 days are over."""
    one = recruit(certified_leader, ago=56)
    orders(one, 0, 0, 0, 0, 0, 30)
    assert qualifying.qualify(MONDAY) == 0
    orders(one, 0, 0, 0, 9, 1, 0, 0, 0)
    assert qualifying.qualify(MONDAY) == 1


@pytest.mark.parametrize(("weekday", "weeks"), [(0, 5), (1, 5), (5, 5), (6, 6)])
def test_the_window_takes_whole_weeks_in_her_favour(weekday, weeks):
    joined = MONDAY + weekday * DAY
    first, last = recruits.window(joined, 30)
    assert first == MONDAY
    assert (last - first).days // 7 + 1 == weeks


def test_replaced_figures_do_not_count_twice(certified_leader):
    one = recruit(certified_leader)
    orders(one, 6)
    orders(one, 6)
    assert qualifying.qualify(MONDAY) == 0


def test_there_is_no_second_level(certified_leader):
    """A brought B, and B brought C. C's sales count for B and for nobody else."""
    middle = recruit(certified_leader, "Middle", ago=60)
    certify(middle)
    last = recruit(middle, "Last")
    orders(last, 20)
    assert qualifying.qualify(MONDAY) == 1
    assert Qualification.objects.get().referrer == middle
    assert not certified_leader.qualified_recruits.exists()
    assert [name for name, _on, _at in recruits.recruits_of(certified_leader)] == ["Middle"]


@pytest.mark.parametrize("case", ["herself", "circle", "locked", "left"])
def test_whoever_may_not_gets_nobody(certified_leader, case):
    one = recruit(certified_leader)
    orders(one, 20)
    if case == "herself":
        Leader.objects.filter(pk=one.pk).update(referrer=one)
        certify(one)
    elif case == "circle":
        certified_leader.referrer = one
        certified_leader.joined_on = one.joined_on + DAY
        certified_leader.save()
    elif case == "locked":
        certified_leader.certificates.all().delete()
    else:
        Leader.objects.filter(pk=certified_leader.pk).update(status=Leader.Status.LEFT)
    assert qualifying.qualify(MONDAY) == 0


def test_many_take_the_same_queries(certified_leader):
    def run(number: int) -> int:
        sales = {
            recruit(certified_leader, f"R{number}-{at}"): {"effective_orders": 12}
            for at in range(number)
        }
        sell(MONDAY - WEEK, sales)
        with CaptureQueriesContext(connection) as seen:
            assert qualifying.qualify(MONDAY) == number
        return len(seen)

    GrowthSettings.load()
    assert run(1) == run(7)


def test_new_sales_ask_for_a_look(db):
    sales_imported.send(sender=None, sales_import=None)
    assert Job.objects.filter(kind="growth.qualify").count() == 1


class TestPage:
    def test_locked_until_she_is_certified(self, leader, client_of):
        client = client_of(leader)
        assert "once you are certified" in client.get("/refer/").text
        answer = client.post("/refer/code/", follow=True)
        assert "You can invite others once you are certified" in answer.text
        assert referral.code_of(leader) is None

    def test_link_picture_and_words(self, certified_leader, client_of):
        client = client_of(certified_leader)
        assert "Make my code" in client.get("/refer/").text
        page = client.post("/refer/code/", follow=True)
        code = referral.code_of(certified_leader).code
        assert f"/join/{code}/" in page.text and "<svg" in page.text
        for promise in ("¥", "%", "income", "money", "commission"):
            assert promise not in page.context["words"]

    def test_she_reads_stages_and_no_figures(self, certified_leader, client_of):
        referral.make_code(certified_leader)
        one = recruit(certified_leader)
        orders(one, 37)
        qualifying.qualify(MONDAY)
        page = client_of(certified_leader).get("/refer/")
        assert "Wu Fang" in page.text and "Qualified" in page.text
        assert "37" not in page.text.partition("Whom you brought")[2].partition("When does")[0]
        assert one.user.phone not in page.text

    def test_who_only_wrote_is_a_number(self, certified_leader, client_of):
        code = referral.make_code(certified_leader)
        for _try in range(2):
            Application.objects.create(
                invitation=code, phone="+8613800000777", name="Secret Name", community="x",
                kind="mother", language="en", consent_at=code.created_at,
            )  # fmt: skip
        page = client_of(certified_leader).get("/refer/")
        assert "1 person has written" in page.text and "Secret Name" not in page.text

    def test_one_and_many_take_the_same_queries(self, certified_leader, client_of, queries):
        client = client_of(certified_leader)
        recruit(certified_leader)
        few = queries(client, "/refer/")
        for at in range(4):
            recruit(certified_leader, f"R{at}")
        assert queries(client, "/refer/") == few


class TestScreen:
    HERE = "/cms/referrals/"

    def test_the_list_by_stage(self, certified_leader, operations, client_of):
        orders(recruit(certified_leader, "Sells"), 12)
        recruit(certified_leader, "Just came")
        qualifying.qualify(MONDAY)
        client = client_of(operations)
        everybody = client.get(self.HERE).text
        assert "Sells" in everybody and "Just came" in everybody
        assert "Just came" not in client.get(f"{self.HERE}?stage=qualified").text
        assert "Sells" not in client.get(f"{self.HERE}?stage=joined").text
        assert "Sells" in client.get(f"{self.HERE}?q=sells").text

    def test_a_manager_sees_those_of_her_region(self, certified_leader, manager, region, client_of):
        recruit(certified_leader, "Here", region=region)
        recruit(certified_leader, "There")
        client = client_of(manager)
        for address in (self.HERE, f"{self.HERE}recruits.csv"):
            text = client.get(address).content.decode()
            assert "Here" in text and "There" not in text

    def test_the_file(self, certified_leader, operations, client_of):
        one = recruit(certified_leader, "=Wu")
        orders(one, 12)
        qualifying.qualify(MONDAY)
        client = client_of(operations)
        csv = client.get(f"{self.HERE}recruits.csv").content.decode("utf-8-sig")
        assert "'=Wu" in csv and "Qualified" in csv and one.user.phone not in csv
        book = load_workbook(BytesIO(client.get(f"{self.HERE}recruits.xlsx").content))
        heads, row = book.active.iter_rows(values_only=True)
        assert len(heads) == len(row) == 12
        assert row[0] == "Li Mei" and row[9:] == (12, 10, 30)
        assert client.get(f"{self.HERE}recruits.exe").status_code == 404

    @pytest.mark.parametrize("path", ["", "recruits.csv"])
    def test_others_stay_outside(self, leader, coach, client_of, path):
        for person in (leader, coach):
            assert client_of(person).get(self.HERE + path).status_code in (302, 403)

    def test_who_wrote_and_did_not_join(self, certified_leader, operations, client_of):
        code = referral.make_code(certified_leader)
        Application.objects.create(
            invitation=code, phone="+8613800000777", name="Only wrote", community="x",
            kind="mother", language="en", consent_at=code.created_at,
        )  # fmt: skip
        assert "Only wrote" in client_of(operations).get(f"{self.HERE}?stage=invited").text

    def test_one_and_many_take_the_same_queries(
        self, certified_leader, operations, client_of, queries
    ):
        client = client_of(operations)
        recruit(certified_leader)
        few = queries(client, self.HERE)
        for at in range(4):
            orders(recruit(certified_leader, f"R{at}"), 12)
        qualifying.qualify(MONDAY)
        assert queries(client, self.HERE) == few
