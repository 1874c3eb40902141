"""The statements that write plans for everybody; `plan.py` says in words what they do.

Days are worked out here once for each template and its parts, so that the statements need no
arithmetic with dates, which databases write differently.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from school.coaching.models import Plan, PlanItem, PlanTemplate, TemplateItem
from school.notices.models import Notice
from school.people.models import Leader, User
from school.standing.models import CohortRun, Placement

_TABLES = {
    "plan": Plan._meta.db_table,
    "planned": PlanItem._meta.db_table,
    "template": PlanTemplate._meta.db_table,
    "item": TemplateItem._meta.db_table,
    "placement": Placement._meta.db_table,
    "run": CohortRun._meta.db_table,
    "leader": Leader._meta.db_table,
    "user": User._meta.db_table,
    "notice": Notice._meta.db_table,
}

_PLANS = """
INSERT INTO {plan} (leader_id, template_id, cohort, run_id, started_on, ends_on, ending, metric)
SELECT p.leader_id, t.id, p.cohort, %(run)s, %(on)s, {ends_on}, '', ''
FROM {placement} p
JOIN {template} t ON t.cohort = p.cohort AND t.active = TRUE
JOIN {leader} l ON l.id = p.leader_id AND l.status IN ('probation', 'active')
WHERE p.run_id = %(run)s AND (%(only)s = 0 OR p.leader_id = %(only)s)
AND NOT EXISTS (
  SELECT 1 FROM {plan} now WHERE now.leader_id = p.leader_id AND now.ended_on IS NULL
)
AND NOT EXISTS (
  SELECT 1 FROM {plan} past
  WHERE past.leader_id = p.leader_id AND past.cohort = p.cohort AND past.ending = 'finished'
  AND NOT EXISTS (
    SELECT 1 FROM {placement} away JOIN {run} r ON r.id = away.run_id AND r."current" = TRUE
    WHERE away.leader_id = p.leader_id AND away.cohort <> p.cohort AND r."on" > past.started_on
  )
)
ON CONFLICT DO NOTHING"""

_ITEMS = """
INSERT INTO {planned} (leader_id, plan_id, source_id, kind, doer, title, title_en, words, words_en,
                       refers_to, from_on, due_on, every_days, decides, state)
SELECT p.leader_id, p.id, i.id, i.kind,
  CASE WHEN i.kind IN ('visit', 'check-in') OR (i.kind = 'session' AND i.refers_to = '')
       THEN 'coach' ELSE 'leader' END,
  i.title, i.title_en, i.words, i.words_en, i.refers_to, {from_on}, {due_on}, i.every_days,
  i.decides, 'open'
FROM {plan} p JOIN {item} i ON i.template_id = p.template_id
WHERE p.run_id = %(run)s AND p.ended_on IS NULL
AND NOT EXISTS (SELECT 1 FROM {planned} x WHERE x.plan_id = p.id)"""

_NOTICES = """
INSERT INTO {notice} (user_id, kind, "key", title, body, link, template, language, created_at)
SELECT l.user_id, 'plan', %(key)s || l.id,
  CASE WHEN u.language = 'en' THEN %(title_en)s ELSE %(title)s END,
  CASE WHEN u.language = 'en' THEN %(body_en)s ELSE %(body)s END, %(link)s,
  %(template)s, u.language, %(now)s
FROM {plan} p
JOIN {leader} l ON l.id = p.leader_id
JOIN "{user}" u ON u.id = l.user_id
WHERE p.run_id = %(run)s AND p.ended_on IS NULL
AND NOT EXISTS (
  SELECT 1 FROM {notice} n WHERE n.user_id = l.user_id AND n."key" = %(key)s || l.id
)"""

NO_DAY = "NULL"


def write_plans(*, run: int, on: date, only: int) -> None:
    """A plan for everybody whom this run placed where a template is in use, and who has none and
    wasn't through with it; for one leader alone if `only` is her number."""
    days = {t.pk: last_day(t, on) for t in PlanTemplate.objects.filter(active=True) if t.days}
    ends_on, params = _day_by("t.id", days)
    _run(_PLANS, params | {"run": run, "on": on, "only": only}, ends_on=ends_on)


def write_items(run: CohortRun) -> None:
    """The things of the plans that this run began, copied from their templates."""
    spans = {}
    for template in PlanTemplate.objects.prefetch_related("items"):
        spans |= spans_of(template.items.all(), run.on)
    if not spans:
        return
    from_on, froms = _day_by("i.id", {pk: span[0] for pk, span in spans.items()}, "from")
    due_on, dues = _day_by("i.id", {pk: span[1] for pk, span in spans.items()}, "due")
    _run(_ITEMS, froms | dues | {"run": run.pk}, from_on=from_on, due_on=due_on)


def write_notices(*, run: int, template: str, words: dict[str, list[str]], link: str) -> None:
    """A notice for everybody to whom this run gave a plan: title and body in her language, and
    the template by which it is said in another one later."""
    (title, body), (title_en, body_en) = words["zh-hans"], words["en"]
    params = {"title": title, "body": body, "title_en": title_en, "body_en": body_en}
    params |= {"run": run, "key": f"plan-{run}-", "template": template, "link": link}
    _run(_NOTICES, params | {"now": _now()})


def _now() -> Any:
    return connection.ops.adapt_datetimefield_value(timezone.now())


def last_day(template: PlanTemplate, on: date) -> date | None:
    """The last day of a plan that begins on this day; None if it goes on."""
    return on + timedelta(days=template.days - 1) if template.days else None


def spans_of(items: Iterable[TemplateItem], on: date) -> dict[int, tuple[date, date]]:
    """From when until when each part is due in a plan that begins on this day. One after the
    other: a thing is shown once the day of the one before it is over."""
    found = {}
    for by_coach in (False, True):
        mine = [item for item in items if item.by_coach is by_coach]
        days = sorted({item.day for item in mine})
        after = dict(zip(days, [0, *days], strict=False))
        for item in mine:
            first, last = timedelta(days=after[item.day]), timedelta(days=item.day - 1)
            found[item.pk] = (on + first, on + last)
    return found


def _day_by(column: str, days: dict[int, date], name: str = "day") -> tuple[str, dict[str, Any]]:
    """An expression that gives the day of each key in this column, with its parameters."""
    if not days:
        return NO_DAY, {}
    whens = " ".join(f"WHEN {int(pk)} THEN %({name}{pk})s" for pk in days)
    return f"CASE {column} {whens} END", {f"{name}{pk}": day for pk, day in days.items()}


def _run(statement: str, params: dict[str, Any], **parts: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**_TABLES, **parts), params)
