"""The seven-day recommendation plan: for each day its products, each with a category and, where
it has one, its part in the price mix (it draws people, or it earns)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assessments.checks.words import CATEGORIES, PROFIT, ROLES, TRAFFIC

DAYS = 7
MOST_ROWS = 20
LONGEST_NAME = 60

Item = Mapping[str, str]
Day = Sequence[Item]


def read(raw: Any) -> dict[str, list[list[dict[str, str]]]]:
    """Seven days, whatever came; rows without a product are left out."""
    days = raw.get("days") if isinstance(raw, Mapping) else None
    days = days if isinstance(days, list) else []
    return {"days": [read_day(day) for day in [*days, *[[]] * DAYS][:DAYS]]}


def read_day(rows: Any) -> list[dict[str, str]]:
    rows = rows if isinstance(rows, list) else []
    items = [_item(row) for row in rows[:MOST_ROWS] if isinstance(row, Mapping)]
    return [item for item in items if item["product"]]


def _item(row: Mapping[str, Any]) -> dict[str, str]:
    product = row.get("product")
    named = product.replace("\0", "").strip() if isinstance(product, str) else ""
    return {
        "product": named[:LONGEST_NAME].strip(),
        "category": _known(row.get("category"), CATEGORIES),
        "role": _known(row.get("role"), ROLES),
    }


def _known(value: Any, choices: Mapping[str, Any]) -> str:
    return value if isinstance(value, str) and value in choices else ""


def check(task: Any, data: Mapping[str, Any], *, photos: int = 0) -> list[dict[str, Any]]:
    """What doesn't fit: how many products a day, which categories, traffic and profit items, the
    same product twice a day. The limits are the task's `plan_…` fields."""
    days = read(data)["days"]
    if not any(days):
        return [{"code": "plan-empty"}]
    found = [
        {**finding, "day": number}
        for number, day in enumerate(days, start=1)
        for finding in check_day(task, day)
    ]
    return [*found, *_missing_in_week(task, days)]


def check_day(task: Any, day: Day) -> list[dict[str, Any]]:
    """The same for one day."""
    if not day:
        return [{"code": "plan-day-empty"}]
    return [*_count(task, day), *_rows(day), *_mix(task, day), *_roles(task, day)]


def _count(task: Any, day: Day) -> Iterable[dict[str, Any]]:
    if len(day) < task.plan_least:
        yield {"code": "plan-day-few", "count": len(day), "least": task.plan_least}
    if len(day) > task.plan_most:
        yield {"code": "plan-day-many", "count": len(day), "most": task.plan_most}


def _rows(day: Day) -> Iterable[dict[str, Any]]:
    for product, times in Counter(item["product"].casefold() for item in day).items():
        if times > 1:
            named = next(i["product"] for i in day if i["product"].casefold() == product)
            yield {"code": "plan-product-twice", "product": named}
    for item in day:
        if not item["category"]:
            yield {"code": "plan-no-category", "product": item["product"]}


def _mix(task: Any, day: Day) -> Iterable[dict[str, Any]]:
    if task.plan_mix == "day":
        for category in missing_categories([day]):
            yield {"code": "plan-category-missing", "category": category}


def _roles(task: Any, day: Day) -> Iterable[dict[str, Any]]:
    wanted = ((TRAFFIC, task.plan_traffic), (PROFIT, task.plan_profit))
    for role, least in wanted:
        count = sum(item["role"] == role for item in day)
        if count < least:
            yield {"code": f"plan-{role}-few", "count": count, "least": least}


def _missing_in_week(task: Any, days: Sequence[Day]) -> Iterable[dict[str, Any]]:
    if task.plan_mix == "week":
        for category in missing_categories(days):
            yield {"code": "plan-category-missing-week", "category": category}


def missing_categories(days: Iterable[Day]) -> list[str]:
    there = {item["category"] for day in days for item in day}
    return [category for category in CATEGORIES if category not in there]
