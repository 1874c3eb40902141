"""Rules over sets and over one leader: the same objects, the same result, evidence kept."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, Page

from assessments.models import GradeEvent, QuizPage, Submission, TaskPage
from courses.models import AttendanceMark, CatalogPage, CoursePage, Enrolment, Series, Session
from school.lib import dates
from school.lib.dates import SHANGHAI
from school.lib.refusal import Refusal
from school.people.models import Leader
from school.standing.evaluation import evaluate, explain, review
from school.standing.models import (
    Evaluation,
    HeldRow,
    Proposal,
    Requirement,
    RuleSet,
    SalesImport,
    SalesWeek,
    Standing,
    StepRule,
    Tier,
    TierRate,
)
from school.standing.rules import Rules
from tests import cast
from tests.standing.conftest import MONDAY, ROOM, sell, sell_four_weeks, week

pytestmark = [pytest.mark.django_db, pytest.mark.database]
# Two for each step of the ladder.
REVIEW_QUERIES = 6


@pytest.fixture
def school(rules):
    """The four required courses; the last with its final quiz and a task."""
    root = Page.objects.get(depth=1)
    locale = Locale.objects.get(language_code="zh-hans")
    catalog = root.add_child(instance=CatalogPage(title="课程", slug="courses", locale=locale))
    courses = {}
    for number in range(1, 5):
        course = CoursePage(
            title=f"第{number}课",
            slug=f"c{number}",
            code=f"C{number}",
            summary="…",
            track="onboarding",
            tier="ordinary" if number == 4 else "preparatory",
            locale=locale,
        )
        courses[course.code] = catalog.add_child(instance=course)
    last = courses["C4"]
    last.quiz = last.add_child(instance=QuizPage(title="结业测验", slug="quiz", locale=locale))
    last.task = last.add_child(
        instance=TaskPage(title="作业", slug="task", instructions="…", locale=locale)
    )
    return courses


def finish(leader: Leader, courses) -> None:
    Enrolment.objects.bulk_create(
        Enrolment(leader=leader, course_key=course.translation_key, completed_at=timezone.now())
        for course in courses
    )


def score(leader: Leader, quiz: QuizPage, percent) -> None:
    GradeEvent.objects.create(
        leader=leader,
        step_key=quiz.translation_key,
        course_key=uuid4(),
        percent=percent,
        passed=percent >= 80,
        at=timezone.now(),
    )


def ready(school, **fields) -> Leader:
    """A leader who has all that the step to ordinary asks."""
    leader = cast.leader(**{"status": Leader.Status.PROBATION, "group_members": 100} | fields)
    finish(leader, school.values())
    score(leader, school["C4"].quiz, 80)
    return leader


def sold(orders: int = 10) -> dict:
    return {"net": Decimal(300), "orders": orders, "effective_orders": orders, "open_days": 1}


def stand_at(leader: Leader, code: str) -> None:
    Standing.objects.update_or_create(leader=leader, defaults={"tier_id": code})


def test_proposes_who_meets_the_rule_with_evidence(school):
    leader = ready(school, code="1001")
    sell(week(1), {leader: sold()})

    result = evaluate(on=MONDAY)

    assert (result.evaluated, result.rules_version) == (1, 1)
    (entry,) = result.proposals
    assert {**entry, "evidence": None} == {
        "leader": "1001",
        "from": "preparatory",
        "to": "ordinary",
        "outcome": "promote",
        "evidence": None,
    }
    assert [
        (row["requirement"], row["value"], row["threshold"], row["met"])
        for row in entry["evidence"]
    ] == [
        ("courses_done", 4, 4, True),
        ("assessment_score", 80, 80, True),
        ("group_size", 100, 100, True),
        ("opened", 1, 1, True),
        ("effective_orders", 10, 10, True),
    ]
    assert all(row["source"] for row in entry["evidence"])
    proposal = Proposal.objects.get()
    assert (proposal.leader, proposal.state) == (leader, "open")
    assert [row["met"] for row in proposal.evaluation.evidence] == [True] * 5
    assert proposal.evaluation.rule_set == RuleSet.objects.get()


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (lambda leader, school: Enrolment.objects.first().delete(), "courses_done"),
        (lambda leader, school: GradeEvent.objects.update(percent=79), "assessment_score"),
        (lambda leader, school: Leader.objects.update(group_members=99), "group_size"),
        (
            lambda leader, school: SalesWeek.objects.update(effective_orders=0, open_days=0),
            "opened",
        ),
        (lambda leader, school: SalesWeek.objects.update(effective_orders=9), "effective_orders"),
    ],
)
def test_one_thing_missing_is_enough_to_wait(school, spoil, kind):
    leader = ready(school)
    sell(week(1), {leader: sold()})
    spoil(leader, school)
    leader.refresh_from_db()

    assert evaluate(on=MONDAY).proposals == []
    explained = explain(leader=leader, on=MONDAY)
    assert kind in [item.kind for item in explained.missing] and not explained.is_ready
    assert all(item.gap for item in explained.missing)


def test_orders_count_from_weeks_that_end_within_30_days(school):
    leader = ready(school)
    sell(week(5), {leader: sold()})
    assert len(evaluate(on=MONDAY, dry_run=True).proposals) == 1
    assert evaluate(on=MONDAY + timedelta(days=2), dry_run=True).proposals == []


def test_proposes_once_while_the_proposal_is_open(school):
    sell(week(1), {ready(school): sold()})
    evaluate(on=MONDAY)
    again = evaluate(on=MONDAY)
    assert (again.evaluated, again.proposals) == (1, [])
    assert Evaluation.objects.count() == 1


def test_does_not_ask_again_every_night_after_a_no(school):
    sell(week(1), {ready(school): sold()})
    evaluate(on=MONDAY)
    Proposal.objects.update(state="rejected", decided_at=timezone.now() - timedelta(days=13))
    assert evaluate(on=MONDAY).proposals == []
    Proposal.objects.update(decided_at=timezone.now() - timedelta(days=15))
    assert len(evaluate(on=MONDAY).proposals) == 1


@pytest.mark.parametrize("status", ["left", "eliminated", "applied"])
def test_leaves_out_who_is_not_here(school, status):
    sell(week(1), {ready(school, status=status): sold()})
    assert evaluate(on=MONDAY).evaluated == 0


def test_a_dry_run_answers_the_same_and_writes_nothing(school):
    sell(week(1), {ready(school): sold()})
    tried = evaluate(on=MONDAY, dry_run=True)
    assert not Proposal.objects.exists() and not Evaluation.objects.exists()
    assert tried == evaluate(on=MONDAY)


def test_evaluates_only_those_asked_for(school):
    first, second = ready(school), ready(school)
    sell(week(1), {first: sold(), second: sold()})
    evaluate(on=MONDAY, leaders=Leader.objects.filter(pk=second.pk))
    assert Proposal.objects.get().leader == second


def test_without_rules_it_says_so(tiers):
    with pytest.raises(Refusal) as refusal:
        evaluate(on=MONDAY)
    assert refusal.value.code == "rules-missing"


def test_a_step_without_requirements_moves_nobody(school):
    Requirement.objects.filter(from_tier="preparatory").delete()
    cast.leader()
    assert evaluate(on=MONDAY).proposals == []


def test_the_rules_of_the_day_are_the_latest_approved_ones(rules):
    draft = RuleSet.objects.create(valid_from=date(2026, 1, 1))
    later = RuleSet.objects.create(valid_from=MONDAY, state="approved")
    assert RuleSet.objects.valid_on(MONDAY - timedelta(days=1)) == rules
    assert RuleSet.objects.valid_on(MONDAY) == later
    assert (draft.version, later.version) == (2, 3)


def test_decides_by_the_rules_as_they_are_now(rules):
    """Another process has approved newer ones, and nobody has told this one."""
    assert explain(leader=cast.leader()).rules_version == 1
    newer = RuleSet(version=2, valid_from=dates.today(), state="approved")
    RuleSet.objects.bulk_create([newer])
    TierRate.objects.bulk_create(TierRate(rule_set=newer, tier=tier) for tier in Tier.objects.all())
    assert evaluate(on=dates.today()).rules_version == 2


def attend(leader: Leader, present: int, absent: int, trainer) -> None:
    for number in range(present + absent):
        starts = datetime(2026, 3, 25, 13, tzinfo=SHANGHAI) - timedelta(days=7 * number)
        series, _made = Series.objects.get_or_create(
            kind="group", title="团队", weekday=2, starts_at="13:00", defaults={"minutes": 45}
        )
        session, _made = Session.objects.get_or_create(
            series=series,
            on=starts.date(),
            defaults={"starts_at": starts, "ends_at": starts + timedelta(minutes=45)},
        )
        AttendanceMark.objects.create(
            session=session, leader=leader, present=number < present, by=trainer
        )


def test_the_step_to_advanced_asks_for_sales_faults_attendance_and_tasks(school, trainer):
    leader = cast.leader(code="7")
    stand_at(leader, Tier.ORDINARY)
    good = {"net": Decimal("6250.00"), "orders": 200, "leader_fault_cases": 2}
    for ago in (1, 2, 3, 4):
        sell(week(ago), {leader: good})
    attend(leader, 3, 1, trainer)
    assert [item.kind for item in explain(leader=leader, on=MONDAY).missing] == ["tasks_accepted"]
    Submission.objects.create(
        leader=leader,
        task_key=school["C4"].task.translation_key,
        course_key=uuid4(),
        title="T",
        number=1,
        state="accepted",
        sent_at=timezone.now(),
    )

    (entry,) = evaluate(on=MONDAY).proposals

    assert (entry["from"], entry["to"]) == ("ordinary", "advanced")
    assert [(row["requirement"], row["value"]) for row in entry["evidence"]] == [
        ("net_gmv", Decimal("25000.00")),
        ("leader_fault_rate", Decimal("1.00")),
        ("attendance", Decimal("75")),
        ("tasks_accepted", 1),
    ]


def test_figures_that_nobody_has_are_not_met(rules):
    leader = cast.leader()
    stand_at(leader, Tier.ADVANCED)
    sell_four_weeks({leader: {"net": Decimal(50_000), "orders": 1000}})
    items = {item.kind: item for item in explain(leader=leader, on=MONDAY).items}
    assert (items["leader_fault_rate"].value, items["leader_fault_rate"].met) == (None, False)
    assert (items["repurchase"].value, items["repurchase"].met) == (None, False)
    assert items["net_gmv"].met


def test_the_core_has_nothing_above(rules):
    leader = cast.leader()
    stand_at(leader, Tier.CORE)
    explained = explain(leader=leader, on=MONDAY)
    assert (explained.next_tier, explained.items, explained.is_ready) == (None, [], False)
    assert explained.rate == Decimal("0.16")


def test_explains_in_the_words_and_rates_of_the_ladder(school):
    leader = cast.leader(status="probation", group_members=64)
    explained = explain(leader=leader, on=MONDAY)
    assert (explained.tier.code, explained.next_tier.code) == ("preparatory", "ordinary")
    assert (explained.rate, explained.next_rate) == (None, Decimal("0.12"))
    assert (explained.met, explained.total) == (0, 5)
    size = next(item for item in explained.items if item.kind == "group_size")
    assert (size.value, size.threshold, size.percent) == (64, 100, 64)
    assert "36" in size.gap
    quiz = next(item for item in explained.items if item.kind == "assessment_score")
    assert quiz.link == "/courses/c4/quiz/" and "结业测验" in quiz.title


def test_explains_in_few_queries(school, django_assert_max_num_queries):
    leader = Leader.objects.select_related("standing").get(pk=ready(school).pk)
    with django_assert_max_num_queries(7):
        explain(leader=leader, on=MONDAY)


@pytest.mark.parametrize("number", [3, 30])
def test_evaluates_any_number_in_the_same_queries(school, number, django_assert_num_queries):
    group = [ready(school) for _ in range(number)]
    sell(week(1), dict.fromkeys(group, sold()))
    with django_assert_num_queries(17 + ROOM):
        assert len(evaluate(on=MONDAY).proposals) == number


SHARES = st.sampled_from(["0", "0.5", "1", "33.33", "33.34", "50", "100"])
KINDS = [
    ("net_gmv", st.integers(-100, 300)),
    ("effective_orders", st.integers(0, 30)),
    ("average_order", st.sampled_from(["0", "0.01", "3.33", "3.34", "10", "25.5"])),
    ("refund_rate", SHARES),
    ("leader_fault_rate", SHARES),
    ("repurchase", SHARES),
    ("open_days", st.integers(0, 12)),
    ("active_buyers", st.integers(0, 9)),
    ("new_members", st.integers(0, 20)),
    ("complaints", st.integers(0, 6)),
    ("group_size", st.integers(0, 5)),
    ("opened", st.just(1)),
]
AT_MOST = {"leader_fault_rate", "refund_rate", "complaints"}
requirement = st.one_of(
    *(st.tuples(st.just(kind), threshold, st.sampled_from(" AB")) for kind, threshold in KINDS)
)
count = st.one_of(st.none(), st.integers(0, 9))
sales_row = st.fixed_dictionaries(
    {
        "net": st.decimals(-100, 200, places=2),
        "refunds": st.decimals(0, 50, places=2),
        "orders": st.integers(0, 9),
        "effective_orders": st.integers(0, 9),
        "refund_count": st.integers(0, 9),
        "open_days": count,
        "buyers": count,
        "repeat_buyers": count,
        "new_members": count,
        "complaints": count,
        "leader_fault_cases": count,
    }
)
person = st.tuples(st.integers(0, 5), st.lists(st.none() | sales_row, min_size=6, max_size=6))


def half_up(part: int, whole: int, times: int) -> Decimal | None:
    return Decimal((part * times * 2 + whole) // (whole * 2)) / 100 if whole else None


def by_hand(kind: str, group: int, rows: list[dict | None]) -> Decimal | None:
    """The figure of a requirement from the rows themselves, the newest week first."""
    recent = [row for row in rows[:4] if row]
    if kind == "group_size":
        return Decimal(group)
    if kind == "opened":
        opened = any(row and (row["open_days"] or row["effective_orders"]) for row in rows)
        return Decimal(bool(opened))
    if kind == "net_gmv":
        return sum((row["net"] for row in recent), Decimal(0))
    if kind == "effective_orders":
        return Decimal(sum(row["effective_orders"] for row in recent))
    if kind == "average_order":
        fen = sum(int((row["net"] + row["refunds"]) * 100) for row in recent)
        return average_in_fen(fen, sum(row["effective_orders"] for row in recent))
    if kind in ("open_days", "new_members", "complaints"):
        known = [row[kind] for row in recent if row[kind] is not None]
        return Decimal(sum(known)) if known else None
    if kind == "active_buyers":
        known = [row["buyers"] for row in recent if row["buyers"] is not None]
        return half_up(sum(known), len(known), 100)
    part, whole = {
        "leader_fault_rate": ("leader_fault_cases", "orders"),
        "refund_rate": ("refund_count", "orders"),
        "repurchase": ("repeat_buyers", "buyers"),
    }[kind]
    pairs = [(row[part], row[whole]) for row in recent]
    known = [(a, b) for a, b in pairs if a is not None and b is not None]
    return half_up(sum(a for a, _b in known), sum(b for _a, b in known), 10_000)


def average_in_fen(fen: int, orders: int) -> Decimal | None:
    """Half a fen up; what is below zero is cut off towards it, as both databases divide."""
    return Decimal(int(Decimal(fen * 2 + orders) / (orders * 2))) / 100 if orders else None


def meets(kind: str, value: Decimal | None, threshold: Decimal) -> bool:
    if value is None:
        return False
    return value <= threshold if kind in AT_MOST else value >= threshold


def counts(letters: list[str], takes: str, met: list[bool]) -> bool:
    """The result of a step from what is met, written from the words of the rule."""
    whole, inner = (any, all) if takes == "any" else (all, any)
    groups = {letter for letter in letters if letter != " "}
    parts = [is_met for is_met, letter in zip(met, letters, strict=True) if letter == " "]
    for group in groups:
        parts.append(inner(m for m, letter in zip(met, letters, strict=True) if letter == group))
    return whole(parts)


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    asked=st.lists(requirement, min_size=1, max_size=6),
    takes=st.sampled_from(["all", "any"]),
    people=st.lists(person, min_size=1, max_size=8),
)
def test_everybody_at_once_one_by_one_and_by_hand_agree(tiers, asked, takes, people):
    leaders = build(asked, takes, people)
    proposed = {entry["leader"]: entry for entry in evaluate(on=MONDAY, dry_run=True).proposals}
    for leader, (group, rows) in zip(leaders, people, strict=True):
        wanted = [by_hand(kind, group, rows) for kind, _threshold, _letter in asked]
        met = [
            meets(kind, value, Decimal(str(threshold)))
            for value, (kind, threshold, _letter) in zip(wanted, asked, strict=True)
        ]
        is_met = counts([letter for _kind, _threshold, letter in asked], takes, met)
        explained = explain(leader=leader, on=MONDAY)
        assert [item.value for item in explained.items] == wanted
        assert [item.met for item in explained.items] == met
        assert (str(leader.pk) in proposed) is is_met is explained.is_ready
        if is_met:
            evidence = proposed[str(leader.pk)]["evidence"]
            assert [row["value"] for row in evidence] == wanted
            assert any(row["counted"] for row in evidence)
    for model in (SalesWeek, SalesImport, Leader, RuleSet):
        model.objects.all().delete()


def build(asked, takes, people) -> list[Leader]:
    rules = RuleSet.objects.create(valid_from=date(2020, 1, 1), state="approved")
    TierRate.objects.bulk_create(TierRate(rule_set=rules, tier=tier) for tier in Tier.objects.all())
    StepRule.objects.create(
        rule_set=rules, from_tier_id="preparatory", to_tier_id="ordinary", takes=takes
    )
    Requirement.objects.bulk_create(
        Requirement(
            rule_set=rules,
            from_tier_id="preparatory",
            to_tier_id="ordinary",
            kind=kind,
            threshold=Decimal(str(threshold)),
            group=letter.strip(),
            order=order,
        )
        for order, (kind, threshold, letter) in enumerate(asked)
    )
    leaders = [
        Leader.objects.create(
            user=cast.User.objects.create(phone=cast.phone(), name="Somebody"),
            group_members=group,
            status="active",
        )
        for group, _rows in people
    ]
    for ago in range(1, 7):
        rows = [person[1][ago - 1] for person in people]
        sell(week(ago), {who: row for who, row in zip(leaders, rows, strict=True) if row})
    return leaders


def group(*kinds: str, letter: str = "A") -> None:
    """Put requirements of the first step into a group."""
    Requirement.objects.filter(from_tier="preparatory", kind__in=kinds).update(group=letter)


def test_one_of_a_group_is_enough_and_the_evidence_says_what_counted(school):
    group("group_size", "effective_orders")
    sell(week(1), {ready(school, group_members=20): sold(10)})
    (entry,) = evaluate(on=MONDAY).proposals
    lines = [
        (row["requirement"], row["group"], row["met"], row["counted"]) for row in entry["evidence"]
    ]
    assert lines == [
        ("courses_done", "", True, True),
        ("assessment_score", "", True, True),
        ("group_size", "A", False, False),
        ("opened", "", True, True),
        ("effective_orders", "A", True, True),
    ]


def test_a_group_is_one_thing_to_the_leader(school):
    group("group_size", "effective_orders")
    leader = ready(school, group_members=20)
    sell(week(1), {leader: sold(3)})
    explained = explain(leader=leader, on=MONDAY)
    assert (explained.met, explained.total, explained.is_ready) == (3, 4, False)
    assert [item.kind for item in explained.missing] == ["group_size", "effective_orders"]
    (part,) = [part for part in explained.parts if part.letter]
    assert (part.letter, part.takes, part.met, len(part.items)) == ("A", "any", False, 2)


def test_any_of_a_step_is_enough(school):
    StepRule.objects.create(
        rule_set=RuleSet.objects.get(),
        from_tier_id="preparatory",
        to_tier_id="ordinary",
        takes="any",
    )
    leader = cast.leader(group_members=100, status="probation")
    assert len(evaluate(on=MONDAY).proposals) == 1
    explained = explain(leader=leader, on=MONDAY)
    assert (explained.is_ready, explained.missing) == (True, [])


class TestReview:
    """Who is below 80% of what her own tier asked of her sales."""

    @pytest.fixture
    def advanced(self, rules):
        """An advanced leader: her tier asked ¥25,000, and at most 1% of cases in her hands."""
        leader = cast.leader(code="8")
        stand_at(leader, Tier.ADVANCED)
        return leader

    @staticmethod
    def sold(leader, net, orders=1000, cases=10) -> None:
        for ago in (2, 3, 4):
            sell(week(ago), {leader: {"net": Decimal(0)}}, leader_fault_cases=0)
        row = {"net": Decimal(str(net)), "orders": orders, "leader_fault_cases": cases}
        sell(week(1), {leader: row})

    @pytest.mark.parametrize(
        ("net", "cases", "below"),
        [
            ("20000", 10, []),
            ("19999.99", 10, ["net_gmv"]),
            ("20000", 12, []),
            ("20000", 13, ["leader_fault_rate"]),
            ("0", 500, ["net_gmv", "leader_fault_rate"]),
        ],
    )
    def test_sales_below_four_fifths(self, advanced, net, cases, below):
        self.sold(advanced, net, cases=cases)
        found = review(on=MONDAY)
        assert [row.leader for row in found] == ([advanced.pk] if below else [])
        if below:
            (row,) = found
            assert (row.code, row.tier.code, row.below.code) == ("8", "advanced", "ordinary")
            lines = {line["requirement"]: line for line in row.evidence}
            assert [kind for kind, line in lines.items() if not line["met"]] == below
            assert lines["net_gmv"]["threshold"] == Decimal("20000.00")
            assert lines["leader_fault_rate"]["threshold"] == Decimal("1.25")

    def test_what_nobody_knows_is_in_her_favour(self, advanced):
        self.sold(advanced, "30000", cases=None)
        assert review(on=MONDAY) == []

    def test_nobody_is_judged_by_a_week_that_is_missing(self, advanced):
        self.sold(advanced, "0")
        SalesImport.objects.filter(week_start=week(3)).update(complete=False)
        assert len(review(on=MONDAY)) == 1, "she has a row in it"
        SalesWeek.objects.filter(week_start=week(3)).delete()
        assert review(on=MONDAY) == []
        SalesImport.objects.filter(week_start=week(3)).update(complete=True)
        assert len(review(on=MONDAY)) == 1, "the file is complete, so she sold nothing"
        HeldRow.objects.create(
            sales_import=SalesImport.objects.get(week_start=week(3)), leader=advanced, row=2
        )
        assert review(on=MONDAY) == []

    def test_nobody_is_judged_while_on_leave(self, advanced):
        self.sold(advanced, "0")
        Leader.objects.update(on_leave=True)
        assert review(on=MONDAY) == []

    def test_the_share_is_a_setting_of_the_rules(self, advanced):
        self.sold(advanced, "19999.99")
        RuleSet.objects.update(review_percent=70)
        assert review(on=MONDAY) == []

    def test_a_choice_that_still_holds_is_enough(self, advanced):
        Requirement.objects.filter(
            from_tier="ordinary", kind__in=["net_gmv", "leader_fault_rate"]
        ).update(group="A")
        self.sold(advanced, "0", cases=10)
        assert review(on=MONDAY) == []
        self.sold(advanced, "0", cases=500)
        assert len(review(on=MONDAY)) == 1

    def test_a_choice_that_is_no_sales_can_not_be_lost(self, advanced):
        Requirement.objects.filter(from_tier="ordinary").update(group="A")
        self.sold(advanced, "0", cases=500)
        assert review(on=MONDAY) == []

    @pytest.mark.parametrize("number", [1, 12])
    def test_any_number_in_the_same_queries(self, advanced, number, django_assert_num_queries):
        others = [cast.leader() for _ in range(number)]
        for other in others:
            stand_at(other, Tier.CORE)
        sell_four_weeks(dict.fromkeys([advanced, *others], 1))
        rules = Rules.of(MONDAY)
        with django_assert_num_queries(REVIEW_QUERIES):
            assert len(review(on=MONDAY, rules=rules)) == number + 1

    def test_only_of_those_asked_for(self, advanced):
        self.sold(advanced, "0")
        assert review(on=MONDAY, leaders=Leader.objects.exclude(pk=advanced.pk)) == []


def test_an_explanation_is_plain_data(school):
    data = asdict(explain(leader=ready(school), on=MONDAY))
    assert {"tier", "next_tier", "items", "rate", "rules_version"} <= set(data)
