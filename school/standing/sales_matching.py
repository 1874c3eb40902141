"""Whose sales a line tells: by ID, else by whole phone number, never by name alone."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from django.utils.translation import gettext_lazy as _

from school.lib.refusal import Refusal
from school.people.directory import Directory, Known, slices
from school.standing.models import TradingId
from school.standing.sales_columns import SalesLine


@dataclass
class Matched:
    """Each leader's line by her number; lines of nobody we know, with the reason; and all that
    is held back, with the number of the leader where it is known."""

    lines: dict[int, SalesLine] = field(default_factory=dict)
    unmatched: list[tuple[SalesLine, str]] = field(default_factory=list)
    rejected: list[tuple[SalesLine, Refusal]] = field(default_factory=list)
    held: list[tuple[SalesLine, int | None, str]] = field(default_factory=list)
    warnings: list[tuple[SalesLine, Refusal]] = field(default_factory=list)


def match(
    lines: list[SalesLine],
    broken: list[tuple[SalesLine, Refusal]],
    links: Mapping[int, int] | None = None,
) -> Matched:
    """Match every line; `broken` ones were rejected, but their leaders matter too. `links` is a
    person's word on whose a line is, by its number.

    Unmatched: unknown-leader, phone-masked, id-differs, nothing-to-match. Lines that say the same
    of one leader count once; different ones are all rejected, since nobody can say which is right
    (leader-twice).
    """
    matched, found = Matched(), defaultdict(list)
    everybody = lines + [line for line, _refusal in broken]
    directory = _directory(everybody)
    find = partial(_find, directory=directory, links=links or {})
    for line in lines:
        leader_id, why = find(line)
        if leader_id is None:
            matched.unmatched.append((line, why))
            matched.held.append((line, None, why))
        else:
            found[leader_id].append(line)
            _compare(line, leader_id, directory, matched)
    for leader_id, of_her in found.items():
        _choose(leader_id, of_her, matched)
    matched.held += [(line, find(line)[0], why.code) for line, why in broken]
    return matched


def _directory(lines: list[SalesLine]) -> Directory:
    """Those whom the lines may mean, also by IDs that she got when she registered once more."""
    codes = {line.code for line in lines}
    directory = Directory.of(codes=codes, phones={line.phone for line in lines})
    for some in slices(codes - set(directory.by_code) - {""}):
        for other in TradingId.objects.filter(code__in=some).select_related("leader__user"):
            leader = other.leader
            directory.by_code[other.code] = Known(
                leader.pk, leader.code or "", leader.user.phone, leader.user.name
            )
    return directory


def _find(
    line: SalesLine, directory: Directory, links: Mapping[int, int]
) -> tuple[int | None, str]:
    if line.line in links:
        return links[line.line], ""
    if known := directory.by_code.get(line.code):
        return known.leader_id, ""
    if line.phone:
        known = directory.by_phone.get(line.phone)
        if known is None:
            return None, "unknown-leader"
        # Another ID is another person, who may have taken over the number.
        return (None, "id-differs") if line.code and known.code else (known.leader_id, "")
    if line.is_masked:
        return None, "phone-masked"
    return None, "unknown-leader" if line.code else "nothing-to-match"


def _compare(line: SalesLine, leader_id: int, directory: Directory, matched: Matched) -> None:
    """A number that belongs to somebody else than the ID is worth a look."""
    owner = directory.by_phone.get(line.phone) if line.phone else None
    if owner and owner.leader_id != leader_id:
        message = _("The ID is hers, but the phone number is another leader's.")
        matched.warnings.append((line, Refusal("phone-of-another", message)))


def _choose(leader_id: int, lines: list[SalesLine], matched: Matched) -> None:
    if all(line.figures == lines[0].figures for line in lines):
        matched.lines[leader_id] = lines[0]
        message = _("The row says the same as row %(row)s and counts once.")
        matched.warnings += [
            (line, Refusal("rows-merged", message, {"row": lines[0].line})) for line in lines[1:]
        ]
        return
    refusal = Refusal("leader-twice", _("This leader is in the file with different figures."))
    matched.rejected += [(line, refusal) for line in lines]
    matched.held += [(line, leader_id, refusal.code) for line in lines]
