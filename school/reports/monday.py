"""What a manager looks at first on a Monday: four figures, each with its change and meaning."""

from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import Series
from courses.models.trainings.session import midnight
from school.coaching.flag import at_risk, latest_week
from school.lib import dates
from school.people.models import Leader
from school.reports import attendance
from school.reports.figures import Figure
from school.standing.models import Cohort, Proposal, Question
from school.standing.summary import CohortSummary, cohort_summary
from school.standing.weeks import WEEK


def figures(user, seen: QuerySet[Leader], summary: CohortSummary | None) -> list[Figure]:
    today = dates.today()
    return [
        waiting(user, today),
        asked(user),
        watched(seen, today),
        came(seen, today),
        weight_of_head(user, summary),
    ]


def waiting(user, today: date) -> Figure:
    """Open proposals, beside those that were open when the week began."""
    proposals, monday = Proposal.objects.visible_to(user), midnight(dates.week_start(today))
    open_now = proposals.open().aggregate(oldest=Min("created_at"))["oldest"]
    number = proposals.open().count()
    open_then = Q(state=Proposal.State.OPEN) | Q(decided_at__gte=monday)
    then = proposals.filter(open_then, created_at__lt=monday).count()
    return Figure(
        label=_("Promotions to decide"),
        number=str(number),
        change=number - then,
        meaning=_waited(open_now) if open_now else _("Nobody waits for you."),
        link=reverse("reports:promotions"),
    )


def _waited(since: datetime) -> str:
    days = (timezone.now() - since).days
    if not days:
        return _("The first came today.")
    return ngettext(
        "The oldest has waited %(days)s day.", "The oldest has waited %(days)s days.", days
    ) % {"days": days}


def asked(user) -> Figure:
    """What leaders ask about figures and decisions and nobody has answered. One query."""
    late = Count("pk", filter=Q(due_at__lt=timezone.now()))
    questions = Question.objects.visible_to(user).open().order_by()
    found = questions.aggregate(number=Count("pk"), late=late)
    meaning = _("Every question has its answer.")
    if found["late"]:
        meaning = ngettext(
            "%(late)s is past its day.", "%(late)s are past their day.", found["late"]
        ) % {"late": found["late"]}
    elif found["number"]:
        meaning = _("None is past its day.")
    link = reverse("reports:questions")
    return Figure(_("Leaders ask"), str(found["number"]), meaning, link=link)


def watched(seen: QuerySet[Leader], today: date) -> Figure:
    """Leaders under a flag, beside those of a week ago."""
    label = _("At risk")
    if latest_week() is None:
        return Figure(label, "–", _("No sales have come yet."))
    now, before = at_risk(seen, today), at_risk(seen, today - WEEK)
    meaning = _("%(closed)s have not opened, %(fallen)s sold far less than their usual.") % {
        "closed": now.closed,
        "fallen": now.fallen,
    }
    change = now.count - before.count
    link = reverse("coach:queue")
    return Figure(label, str(now.count), meaning, change=change, good="down", link=link)


def came(seen: QuerySet[Leader], today: date) -> Figure:
    """Attendance of the last seven days, beside the seven days before."""
    kinds = attendance.by_kind(seen, today)
    now = attendance.overall(kinds).percent
    before = attendance.overall(attendance.by_kind(seen, today - attendance.DAYS)).percent
    label = _("Came to training, 7 days")
    if now is None:
        return Figure(label, "–", _("Nobody has marked attendance in these days."))
    said = [
        f"{Series.Kind(kind).label} {one.percent}"
        for kind, one in kinds.items()
        if one.percent is not None
    ]
    change = None if before is None else now - before
    return Figure(label, f"{now}%", " · ".join(said), change=change, good="up")


def weight_of_head(user, summary: CohortSummary | None) -> Figure:
    """The head's share of all sales, beside that of the placement before."""
    label, share = _("Sold by the head"), _heads_share(summary)
    if share is None:
        return Figure(label, "–", _("Cohorts have not been placed yet."))
    before = summary.last_week and cohort_summary(on=summary.last_week, user=user)
    then = _heads_share(before)
    return Figure(
        label,
        f"{share}%",
        _("The more hangs on a few, the more it costs when one leaves."),
        change=None if then is None else share - then,
        link=reverse("reports:cohorts"),
    )


def _heads_share(summary: CohortSummary | None) -> int | None:
    share = summary.row(Cohort.HEAD).share if summary else None
    return None if share is None else round(share * 100)
