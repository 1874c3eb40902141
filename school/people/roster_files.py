"""Rosters that people bring: what would come of one, taking it over, and taking it back."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from school.people.bringing import flow
from school.people.bringing.reading import Progress, Reading
from school.people.bringing.source import Entry, Looked, Source
from school.people.models import RosterChange, RosterFile
from school.people.roster import RosterResult, carry_out, plan_roster, read_roster
from school.people.roster_columns import COLUMNS, DATES, FILLABLE, FILLED_DOWN, RosterLine
from school.people.roster_plan import Plan, Step
from school.people.roster_shown import LABELS, kept, label, shown
from school.people.roster_undo import undo

BATCH = 1000
# So many of the changes are shown on the screen; all are in the file beside it.
SHOWN = 50


def look(file: RosterFile, progress: Progress) -> Looked:
    lines, result = _read(file, progress)
    return _looked(result, plan_roster(lines, result))


def take(file: RosterFile, progress: Progress) -> Looked:
    lines, result = _read(file, progress)
    with transaction.atomic():
        return _take(file, lines, result)


def bring(*, data: bytes, name: str, by=None, dry_run: bool = False) -> RosterResult:
    """Take a roster over at once and keep it, so that it can be taken back. What columns mean is
    as somebody has said for files like it. Refuses what `read_sheet` refuses."""
    reading = flow.reading_of(source=SOURCE, data=data, name=name)
    lines, result = read_roster(data, name, reading)
    if dry_run:
        plan_roster(lines, result)
        return result
    with transaction.atomic():
        file = flow.start_at_once(source=SOURCE, data=data, name=name, by=by)
        flow.finish(file, _take(file, lines, result))
    return result


def _take(file: RosterFile, lines: list[RosterLine], result: RosterResult) -> Looked:
    flow.mark_taken(file)
    plan = plan_roster(lines, result)
    looked = _looked(result, plan)
    carry_out(plan, file.by)
    _keep_changes(file, plan)
    looked.outcome["regions"] = [region.pk for region in plan.regions.new]
    return looked


def _read(file: RosterFile, progress: Progress) -> tuple[list[RosterLine], RosterResult]:
    with file.file.open("rb") as content:
        data = content.read()
    return read_roster(data, file.file_name, Reading.of(file.columns, file.answers), progress)


def _looked(result: RosterResult, plan: Plan) -> Looked:
    changed = plan.changed
    outcome = {
        "rows": result.rows,
        "created": result.created,
        "changed": len(changed),
        "same": result.updated - len(changed),
        "merged": result.merged,
        "conflicts": len(result.conflicts),
        "rejected": len(result.rejected),
        "regions_created": result.regions_created,
        "notes": [entry for entry in result.warnings if "row" not in entry],
        "asks_order": any(entry["code"] == "date-ambiguous" for entry in result.rejected),
        "new": [_named(step) for step in plan.new[:SHOWN]],
        "changes": [_named(step) | {"fields": _fields(step)} for step in changed[:SHOWN]],
    }
    return Looked(outcome, _problems(result), _headings(), _differences(plan))


def _named(step: Step) -> dict[str, Any]:
    return {
        "leader": step.leader.pk,
        "code": step.leader.code or "",
        "name": step.leader.user.name,
        "place": shown("region", step.leader.region),
    }


def _fields(step: Step) -> list[list[str]]:
    return [
        [label(name), shown(name, step.before[name]), shown(name, value)]
        for name, value in step.after.items()
    ]


def _headings() -> list[str]:
    return [
        pgettext("in a table", "Row"),
        _("Leader ID"),
        _("Name"),
        pgettext("in a table", "What"),
        _("Before"),
        _("After"),
    ]


def _differences(plan: Plan) -> Iterator[list[Any]]:
    for step in plan.new:
        yield [step.line.line, step.leader.code, step.leader.user.name, _("New leader"), "", ""]
    for step in plan.changed:
        for field in _fields(step):
            yield [step.line.line, step.leader.code, step.leader.user.name, *field]


def _problems(result: RosterResult) -> list[Entry]:
    """What costs a row before what is only worth a look."""
    kinds = [
        (pgettext("kind of problem", "Conflict"), result.conflicts),
        (pgettext("kind of problem", "Rejected"), result.rejected),
        (pgettext("kind of problem", "Worth a look"), result.warnings),
    ]
    return [
        {"kind": kind, **entry} for kind, entries in kinds for entry in entries if "row" in entry
    ]


def _keep_changes(file: RosterFile, plan: Plan) -> None:
    RosterChange.objects.bulk_create(
        (
            RosterChange(
                roster_file=file,
                leader=step.leader,
                is_new=step.is_new,
                before={} if step.is_new else {n: kept(v) for n, v in step.before.items()},
                after=_after(step),
            )
            for step in plan.steps
            if step.is_new or step.after
        ),
        batch_size=BATCH,
    )


def _after(step: Step) -> dict[str, Any]:
    if step.is_new:
        return {"account_is_new": step.account_is_new}
    return {name: kept(value) for name, value in step.after.items()}


SOURCE = Source(
    name="roster",
    model=RosterFile,
    columns=COLUMNS,
    labels={name: LABELS[name] for name in COLUMNS},
    needed=(("name",), ("code", "phone")),
    money=("group_members",),
    dates=DATES,
    fillable=FILLABLE,
    filled=FILLED_DOWN,
    look_kind="people.look_at_roster",
    take_kind="people.take_roster",
    look=look,
    take=take,
    undo=undo,
    undo_kind="people.undo_roster",
)
