"""Lists that nobody has closed. Who said yes and has no mark counts neither as present nor as
absent, and somebody's rate may look better or worse than it is; so the trainer is asked, once."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import AttendanceMark, Booking, Session
from school.notices import templates
from school.notices.send import Letter, send_all

# Time to pack up first; after three days nobody remembers who was there.
FROM, UNTIL = timedelta(hours=1), timedelta(days=3)
TEMPLATE = templates.register(
    "attendance-open",
    _("Who was there? %(name)s"),
    _("%(when)s: %(count)s people had said yes and have no mark. Tell the school who came."),
    topic="training",
    name=_("An attendance list is still open"),
    sample={"name": "销售培训", "when": "11-25 20:30", "count": 3},
)


def ask_trainers(now: datetime | None = None) -> int:
    """Ask the trainer of each training with an open list, once for each; how many were asked."""
    letters = [_letter(session) for session in open_lists(now)]
    return len(send_all(letters))


def open_lists(now: datetime | None = None) -> QuerySet[Session]:
    """Sessions with a trainer that have been over for an hour to three days, and for which
    somebody had said yes who has no mark; `unmarked` says how many."""
    now = now or timezone.now()
    over = Session.objects.planned().filter(
        trainer__isnull=False, ends_at__lte=now - FROM, ends_at__gt=now - UNTIL
    )
    marks = AttendanceMark.objects.current().filter(
        session=OuterRef("session"), leader=OuterRef("leader")
    )
    unmarked = Booking.objects.seated().filter(~Exists(marks))
    known = unmarked.order_by().values("session").annotate(number=Count("pk"))
    return (
        over.filter(pk__in=unmarked.values("session"))
        .annotate(unmarked=known.filter(session=OuterRef("pk")).values("number")[:1])
        .select_related("series", "trainer")
    )


def _letter(session: Session) -> Letter:
    name = lambda _language: session.name  # noqa: E731  Said anew in each language.
    context = {"name": name, "when": session.starts_at, "count": session.unmarked}
    link = reverse("sessions:attendance", args=[session.pk])
    return Letter(session.trainer, TEMPLATE.code, context, link, f"attendance-open:{session.pk}")
