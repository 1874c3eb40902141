"""The tasting report: which product, when, how it looks, smells and tastes, who would buy it, and
a photo."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from assessments.checks.words import SENSES
from school.lib import dates

LONGEST_NAME, LONGEST_SENSE = 60, 500


def read(raw: Any) -> dict[str, str]:
    """The fields of a report, whatever came. The date is as in 2026-03-04, or empty."""
    raw = raw if isinstance(raw, Mapping) else {}
    day = _day(_text(raw.get("date"), 20))
    fields = {name: _text(raw.get(name), LONGEST_SENSE) for name in SENSES}
    product = _text(raw.get("product"), LONGEST_NAME)
    return {"product": product, "date": day.isoformat() if day else "", **fields}


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "").replace("\r\n", "\n").strip()[:longest].strip()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def check(task: Any, data: Mapping[str, Any], *, photos: int = 0) -> list[dict[str, Any]]:
    """What is missing or too short: `task.tasting_letters` for each sense."""
    report = read(data)
    found = []
    if not report["product"]:
        found.append({"code": "tasting-product-missing"})
    found += _check_day(_day(report["date"]))
    for sense in SENSES:
        if not report[sense]:
            found.append({"code": "tasting-sense-missing", "sense": sense})
        elif len(report[sense]) < task.tasting_letters:
            found.append({"code": "tasting-sense-short", "sense": sense})
    if not photos:
        found.append({"code": "tasting-photo-missing"})
    return found


def _check_day(day: date | None) -> list[dict[str, Any]]:
    if day is None:
        return [{"code": "tasting-date-missing"}]
    return [{"code": "tasting-date-future"}] if day > dates.today() else []
