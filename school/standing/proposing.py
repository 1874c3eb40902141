"""Writes what an evaluation of everybody came to: two statements, for one leader or a million."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils import timezone

from school.standing.models import Evaluation, Proposal

# The rows come as one JSON text, [[leader, evidence], …], which both databases can read.
_ROWS = {
    "sqlite": (
        "json_extract(value, '$[0]')",
        "json_extract(value, '$[1]')",
        "json_each(%s)",
    ),
    "postgresql": (
        "CAST(value ->> 0 AS BIGINT)",
        "value -> 1",
        "jsonb_array_elements(CAST(%s AS JSONB))",
    ),
}
_EVALUATIONS = """
INSERT INTO {evaluation} ({columns}, leader_id, evidence)
SELECT {values}, {leader}, {evidence} FROM {rows}"""
_PROPOSALS = """
INSERT INTO {proposal} ({columns}, leader_id, evaluation_id)
SELECT {values}, e.leader_id, e.id FROM {evaluation} e
LEFT JOIN {proposal} p ON p.evaluation_id = e.id
WHERE e.at = %s AND e.rule_set_id = %s AND e.from_tier_id = %s AND p.id IS NULL
ORDER BY e.leader_id"""


def propose(rules, step, found: Iterable[tuple[int, list[dict[str, Any]]]]) -> None:
    """Keep an evaluation and an open proposal for each leader (by number, with her evidence) who
    meets a step. Call it inside a transaction."""
    rows = json.dumps(list(found), cls=DjangoJSONEncoder)
    if rows == "[]":
        return
    tiers = {"from_tier": step.from_tier, "to_tier": step.to_tier}
    evaluation = Evaluation(
        on=rules.on, rule_set=rules.rule_set, outcome=Evaluation.Outcome.PROMOTE, **tiers
    )
    evaluation.at = timezone.now()
    leader, evidence, source = _ROWS[connection.vendor]
    rest = {"leader": leader, "evidence": evidence, "rows": source}
    _write(_EVALUATIONS, evaluation, [rows], without={"leader_id", "evidence"}, **rest)
    proposal = Proposal(**tiers, created_at=evaluation.at)
    mine = [_stored(evaluation, name) for name in ("at", "rule_set_id", "from_tier_id")]
    _write(_PROPOSALS, proposal, mine, without={"leader_id", "evaluation_id"})


def _write(
    statement: str, row: models.Model, more: list[Any], without: set[str], **names: str
) -> None:
    """Fill a statement with the columns that all its rows share."""
    fields = [
        field
        for field in row._meta.concrete_fields
        if not field.primary_key
        and field.attname not in without
        and getattr(row, field.attname) is not None
    ]
    statement = statement.format(
        evaluation=Evaluation._meta.db_table,
        proposal=Proposal._meta.db_table,
        columns=", ".join(f'"{field.column}"' for field in fields),
        values=", ".join(["%s"] * len(fields)),
        **names,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(_stored(row, field.attname) for field in fields), *more])


def _stored(row: models.Model, name: str) -> Any:
    """A value as the database keeps it."""
    field = next(field for field in row._meta.concrete_fields if field.attname == name)
    return field.get_db_prep_save(getattr(row, name), connection)
