"""Looking again at leaders to whom something has happened: soon, together, and not in the request.

A request only remembers whom; once it has committed, they are written down, and one job evaluates
all that have been written down until it starts.
"""

from collections.abc import Iterable

from django.db import connection, transaction

from school.jobs import job
from school.jobs.models import Job
from school.jobs.run import Run
from school.lib import dates
from school.people.models import Leader
from school.standing import automatic
from school.standing.evaluation import evaluate
from school.standing.models import Recheck, RuleSet

SOME, EVERYBODY = "standing.recheck", "standing.evaluate"
# Long enough for a class that hands in together, short enough to be told before she looks away.
PATIENCE_SECONDS = 5
BATCH = 1000


def soon(leader_ids: Iterable[int]) -> None:
    """Evaluate these leaders once the surrounding transaction is committed, by a job."""
    _kept_by_this_transaction().leader_ids.update(leader_ids)


def everybody_soon() -> None:
    """Evaluate everybody once the surrounding transaction is committed, by a job."""
    transaction.on_commit(lambda: _ask_once(EVERYBODY))


class _WriteDown:
    """What is written once a transaction commits: however much happens in it, one row a leader."""

    def __init__(self) -> None:
        self.leader_ids: set[int] = set()
        self.written = False

    def __call__(self) -> None:
        self.written = True
        Recheck.objects.bulk_create(
            (Recheck(leader_id=pk) for pk in sorted(self.leader_ids)), batch_size=BATCH
        )
        _ask_once(SOME)


def _kept_by_this_transaction() -> _WriteDown:
    """Looked for among what waits for the commit, so that a rollback forgets it by itself."""
    for _savepoints, waiting, _robust in connection.run_on_commit:
        if isinstance(waiting, _WriteDown) and not waiting.written:
            return waiting
    made = _WriteDown()
    # Without a transaction it would run before anybody is in it.
    with transaction.atomic():
        transaction.on_commit(made)
    return made


def _ask_once(kind: str) -> None:
    """A job that has not begun will see what is written by now; one that runs may not."""
    if not Job.objects.filter(kind=kind, state=Job.State.QUEUED).exists():
        job.enqueue(kind=kind, after=PATIENCE_SECONDS)


def work_off(run: Run) -> dict[str, int]:
    """Evaluate all who have been written down. Done twice, nobody is proposed twice: a row goes
    in the transaction in which its leader was evaluated."""
    looked_at = proposed = promoted = 0
    if RuleSet.objects.valid_on(dates.today()) is None:
        Recheck.objects.all().delete()
    while rows := dict(Recheck.objects.order_by("pk").values_list("pk", "leader_id")[:BATCH]):
        found = _evaluate(rows)
        looked_at, proposed = looked_at + len(set(rows.values())), proposed + found
        promoted += len(automatic.promote(on=dates.today())) if found else 0
        run.progress(looked_at, looked_at + Recheck.objects.count())
    return {"evaluated": looked_at, "proposals": proposed, "promoted": promoted}


@transaction.atomic
def _evaluate(rows: dict[int, int]) -> int:
    leaders = Leader.objects.filter(pk__in=set(rows.values()))
    found = evaluate(on=dates.today(), leaders=leaders)
    Recheck.objects.filter(pk__in=rows).delete()
    return len(found.proposals)
