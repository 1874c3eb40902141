"""Rows of a sales file that match nobody: a person says whose they are, or makes the leader."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from school.lib.phones import read_phone
from school.lib.refusal import Refusal
from school.people.models import Leader
from school.people.roster import carry_out, plan_one
from school.people.roster_columns import RosterLine
from school.standing.models import SalesFile, TradingId

# So many leaders are offered for a row; whoever looks for another one searches.
OFFERED = 8


@dataclass(frozen=True)
class Loose:
    """A row that matches nobody, as the file says it."""

    row: int
    code: str
    name: str
    phone: str
    why: str


def loose_row(file: SalesFile, row: int) -> Loose:
    """Refuses: row-not-loose (it isn't one of those, or not any more)."""
    for entry in file.outcome.get("unmatched_rows", []):
        if entry["row"] == row:
            return Loose(row, entry["leader_id"], entry["name"], entry["phone"], entry["why"])
    raise Refusal("row-not-loose", gettext_lazy("This row waits for nobody any more."))


def candidates(loose: Loose, asked: str = "") -> list[Leader]:
    """Leaders whom the row may mean: by the name it says, or by what somebody looks for. Never
    linked unasked: a name alone matches nobody."""
    if asked:
        wanted = Q(user__name__icontains=asked) | Q(code=asked) | Q(user__phone__endswith=asked)
    else:
        wanted = Q(user__name=loose.name) | Q(wechat_nick=loose.name)
        if not loose.name:
            return []
    found = Leader.objects.filter(wanted).select_related("user", "region__parent")
    return list(found.order_by("user__name", "pk")[:OFFERED])


@transaction.atomic
def link(*, file: SalesFile, row: int, leader: Leader, by) -> None:
    """Say whose a row is. An ID that the row names is hers from now on, also in later files.

    Refuses: row-not-loose, id-of-another.
    """
    loose = loose_row(file, row)
    if loose.code:
        _learn(loose.code, leader, by)
    now = SalesFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    now.links[str(row)] = leader.pk
    now.save(update_fields=["links"])
    file.links = now.links


def _learn(code: str, leader: Leader, by) -> None:
    """Her first ID is her own; another one is kept beside it."""
    if leader.code == code:
        return
    known = TradingId.objects.filter(code=code).first()
    owner = known.leader_id if known else None
    if (owner and owner != leader.pk) or Leader.objects.filter(code=code).exists():
        raise Refusal("id-of-another", _("This ID is another leader's."))
    if not leader.code:
        leader.code = code
        leader.save(update_fields=["code"])
    elif not known:
        TradingId.objects.create(code=code, leader=leader, by=by)


@transaction.atomic
def create(*, file: SalesFile, row: int, name: str, phone: str, by) -> Leader:
    """Make the leader whom a row tells of, by the rules of a roster's line, and link her.

    Refuses: row-not-loose, what `read_phone` refuses, leader-known, and what a roster lists as a
    conflict.
    """
    loose = loose_row(file, row)
    line = RosterLine(row, code=loose.code, name=name.strip(), phone=read_phone(phone))
    plan = plan_one(line)
    if not plan.new:
        raise Refusal("leader-known", _("We know her already. Link the row to her."))
    carry_out(plan, by)
    leader = plan.new[0].leader
    link(file=file, row=row, leader=leader, by=by)
    return leader
