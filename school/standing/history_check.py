"""Is the history whole? Its entries are held against each other, against the end that is kept
apart, and against the rows that they speak of."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from school.lib.refusal import Refusal
from school.standing import chain
from school.standing.models import (
    Case,
    Departure,
    Elimination,
    HistoryEntry,
    HistoryHead,
    Plan,
    Proposal,
    Review,
    TierChange,
)
from school.standing.models.history import Historic

MODELS = (TierChange, Proposal, Review, Plan, Elimination, Departure, Case)
BATCH = 1000
# number of the latest entry, by kind and by number of the row
Latest = dict[str, dict[int, int]]


@dataclass(frozen=True)
class Problem:
    """Something that isn't as it was written; `number` is the entry's, where one is meant."""

    code: str
    message: str
    number: int | None = None
    kind: str = ""
    row: int | None = None


@dataclass
class Checked:
    """What a check found; `number` and `seal` are of the last entry."""

    entries: int = 0
    number: int = 0
    seal: str = chain.BEGINNING
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.problems


def check(*, anchor: str = "", told: Callable[[int, int], None] | None = None) -> Checked:
    """Read the whole history and every row that it speaks of, in batches. `told` gets how many
    entries are read, of how many.

    Codes of problems: entry-changed, entry-missing, entry-inserted (it doesn't follow the one
    before, or stands after the end), row-changed, row-missing, row-inserted, anchor-missing.
    `anchor` is "number:seal" as somebody once noted it: that entry must still be there. Whoever
    can write to the database could seal everything anew; only an anchor kept elsewhere shows it.
    Refuses: anchor-invalid.
    """
    checked, latest = Checked(), defaultdict(dict)
    wanted = _anchor(anchor)
    total = HistoryEntry.objects.count() if told else 0
    for entry in HistoryEntry.objects.order_by("number").iterator(BATCH):
        checked.problems += _follows(checked, entry)
        latest[entry.kind][entry.row] = entry.number
        checked.entries += 1
        checked.number, checked.seal = entry.number, entry.seal
        if told and checked.entries % BATCH == 0:
            told(checked.entries, total)
        if wanted == (entry.number, entry.seal):
            wanted = None
    checked.problems += _end(checked)
    if wanted:
        message = _("Entry %(number)s is not the one that was noted.") % {"number": wanted[0]}
        checked.problems.append(Problem("anchor-missing", message, number=wanted[0]))
    for model in MODELS:
        checked.problems += _rows(model, latest[model.history_kind])
    return checked


def _anchor(text: str) -> tuple[int, str] | None:
    number, _colon, seal = text.partition(":")
    if not text:
        return None
    if not number.isdecimal() or not seal:
        raise Refusal("anchor-invalid", _("An anchor is a number, a colon and a seal."))
    return int(number), seal


def _follows(before: Checked, entry: HistoryEntry) -> Iterator[Problem]:
    about = {"number": entry.number, "kind": entry.kind, "row": entry.row}
    gap = entry.number - before.number - 1
    if gap:
        yield _gap(before.number + 1, entry.number - 1)
    if chain.seal(entry.content()) != entry.seal:
        message = _("Entry %(number)s was changed after it was written.")
        yield Problem("entry-changed", message % about, **about)
    elif not gap and entry.previous != before.seal:
        message = _("Entry %(number)s does not follow the one before it.")
        yield Problem("entry-inserted", message % about, **about)


def _gap(first: int, last: int) -> Problem:
    if first == last:
        message = _("Entry %(number)s is missing.") % {"number": first}
    else:
        message = _("Entries %(first)s to %(last)s are missing.") % {"first": first, "last": last}
    return Problem("entry-missing", message, number=first)


def _end(checked: Checked) -> Iterator[Problem]:
    """The last entry must be the one at which the next writer would go on."""
    head = HistoryHead.objects.first() or HistoryHead()
    if checked.number < head.number:
        yield _gap(checked.number + 1, head.number)
    elif (checked.number, checked.seal) != (head.number, head.seal):
        message = _("Entry %(number)s is not the end of the history that was noted.")
        about = {"number": checked.number}
        yield Problem("entry-inserted", message % about, **about)


def _rows(model: type[Historic], latest: dict[int, int]) -> Iterator[Problem]:
    """Each row must be what its latest entry says, and each entry must have its row."""
    unseen = set(latest)
    for rows in _batches(model.history_rows().order_by("pk").iterator(BATCH)):
        numbers = [latest[row.pk] for row in rows if row.pk in latest]
        entries = HistoryEntry.objects.in_bulk(numbers)
        for row in rows:
            unseen.discard(row.pk)
            yield from _same(row, entries.get(latest.get(row.pk)))
    for pk in sorted(unseen):
        about = {"number": latest[pk], "kind": model.history_kind, "row": pk}
        message = _("%(kind)s %(row)s is missing; entry %(number)s speaks of it.")
        yield Problem("row-missing", message % about, **about)


def _same(row: Historic, entry: HistoryEntry | None) -> Iterator[Problem]:
    about: dict[str, Any] = {"kind": row.history_kind, "row": row.pk}
    if entry is None:
        message = _("%(kind)s %(row)s was never written into the history.")
        yield Problem("row-inserted", message % about, **about)
        return
    now = row.facts()
    changed = [name for name, value in entry.facts.items() if now.get(name) != value]
    if changed:
        about["number"] = entry.number
        message = _("%(kind)s %(row)s is not what entry %(number)s says: %(names)s.")
        yield Problem("row-changed", message % (about | {"names": ", ".join(changed)}), **about)


def _batches(rows: Iterable) -> Iterator[list]:
    rows = iter(rows)
    while some := list(islice(rows, BATCH)):
        yield some
