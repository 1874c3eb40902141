"""Reviews and plans: who was below in the last rounds, who works with a plan, and how it goes."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from school.standing import plan as rules
from school.standing.facts import facts_of
from school.standing.models import Plan, Review, ReviewRound
from school.standing.rules import Rules
from school.standing.screens.base import Button, DecideScreen, DecisionScreen

ROUNDS = 6


class ReviewsView(DecisionScreen):
    """The plans, the running ones first, and whom the latest monthly review has found."""

    page_title = _("Reviews and plans")
    above = ()
    template_name = "standing/cms/reviews.html"
    tab = "reviews"

    def get_context_data(self, **kwargs):
        user = self.request.user
        rounds = list(ReviewRound.objects.select_related("rule_set")[:ROUNDS])
        shown = next((one for one in rounds if str(one.pk) == self.request.GET.get("round")), None)
        shown = shown or (rounds[0] if rounds else None)
        plans = Plan.objects.visible_to(user).select_related("leader__user", "tier", "coach")
        return super().get_context_data(
            rounds=rounds,
            shown=shown,
            reviews=_reviews(user, shown) if shown else [],
            running=plans.running().order_by("ends_on", "pk")[:100],
            page=self.paged(plans.exclude(state=Plan.State.RUNNING)),
            **kwargs,
        )


def _reviews(user, round_: ReviewRound) -> list[Review]:
    """The reviews of a round with their figures in words."""
    found = Review.objects.visible_to(user).filter(round=round_).order_by("-running", "pk")
    found = list(found.select_related("leader__user", "leader__coach", "tier")[:200])
    return in_words(found, Rules(round_.rule_set, round_.on))


def in_words(reviews: list[Review], rules: Rules) -> list[Review]:
    """The reviews, each with `facts`: what its tier once asked, and what she had."""
    steps = {step.to_tier.code: step.from_tier.code for step in rules.steps()}
    for review in reviews:
        step = steps.get(review.tier_id, "")
        review.facts = facts_of(review.evidence, rules, step, review.on)
    return reviews


class StopPlanView(DecideScreen):
    page_title = _("End a plan early")
    hint = _("Her tier stays. She reads these words.")
    tab = "reviews"

    @cached_property
    def subject(self) -> Plan:
        seen = Plan.objects.visible_to(self.request.user)
        return get_object_or_404(
            seen.select_related("leader__user", "tier", "coach"), pk=self.kwargs["pk"]
        )

    def lines(self):
        plan = self.subject
        yield _("Tier"), plan.tier
        yield _("From – until"), f"{plan.began_on:%Y-%m-%d} – {plan.ends_on:%Y-%m-%d}"
        yield _("Coach"), plan.coach
        yield _("State"), plan.get_state_display()
        yield _("What is asked"), "; ".join(plan.asks)
        yield _("Reason"), plan.reason

    def buttons(self):
        may = self.subject.is_running and self.may_decide
        return [Button("stop", _("End the plan"), usual=True)] if may else []

    def act(self, choice, said):
        rules.stop(plan=self.subject, by=self.request.user, reason=said["reason"])
        return _("The plan has ended. She has been told.")
