"""Contests: entering, the board, the frozen result, rewards."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import AttendanceMark
from school.growth import campaign as rules
from school.growth.board import board, places
from school.growth.metrics import METRICS, values_of
from school.growth.models import Campaign, Entry, Reward
from school.lib import dates
from school.lib.refusal import Refusal
from school.notices.models import Notice
from school.people.models import Leader
from tests import cast
from tests.courses.tree import session
from tests.growth.contests import DAY, MONDAY, WEEK, contest, entry, over, running
from tests.standing.conftest import sell

pytestmark = pytest.mark.database


def refusal_of(work, *args, **kwargs) -> str:
    with pytest.raises(Refusal) as refused:
        work(*args, **kwargs)
    return refused.value.code


class TestPublishing:
    def test_once(self, db):
        made = running()
        assert made.state == Campaign.State.PUBLISHED
        assert refusal_of(rules.publish, made) == "campaign-published"

    @pytest.mark.parametrize(
        ("metric", "fields", "code"),
        [
            ("net", {"starts_on": MONDAY + DAY}, "campaign-weeks"),
            ("orders", {"ends_on": MONDAY + 12 * DAY}, "campaign-weeks"),
            ("sessions", {"starts_on": MONDAY - 9 * DAY, "ends_on": MONDAY - DAY}, "campaign-over"),
        ],
    )
    def test_refused(self, db, metric, fields, code):
        assert refusal_of(rules.publish, contest(metric, **fields)) == code

    def test_attendance_is_known_by_days(self, db):
        assert running("sessions", starts_on=MONDAY + DAY, ends_on=MONDAY + 9 * DAY)


class TestEntering:
    def test_she_takes_part_once_and_her_last_word_counts(self, leader):
        made = running()
        rules.enter(campaign_id=made.pk, leader=leader, named=True)
        rules.enter(campaign_id=made.pk, leader=leader, named=False)
        assert Entry.objects.get().named is False

    @pytest.mark.parametrize("teams", ["none", "intake", "region"])
    def test_her_team_is_kept_as_of_today(self, leader, teams):
        made = running(teams=teams)
        got = rules.enter(campaign_id=made.pk, leader=leader, named=False)
        expected = {"none": "", "intake": "Intake 12", "region": "Changsha · Yuelu"}
        assert got.team == expected[teams]

    def test_a_contest_of_the_city_is_open_to_its_regions(self, leader, region):
        assert rules.enter(campaign_id=running(region=region.parent).pk, leader=leader, named=False)

    @pytest.mark.parametrize("case", ["draft", "elsewhere", "over", "closed", "left"])
    def test_refused(self, leader, case):
        code = "campaign-unknown"
        if case == "draft":
            made = contest()
        elif case == "elsewhere":
            made = running(region=cast.region("Elsewhere"))
        else:
            made, code = over() if case == "over" else running(), "campaign-over"
        if case == "closed":
            Campaign.objects.update(state="closed")
        if case == "left":
            leader.status, code = Leader.Status.LEFT, "leader-left"
        got = refusal_of(rules.enter, campaign_id=made.pk, leader=leader, named=True)
        assert got == code
        assert not Entry.objects.exists()

    def test_leaving_forgets_her(self, leader):
        made = running()
        rules.enter(campaign_id=made.pk, leader=leader, named=True)
        rules.leave(campaign_id=made.pk, leader=leader)
        assert not Entry.objects.exists()

    def test_nobody_leaves_what_is_over(self, leader):
        made = over()
        entry(made, leader)
        got = refusal_of(rules.leave, campaign_id=made.pk, leader=leader)
        assert got == "campaign-over"


class TestFigures:
    def test_weeks_of_the_contest_count_and_no_others(self, leader, other_leader):
        made = over("net")
        entry(made, leader)
        for ago, net in ((3, 100), (2, 20), (1, 3), (0, 1000)):
            sell(MONDAY - ago * WEEK, {leader: net, other_leader: 7})
        assert values_of(made) == {leader.pk: Decimal(23)}

    @pytest.mark.parametrize(
        ("metric", "field"),
        [("net", "net"), ("orders", "effective_orders"), ("members", "new_members")],
    )
    def test_each_sums_its_own_field_of_the_current_version(self, leader, metric, field):
        for number in (5, 8):
            sell(MONDAY - WEEK, {leader: {field: number}})
        sums = METRICS[metric].values([leader.pk], MONDAY - WEEK, MONDAY - DAY)
        assert sums == {leader.pk: Decimal(8)}

    def test_unknown_members_are_nothing(self, leader):
        sell(MONDAY - WEEK, {leader: {"new_members": None}})
        sums = METRICS["members"].values([leader.pk], MONDAY - WEEK, MONDAY - DAY)
        assert sums == {leader.pk: Decimal(0)}

    def test_trainings_attended(self, leader, trainer):
        noon = datetime.combine(MONDAY - 3 * DAY, time(12), tzinfo=dates.SHANGHAI)
        first, topic = session(noon, kind="group"), session(noon + DAY, kind="topic")
        for one, present in ((first, True), (topic, True)):
            AttendanceMark.objects.create(session=one, leader=leader, present=present, by=trainer)
        marked = METRICS["sessions"].values([leader.pk], MONDAY - WEEK, MONDAY - DAY)
        assert marked == {leader.pk: Decimal(1)}
        assert METRICS["sessions"].values([leader.pk], MONDAY, MONDAY + DAY) == {}


class TestBoard:
    def test_ties_share_the_better_place(self):
        assert places(map(Decimal, [5, 9, 5, 0])) == {9: 1, 5: 2, 0: 4}

    def test_places_count_all_and_names_only_some(self, leader, other_leader):
        made = over()
        third = cast.leader("Third")
        entry(made, leader, named=True)
        entry(made, other_leader)
        entry(made, third, named=True)
        sell(MONDAY - WEEK, {
            leader: {"effective_orders": 3},
            other_leader: {"effective_orders": 9},
            third: {"effective_orders": 1},
        })  # fmt: skip
        shown = board(made)
        assert [(line.entry.leader, line.place) for line in shown.named] == [
            (leader, 2),
            (third, 3),
        ]
        assert shown.of(other_leader.pk).place == 1
        assert shown.of(0) is None

    def test_teams_by_their_average_and_not_below_three(self, db):
        made = over(teams="region")
        sold = {}
        for team, numbers in {"Large": [4, 4, 4, 4], "Good": [6, 6, 5], "Two": [90, 90]}.items():
            for number in numbers:
                one = cast.leader()
                entry(made, one, team=team)
                sold[one] = {"effective_orders": number}
        sell(MONDAY - WEEK, sold)
        teams = [(line.place, line.name, line.members) for line in board(made).teams]
        assert teams == [(1, "Good", 3), (2, "Large", 4)]

    def test_many_take_the_same_queries(self, db):
        made = over()

        def asked() -> int:
            with CaptureQueriesContext(connection) as seen:
                board(made)
            return len(seen)

        entry(made, cast.leader())
        assert asked() == 2
        for _at in range(5):
            entry(made, cast.leader())
        assert asked() == 2


class TestClosing:
    @pytest.fixture
    def ended(self, leader, other_leader):
        made = over()
        entry(made, leader, named=True)
        entry(made, other_leader)
        for ago in (2, 1):
            sell(MONDAY - ago * WEEK, {leader: {"effective_orders": 4}})
        return made

    def test_the_result_is_frozen_with_its_sources(self, ended, leader, operations):
        closed = rules.close(campaign=ended, by=operations)
        sell(MONDAY - WEEK, {leader: {"effective_orders": 99}})
        mine = board(closed).of(leader.pk)
        assert (mine.place, mine.value) == (1, Decimal(8))
        assert [source["week"] for source in closed.sources] == [
            (MONDAY - 2 * WEEK).isoformat(),
            (MONDAY - WEEK).isoformat(),
        ]
        assert all(source["version"] == 1 and source["sales_import"] for source in closed.sources)

    def test_everybody_is_told_her_own_place(self, ended, leader, other_leader):
        rules.close(campaign=ended)
        assert "number 1" in Notice.objects.get(user=leader.user).title
        assert "number 2" in Notice.objects.get(user=other_leader.user).title

    @pytest.mark.parametrize("case", ["draft", "running", "twice", "missing"])
    def test_refused(self, ended, case):
        if case == "draft":
            Campaign.objects.update(state="draft")
        elif case == "running":
            Campaign.objects.update(ends_on=dates.today())
        elif case == "twice":
            rules.close(campaign=ended)
        else:
            Campaign.objects.update(starts_on=MONDAY - 3 * WEEK)
        codes = {
            "draft": "campaign-draft",
            "running": "campaign-running",
            "twice": "campaign-closed",
            "missing": "figures-missing",
        }
        assert refusal_of(rules.close, campaign=ended) == codes[case]

    def test_the_morning_closes_what_has_its_figures(self, ended):
        waits = over(weeks=3)
        assert rules.close_all(dates.today()) == 1
        ended.refresh_from_db()
        waits.refresh_from_db()
        assert (ended.is_closed, waits.is_closed) == (True, False)

    def test_she_may_take_her_name_back_afterwards(self, ended, leader):
        closed = rules.close(campaign=ended)
        rules.be_named(entry=closed.entries.get(leader=leader), named=False)
        assert board(closed).named == []
        assert board(closed).of(leader.pk).value == Decimal(8)

    def test_rewards_are_written_down(self, ended, leader, operations):
        rules.close(campaign=ended)
        mine = Entry.objects.select_related("campaign").get(leader=leader)
        rules.reward(entry=mine, what=" A  rice cooker ", given_on=dates.today(), by=operations)
        written = Reward.objects.get()
        assert (written.what, written.by) == ("A rice cooker", operations)
        assert Notice.objects.filter(user=leader.user, key=f"reward:{written.pk}").exists()

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"what": " "}, "what-missing"),
            ({"given_on": dates.today() + timedelta(days=1)}, "date-future"),
            ({"open": True}, "campaign-running"),
        ],
    )
    def test_a_reward_is_refused(self, ended, leader, operations, changed, code):
        if not changed.pop("open", False):
            rules.close(campaign=ended)
        mine = Entry.objects.select_related("campaign").get(leader=leader)
        asked = {"entry": mine, "what": "x", "given_on": dates.today(), "by": operations}
        assert refusal_of(rules.reward, **(asked | changed)) == code
        assert not Reward.objects.exists()
