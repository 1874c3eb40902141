"""How leaders stand with one version of an agreement: who lacks it, whose name it waits for, whom
it binds, and with whom it is over."""

from datetime import date

from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import pgettext_lazy

from school.growth.models import Agreement, Offer
from school.growth.offer import missing
from school.people.models import Leader
from school.standing.models import Cohort

MISSING, WAITING, SIGNED, OVER = "missing", "waiting", "signed", "over"
NAMES = {
    SIGNED: pgettext_lazy("who is bound by an agreement", "Signed"),
    WAITING: pgettext_lazy("who is bound by an agreement", "Waiting"),
    MISSING: pgettext_lazy("who is bound by an agreement", "Not offered"),
    OVER: pgettext_lazy("who is bound by an agreement", "Over"),
}


def people(agreement: Agreement, who: str, user, on: date) -> QuerySet:
    """The leaders (`missing`) or offers (all others) of this group whom the person may see."""
    if who == MISSING:
        seen = Leader.objects.visible_to(user)
        lacking = missing(agreement, on).filter(pk__in=seen.values("pk"))
        head_first = Case(When(standing__cohort=Cohort.HEAD, then=0), default=1)
        related = lacking.select_related("user", "region__parent", "standing")
        return related.order_by(head_first, "pk")
    offers = Offer.objects.visible_to(user).filter(agreement=agreement)
    related = offers.select_related(
        "leader__user", "leader__region__parent", "signature__termination"
    )
    return related.filter(_groups(on)[who])


def _groups(on: date) -> dict[str, Q]:
    ended = Q(signature__termination__last_day__lt=on) | Q(signature__ends_on__lt=on)
    signed, waiting = Q(state=Offer.State.SIGNED), Q(state=Offer.State.OPEN, sign_by__gte=on)
    return {
        SIGNED: signed & ~ended,
        WAITING: waiting,
        OVER: (signed & ended) | (~signed & ~waiting),
    }


def counts(agreement: Agreement, user, on: date) -> dict[str, int]:
    """How many leaders are in each group; a fixed number of queries."""
    return {who: people(agreement, who, user, on).count() for who in NAMES}
