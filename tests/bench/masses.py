"""A school of any size, written by the database itself: leaders with eight weeks of sales, and
what six requirements ask about. The numbers are arithmetic on the leader's number, so that every
run has the same school."""

from datetime import date, timedelta
from typing import Any

from django.db import connection, models
from django.utils import timezone

from assessments.models import GradeEvent, QuizPage
from courses.models import CoursePage, Enrolment
from school.lib import dates
from school.people.models import Leader, Region, User
from school.standing.models import (
    CohortLimits,
    Requirement,
    RuleSet,
    SalesImport,
    SalesWeek,
    Standing,
    Tier,
)

WEEKS, CITIES, PLACES, COURSES = 8, 10, 20, 2
# One leader in so many is absent from a week's file, or lives in the smallest place.
ABSENT, RARE, SMALL = 40, 200_003, "Corner"


def build(leaders: int) -> date:
    """Fill an empty, migrated school with the starter's courses; the Monday to place for."""
    monday = dates.week_start(dates.today())
    _regions()
    with _unchecked():
        _people(leaders)
        for ago in range(WEEKS, 0, -1):
            _week(leaders, monday - timedelta(weeks=ago), ago)
        _learning(leaders)
    _rules(monday)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return monday


def _regions() -> None:
    for city in range(CITIES):
        top = Region.objects.create(name=f"City {city}")
        for place in range(PLACES):
            Region.objects.create(name=f"Place {place}", parent=top)
    # One that is too small to be compared with itself, and a few with limits of their own.
    Region.objects.create(name=SMALL, parent=Region.objects.get(name="City 0"))
    for region in Region.objects.filter(name="Place 3"):
        CohortLimits.objects.create(region=region, valid_from=date(2020, 1, 6), head_p=15)


def _people(leaders: int) -> None:
    _fill(
        User,
        leaders,
        id="{first} + i",
        phone="'+8613' || CAST(100000000 + i AS VARCHAR(9))",
        name="'Leader ' || i",
    )
    places = Region.objects.exclude(parent=None).order_by("pk")
    first, small = places[0].pk, places.get(name=SMALL).pk
    _fill(
        Leader,
        leaders,
        id="i",
        user_id="{first} + i",
        code="'L' || i",
        region_id=f"CASE WHEN i % {RARE} = 1 THEN {small} ELSE {first}"
        f" + (i % {PLACES * CITIES}) / {PLACES} * {PLACES + 1} + i % {PLACES} END",
        group_members="90 + i % 150",
        status="'active'",
    )
    _fill(Standing, leaders, leader_id="i", tier_id=f"'{Tier.PREPARATORY}'")


def _week(leaders: int, monday: date, ago: int) -> None:
    made = SalesImport.objects.create(
        week_start=monday, version=1, complete=True, file_name="week.csv"
    )
    skew = "((i % 10007 * 7919) % 10007)"
    _fill(
        SalesWeek,
        leaders,
        f"(i + {ago}) % {ABSENT} > 0",
        sales_import_id=str(made.pk),
        leader_id="i",
        week_start=f"CAST('{monday}' AS DATE)" if _on_server() else f"'{monday}'",
        current="TRUE",
        orders="10 + i % 60",
        effective_orders="i % 9",
        net=f"({skew} * {skew} / 40000 + ((i * 31 + {ago * 17}) % 97) * 13) / 1.0 - 300",
        open_days="i % 8",
    )


def _learning(leaders: int) -> None:
    quiz = QuizPage.objects.filter(slug="quiz")[0]
    keys = [course.translation_key for course in _courses()]
    for key in keys:
        _fill(
            Enrolment,
            leaders,
            leader_id="i",
            course_key=key,
            completed_at=timezone.now(),
        )
    _fill(
        GradeEvent,
        leaders,
        leader_id="i",
        step_key=quiz.translation_key,
        course_key=keys[0],
        percent="40 + (i * 13) % 60",
        passed="(i * 13) % 60 >= 40",
        at=timezone.now(),
    )


def _courses() -> list[CoursePage]:
    return list(CoursePage.objects.filter(locale__language_code="zh-hans")[:COURSES])


def _rules(monday: date) -> None:
    """The six requirements of the step that everybody stands before."""
    RuleSet.objects.filter(state=RuleSet.State.APPROVED).update(valid_from=monday)
    rules = RuleSet.objects.valid_on(dates.today())
    rules.requirements.all().delete()
    quiz = QuizPage.objects.filter(slug="quiz", locale__language_code="zh-hans")[0]
    course = CoursePage.objects.ancestor_of(quiz).last()
    asked = [
        ("courses_done", {"courses": [course.code for course in _courses()]}, None),
        ("assessment_score", {"course": course.code, "quiz": quiz.slug}, 80),
        ("group_size", {}, 100),
        ("opened", {}, 1),
        ("effective_orders", {"window_days": 28}, 20),
        ("net_gmv", {"window_days": 28}, 8000),
    ]
    Requirement.objects.bulk_create(
        Requirement(
            rule_set=rules,
            from_tier_id=Tier.PREPARATORY,
            to_tier_id=Tier.ORDINARY,
            kind=kind,
            params=params,
            threshold=threshold,
            order=order,
        )
        for order, (kind, params, threshold) in enumerate(asked)
    )


def _fill(model: type[models.Model], leaders: int, where: str = "TRUE", **columns: Any) -> None:
    """INSERT … SELECT for i = 1 … leaders. Texts are SQL on `i`, other values parameters; what
    isn't named gets the model's default."""
    first = User.objects.exclude(leader__isnull=False).order_by("-pk").values_list("pk").first()
    names, sql, params = [], [], []
    for field in model._meta.concrete_fields:
        if (value := columns.get(field.attname, field.get_default())) is None:
            if field.null or field.primary_key:
                continue
            value = timezone.now()
        names.append(f'"{field.column}"')
        if field.attname in columns and isinstance(value, str):
            sql.append(value.format(first=first[0] if first else 0))
        else:
            sql.append("%s")
            params.append(field.get_db_prep_save(value, connection))
    numbers = (
        f"generate_series(1, {leaders}) AS n(i)"
        if _on_server()
        else f"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {leaders})"
        " SELECT i FROM n) AS n"
    )
    statement = (
        f'INSERT INTO "{model._meta.db_table}" ({", ".join(names)}) '
        f"SELECT {', '.join(sql)} FROM {numbers} WHERE {where}"
    )
    with connection.cursor() as cursor:
        # Texts hold the remainder's sign, which isn't a place for a parameter.
        cursor.execute(_marked(statement), params)


def _marked(statement: str) -> str:
    return statement.replace("%s", "\0").replace("%", "%%").replace("\0", "%s")


def _on_server() -> bool:
    return connection.vendor == "postgresql"


class _unchecked:
    """Foreign keys aren't looked up for millions of rows that are right by making."""

    def __enter__(self) -> None:
        self._say("SET session_replication_role = replica", "PRAGMA foreign_keys = OFF")

    def __exit__(self, *_error) -> None:
        self._say("SET session_replication_role = DEFAULT", "PRAGMA foreign_keys = ON")

    def _say(self, server: str, file: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(server if _on_server() else file)
