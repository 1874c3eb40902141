"""A dry run as a job: its progress, its result as data, and the file of all who would move."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.utils import translation
from django.utils.translation import gettext as _

from school.jobs import job
from school.jobs.models import Job
from school.jobs.run import Run
from school.lib import dates
from school.lib.exports import write_csv
from school.standing.dry_run import Mover, titles, try_out
from school.standing.models import RuleSet

KIND = "standing.dry_run"


def ask_for(*, rule_set: RuleSet, by) -> Job:
    """Try these rules out; the same draft isn't tried twice at a time."""
    args = {"rule_set": rule_set.pk, "on": dates.today().isoformat(), "language": by.language}
    return job.enqueue(kind=KIND, args=args, owner=by, key=_key(rule_set))


def latest(rule_set: RuleSet) -> Job | None:
    return Job.objects.filter(key=_key(rule_set)).order_by("-pk").first()


def _key(rule_set: RuleSet) -> str:
    return f"dry-run:{rule_set.pk}"


def run(this_run: Run, *, rule_set: int, on: str, language: str) -> dict[str, Any]:
    """Done twice, the second result takes the place of the first."""
    movers: list[Mover] = []
    result = try_out(
        rule_set=RuleSet.objects.get(pk=rule_set),
        on=date.fromisoformat(on),
        told=this_run.progress,
        keep=movers.append,
    )
    with translation.override(language):
        this_run.attach(file_name(rule_set), ContentFile(_file(movers)))
    return result.as_data()


def file_name(rule_set: int) -> str:
    return f"dry-run-{rule_set}.csv"


def _file(movers: list[Mover]) -> bytes:
    names = titles()
    headers = [
        _("Leader ID"),
        _("Name"),
        _("Region"),
        _("From"),
        _("To"),
        _("Net sales, 4 weeks (yuan)"),
        _("More commission in 4 weeks (yuan)"),
    ]
    rows = (
        [
            one.code,
            one.name,
            one.region,
            names[one.from_tier],
            names[one.to_tier],
            one.net,
            one.cost,
        ]
        for one in movers
    )
    return write_csv(headers, rows)
