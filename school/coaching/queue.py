"""The coach's morning: whom to turn to today, why, and what to do.

Somebody is on the list while a flag stands about which nobody has spoken with her, a thing of the
coach's is due, an agreed day has come, or three of her own things have waited for two days. After
a contact she is off it until the agreed day, unless a new flag is raised. In front stands who needs
it most: the sum of the weights, then what has been due the longest. Meetings of a small group are
held for many at once (`small_group.py`) and don't call anybody one by one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from school.coaching.flag import WEIGHTS, words
from school.coaching.models import Contact, Flag, ItemKind, PlanItem
from school.coaching.plan import COACHED
from school.people.models import Leader

DUE_WEIGHT, AGREED_WEIGHT, WAITING_WEIGHT = 2, 2, 1
WAITING_THINGS, WAITING_DAYS = 3, 2


@dataclass
class Entry:
    """One leader on the list: the reasons in words, what to do, and what would be done by it."""

    leader: Leader
    flags: list[Flag] = field(default_factory=list)
    items: list[PlanItem] = field(default_factory=list)

    @property
    def reasons(self) -> list[str]:
        said = [words(flag) for flag in self.flags]
        if agreed := getattr(self.leader, "agreed_on", None):
            said.append(_("You agreed on %(day)s.") % {"day": f"{agreed:%Y-%m-%d}"})
        said += [_due(item) for item in self.items]
        waiting = getattr(self.leader, "waiting", None) or 0
        if waiting >= WAITING_THINGS:
            said.append(
                ngettext(
                    "%(number)s of her small things waits.",
                    "%(number)s of her small things wait.",
                    waiting,
                )
                % {"number": waiting}
            )
        return said

    @property
    def action(self) -> str:
        """What to do first, in a few words."""
        if any(flag.rule == Flag.Rule.COMPLAINTS for flag in self.flags):
            return _("Call her and listen: what happened with the customers?")
        if any(flag.rule == Flag.Rule.CLOSED for flag in self.flags):
            return _("Call her today: what keeps her from opening?")
        if any(flag.rule == Flag.Rule.FALL for flag in self.flags):
            return _("Call her and look at last week's products together.")
        if self.items:
            return self.items[0].name
        if self.flags:
            return _("Ask what she would like to learn, and choose one lesson together.")
        return _("Call her as agreed, and ask how it went.")


def on_the_list(seen: QuerySet[Leader], on: date) -> QuerySet[Leader]:
    """Of these leaders those who need somebody today, who needs it most in front. Each carries
    what the reasons are made of."""
    return (
        _with_needs(seen.filter(status__in=COACHED, on_leave=False), on)
        .filter(Q(put_off=None) | Q(put_off__lte=on) | Q(has_new_flag=True))
        .filter(need__gt=0)
        .order_by("-need", F("due_since").asc(nulls_last=True), "pk")
    )


def entries(leaders: Iterable[Leader], on: date) -> list[Entry]:
    """These leaders of the list with their reasons: two queries for any number."""
    listed = {leader.pk: Entry(leader) for leader in leaders}
    for flag in Flag.objects.unanswered().filter(leader__in=listed):
        listed[flag.leader_id].flags.append(flag)
    for item in PlanItem.objects.one_by_one().due_by(on).filter(leader__in=listed):
        listed[item.leader_id].items.append(item)
    for entry in listed.values():
        entry.flags.sort(key=lambda flag: -WEIGHTS[flag.rule])
    return list(listed.values())


def entry_of(leader: Leader, on: date) -> Entry:
    """One leader's entry, whether she is on the list today or not."""
    found = _with_needs(Leader.objects.filter(pk=leader.pk), on).select_related("user").get()
    return entries([found], on)[0]


def _with_needs(leaders: QuerySet[Leader], on: date) -> QuerySet[Leader]:
    latest = Contact.objects.filter(leader=OuterRef("pk")).order_by("-at", "-pk")
    flags = Flag.objects.unanswered().filter(leader=OuterRef("pk")).order_by()
    due = PlanItem.objects.one_by_one().due_by(on).filter(leader=OuterRef("pk")).order_by()
    late = PlanItem.objects.open().hers().due_by(on - timedelta(days=WAITING_DAYS))
    late = late.filter(leader=OuterRef("pk")).order_by()
    return leaders.annotate(
        put_off=Subquery(latest.values("next_on")[:1]),
        last_on=Subquery(latest.values(day=TruncDate("at"))[:1]),
        due_since=Subquery(due.values("leader").annotate(d=Min("due_on")).values("d")),
        waiting=Subquery(late.values("leader").annotate(n=Count("pk")).values("n")),
        flag_weight=Coalesce(
            Subquery(flags.values("leader").annotate(n=Sum(_weight())).values("n")), 0
        ),
        has_new_flag=Exists(flags.filter(raised_on__gt=OuterRef("last_on"))),
    ).annotate(
        agreed_on=Case(When(put_off__lte=on, then=F("put_off")), output_field=DateField()),
        need=F("flag_weight")
        + _if(Q(due_since__isnull=False), DUE_WEIGHT)
        + _if(Q(put_off__lte=on), AGREED_WEIGHT)
        + _if(Q(waiting__gte=WAITING_THINGS), WAITING_WEIGHT),
    )


def _weight() -> Case:
    whens = [When(rule=rule, then=Value(weight)) for rule, weight in WEIGHTS.items()]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _if(condition: Q, weight: int) -> Case:
    return Case(When(condition, then=Value(weight)), default=Value(0), output_field=IntegerField())


def _due(item: PlanItem) -> str:
    said = _("Due since %(day)s: %(what)s")
    if item.kind == ItemKind.VISIT:
        said = _("A visit is due since %(day)s: %(what)s")
    return said % {"day": f"{item.due_on:%Y-%m-%d}", "what": item.name}
