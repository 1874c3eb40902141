"""What leaders say of a training afterwards, and what trainers may read of it."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Avg, Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import AttendanceMark, MakeUp, Rating, Series, Session
from school.lib.refusal import Refusal
from school.people.models import Leader

# Who says something can be guessed from fewer.
FEWEST_SHOWN = 3
EDITABLE = timedelta(days=7)
GIVABLE = timedelta(days=30)


@dataclass(frozen=True)
class Said:
    """The ratings of one training or series, without names. Under three there is only their
    number."""

    count: int
    average: Decimal | None
    words: tuple[str, ...] = ()

    @property
    def is_shown(self) -> bool:
        return self.count >= FEWEST_SHOWN


def may_rate(*, session: Session, leader: Leader) -> bool:
    """Whether she was there or has watched it, and it is over."""
    if session.is_cancelled or not session.has_ended():
        return False
    return was_there(session=session, leader=leader)


def was_there(*, session: Session, leader: Leader) -> bool:
    mine = {"session": session, "leader": leader}
    marks = AttendanceMark.objects.current().filter(present=True, **mine)
    return marks.exists() or has_watched(session=session, leader=leader)


def has_watched(*, session: Session, leader: Leader) -> bool:
    watched = MakeUp.objects.filter(session=session, leader=leader, watched_at__isnull=False)
    return watched.exists()


def is_open(rating: Rating | None, session: Session) -> bool:
    """A rating may be changed for a week; one may be given within thirty days."""
    now = timezone.now()
    return now < (rating.at + EDITABLE if rating else session.ends_at + GIVABLE)


@transaction.atomic
def rate(*, session: Session, leader: Leader, stars: int, words: str = "") -> Rating:
    """Keep what she says, once; within a week the later words replace the earlier.

    Refuses: rating-out-of-range (one to five), rating-not-hers (she was not there, or it isn't
    over), rating-closed.
    """
    if not Rating.LEAST <= stars <= Rating.MOST:
        raise Refusal("rating-out-of-range", _("Choose one to five."))
    if not may_rate(session=session, leader=leader):
        raise Refusal("rating-not-hers", _("Who was there or watched it can say how it was."))
    before = Rating.objects.select_for_update().filter(session=session, leader=leader).first()
    if not is_open(before, session):
        raise Refusal("rating-closed", _("It is too late to say something new about this one."))
    row, _made = Rating.objects.update_or_create(
        session=session, leader=leader, defaults={"stars": stars, "words": words.strip()[:500]}
    )
    return row


def said_of(session: Session) -> Said:
    """Average and words of one training; words in no order that tells who wrote them. Two
    queries."""
    rows = Rating.objects.filter(session=session)
    figures = rows.aggregate(n=Count("pk"), mean=Avg("stars"))
    if figures["n"] < FEWEST_SHOWN:
        return Said(figures["n"], None)
    words = rows.exclude(words="").order_by("words").values_list("words", flat=True)
    return Said(figures["n"], tenth(figures["mean"]), tuple(words))


def by_series(user) -> list[tuple[Series, Said]]:
    """Each series that has ratings of trainings this person runs, by its average of all. Two
    queries."""
    runs = Session.objects.run_by(user).values("pk")
    own = Q(session__in=runs)
    rows = Rating.objects.filter(own).values("session__series").order_by()
    figures = {row["session__series"]: row for row in rows.annotate(n=Count("pk"), m=Avg("stars"))}
    return [
        (one, _figure(figures[one.pk]["n"], figures[one.pk]["m"]))
        for one in Series.objects.filter(pk__in=figures)
    ]


def by_session(user, *, few: int = 30) -> list[tuple[Session, Said]]:
    """The latest trainings that this person runs and that have ratings. One query."""
    rated = Session.objects.run_by(user).select_related("series", "trainer")
    rated = rated.annotate(n=Count("ratings"), mean=Avg("ratings__stars")).filter(n__gt=0)
    return [(one, _figure(one.n, one.mean)) for one in rated.order_by("-starts_at")[:few]]


def _figure(count: int, mean: float) -> Said:
    return Said(count, tenth(mean) if count >= FEWEST_SHOWN else None)


def tenth(mean: float) -> Decimal:
    return Decimal(str(mean)).quantize(Decimal("0.1"), ROUND_HALF_UP)
