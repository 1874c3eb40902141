"""Two ways to begin: the placement quiz proposes one, and a person may decide otherwise."""

from decimal import Decimal

from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses import quick_start
from school.growth.access import may_act_for
from school.growth.letters import Letter, send
from school.growth.models import GrowthSettings, RouteDecision
from school.lib.refusal import Refusal
from school.people.models import Leader

Route = RouteDecision.Route
# Each grade in the school asks which quiz it is; the answer seldom changes.
REMEMBERED = 60


def quiz_key() -> str:
    """The translation key of the placement quiz as text; empty if there is none."""
    found = cache.get("growth.placement")
    if found is None:
        keys = GrowthSettings.objects.values_list("placement_quiz__translation_key", flat=True)
        found = str(keys.first() or "")
        cache.set("growth.placement", found, REMEMBERED)
    return found


def route_of(leader: Leader) -> RouteDecision | None:
    """How she begins, by the newest word on it."""
    return leader.route_decisions.select_related("by").first()


def place(*, leader: Leader, percent: Decimal) -> RouteDecision | None:
    """Write down the route that her result at the placement quiz means. What a person has decided
    stays, and so does a better result of hers."""
    enough = percent >= GrowthSettings.load().placement_percent
    route = Route.EXPERIENCED if enough else Route.NEWCOMER
    last = route_of(leader)
    if last and (last.by_id or last.route in (route, Route.EXPERIENCED)):
        return None
    return _decide(RouteDecision(leader=leader, route=route, percent=percent))


def override(*, leader: Leader, route: str, by, reason: str) -> RouteDecision:
    """A person decides how she begins, and says why.

    Refuses: not-yours-to-decide, reason-missing, route-unknown.
    """
    if not may_act_for(by, leader):
        raise Refusal("not-yours-to-decide", _("The manager of her region decides."))
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal("reason-missing", _("Say why, in a sentence."))
    if route not in Route.values:
        raise Refusal("route-unknown", _("Choose one of the two ways."))
    return _decide(RouteDecision(leader=leader, route=route, by=by, reason=reason))


@transaction.atomic
def _decide(decision: RouteDecision) -> RouteDecision:
    """Her courses follow the newest word; what she has done stays done."""
    decision.save()
    change = quick_start.begin if decision.route == Route.EXPERIENCED else quick_start.end
    change(leader=decision.leader)
    _tell(decision)
    return decision


def _tell(decision: RouteDecision) -> None:
    title, body = _("You begin at the beginning"), _("Step by step, five minutes a day.")
    if decision.route == Route.EXPERIENCED:
        title = _("You begin with experience")
        body = _(
            "In the first courses you may answer the questions straight away. If that is enough, "
            "the lessons count as done."
        )
    link, key = reverse("home:path"), f"route:{decision.pk}"
    send([Letter(decision.leader.user, "route", key, title, {}, body, link)])
