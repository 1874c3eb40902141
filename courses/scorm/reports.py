"""What packages report, taken in and read back.

A report holds all values of one opening as they are now, so sending one twice, or only the last of
many, is the same. Openings are folded: the last changed one is gone on with, one that says "through
with it" is enough, the best score is hers, the times add up. So a phone that was offline for a day
adds what it has and takes nothing away.

The score stays here. A package runs in the leader's own browser and can be made to report anything,
so it never becomes a grade and no condition for a tier can ask for it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from courses.access import check_page_open
from courses.enrolment import enrol
from courses.models import (
    Enrolment,
    ScormPackage,
    ScormPage,
    ScormSession,
    StepCompletion,
    StepPage,
)
from courses.progress import complete_step
from school.lib.refusal import Refusal
from school.people.models import Leader

CLIENT = re.compile(r"[a-z0-9-]{8,40}")
NAME = re.compile(r"(cmi|adl)\.[a-zA-Z0-9_.]{1,100}")
MOST_VALUES, MOST_LETTERS = 500, 100_000
LONGEST = 24 * 60 * 60
HIGHEST_SEQ = 2**53


@dataclass(frozen=True)
class Kept:
    """Where she stands with a package: `values` to go on with, and the sums of all openings."""

    values: dict[str, str]
    changed_at: datetime | None
    seconds: int
    score: Decimal | None


@transaction.atomic
def take_report(
    *, leader: Leader, page: ScormPage, package: ScormPackage, report: Mapping[str, Any]
) -> bool:
    """Keep `{client, seq, at, seconds, values}`, `at` in milliseconds since 1970; answers whether
    she is through with the step by it. What is older than what is kept changes nothing.

    Refuses: report-unreadable, report-too-large, and what `enrol` and `check_page_open` refuse.
    """
    values, seconds = _read_values(report), _read_number(report, "seconds", LONGEST)
    client, seq = report.get("client"), _read_number(report, "seq", HIGHEST_SEQ)
    if not isinstance(client, str) or not CLIENT.fullmatch(client):
        raise Refusal("report-unreadable", "")
    enrolment = enrol(leader=leader, course=page.course)
    check_page_open(leader, page, enrolment)
    fresh = {
        "seq": seq,
        "values": values,
        "seconds": seconds,
        "done": is_done(values),
        "score": score_of(values),
        "changed_at": _moment(_read_number(report, "at", HIGHEST_SEQ), enrolment),
    }
    about = {"course_key": page.course_key, "step_key": page.translation_key, "package": package}
    row, made = ScormSession.objects.select_for_update().get_or_create(
        leader=leader, client=client, defaults=about | fresh
    )
    if row.step_key != page.translation_key or row.package_id != package.pk:
        raise Refusal("report-unreadable", "")
    if not made and seq > row.seq:
        for name, value in fresh.items():
            setattr(row, name, value)
        row.save()
    if row.done:
        source = StepCompletion.Source.PACKAGE
        complete_step(leader=leader, step=page, at=row.changed_at, source=source)
    return row.done


def kept(*, leader: Leader | None, step: StepPage, package: ScormPackage) -> Kept:
    """By this version of the package, since she began the course. Three queries."""
    if leader is None:
        return Kept({}, None, 0, None)
    rows = ScormSession.objects.filter(
        leader=leader, step_key=step.translation_key, package=package
    )
    begun = Enrolment.objects.filter(leader=leader, course_key=step.course_key).first()
    if begun:
        rows = rows.filter(changed_at__gte=begun.enrolled_at)
    last = rows.order_by("-changed_at", "-pk").first()
    if last is None:
        return Kept({}, None, 0, None)
    sums = rows.aggregate(seconds=Sum("seconds"), score=Max("score"))
    return Kept(last.values, last.changed_at, sums["seconds"], sums["score"])


def is_done(values: Mapping[str, str]) -> bool:
    """SCORM 1.2 says it with one word, 2004 with two, of which "failed" outweighs "completed"."""
    if "cmi.core.lesson_status" in values:
        return values["cmi.core.lesson_status"] in ("passed", "completed")
    completion, success = (values.get(f"cmi.{name}_status") for name in ("completion", "success"))
    return success == "passed" or (completion == "completed" and success != "failed")


def score_of(values: Mapping[str, str]) -> Decimal | None:
    """The reported score in per cent: the scaled one, else the raw one between its ends (0 and 100
    where the package names none)."""
    scaled = _number(values.get("cmi.score.scaled"))
    if scaled is not None:
        return _percent(scaled * 100)
    part = "cmi.core.score" if "cmi.core.score.raw" in values else "cmi.score"
    raw, least, most = (_number(values.get(f"{part}.{end}")) for end in ("raw", "min", "max"))
    if raw is None:
        return None
    least, most = least or Decimal(0), Decimal(100) if most is None else most
    return _percent((raw - least) * 100 / (most - least)) if most > least else None


def _percent(value: Decimal) -> Decimal:
    return min(max(value, Decimal(0)), Decimal(100)).quantize(Decimal("0.01"))


def _number(text: str | None) -> Decimal | None:
    try:
        found = Decimal((text or "")[:20])
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < 10**9 else None


def _moment(milliseconds: int, enrolment: Enrolment) -> datetime:
    """When it was changed on her phone: since she began the course, and never ahead."""
    now = timezone.now()
    since = enrolment.enrolled_at.timestamp()
    at = min(max(milliseconds / 1000, since), now.timestamp())
    return max(datetime.fromtimestamp(at, tz=now.tzinfo), enrolment.enrolled_at)


def _read_values(report: Mapping[str, Any]) -> dict[str, str]:
    values = report.get("values")
    if not isinstance(values, dict):
        raise Refusal("report-unreadable", "")
    for name, value in values.items():
        if not NAME.fullmatch(name) or not isinstance(value, str) or "\0" in value:
            raise Refusal("report-unreadable", "")
    if len(values) > MOST_VALUES or sum(map(len, values.values())) > MOST_LETTERS:
        raise Refusal("report-too-large", "")
    return values


def _read_number(report: Mapping[str, Any], name: str, most: int) -> int:
    value = report.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Refusal("report-unreadable", "")
    return min(value, most)
