"""What leaders are told about decisions: what, why, what they can do, and until when. Each letter
is written in the leader's language and put into her inbox once."""

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from school.notices import inbox
from school.people.models import Leader
from school.standing.models import Elimination, Plan, Proposal, Review, TierChange


def _send(leader: Leader, kind: str, key: str, title: str, *lines: str, link: str = "") -> None:
    inbox.notify(
        user=leader.user,
        kind=kind,
        title=title,
        body="\n\n".join(line for line in lines if line),
        link=link or reverse("home:path"),
        key=key,
    )


def _in_her_language(leader: Leader):
    return translation.override(leader.user.language)


def _page(about: str, number: int) -> str:
    """Where she reads the reasons, and may say that she sees it differently."""
    return reverse("home:decision", args=[about, number])


def _why(reason: str) -> str:
    return _("Your manager writes: %(reason)s") % {"reason": reason} if reason else ""


def _day(day) -> str:
    return date_format(day, "DATE_FORMAT")


def _percent(rate) -> str:
    return format((rate * 100).normalize(), "f")


def _rate(change: TierChange) -> str:
    if change.rate is None:
        return ""
    return _("Your commission rate is now %(rate)s%%.") % {"rate": _percent(change.rate)}


def _ask_us() -> str:
    return _("If you see it differently, tell us: somebody else will look at it.")


def moved_up(change: TierChange) -> None:
    with _in_her_language(change.leader):
        if change.by_id:
            body = _("Your manager has confirmed it, and your certificate is on its way.")
        else:
            body = _("You have all that it asks for, and your certificate is on its way.")
        title = _("You have moved up: %(tier)s") % {"tier": change.to_tier.title}
        key, body = f"tier-change-{change.pk}", f"{body} {_rate(change)}".strip()
        _send(change.leader, "tier-changed", key, title, body, link=_page("change", change.pk))


def moved_down(change: TierChange) -> None:
    with _in_her_language(change.leader):
        _send(
            change.leader,
            "tier-changed",
            f"tier-change-{change.pk}",
            _("Your tier is now: %(tier)s") % {"tier": change.to_tier.title},
            _why(change.reason),
            _rate(change),
            _("It is one step, and the way up stands open: my path says what it takes."),
            _ask_us(),
            link=_page("change", change.pk),
        )


def taken_back(change: TierChange) -> None:
    with _in_her_language(change.leader):
        _send(
            change.leader,
            "tier-changed",
            f"tier-change-{change.pk}",
            _("A move was taken back. Your tier is: %(tier)s") % {"tier": change.to_tier.title},
            _why(change.reason),
            _rate(change),
            _ask_us(),
            link=_page("change", change.pk),
        )


def not_now(proposal: Proposal) -> None:
    """Declined: for a step up, not yet; for a step down, she keeps her tier."""
    leader = proposal.leader
    with _in_her_language(leader):
        if proposal.is_down:
            title = _("You keep your tier: %(tier)s") % {"tier": proposal.from_tier.title}
        else:
            title = _("Not yet: %(tier)s") % {"tier": proposal.to_tier.title}
        key = f"proposal-{proposal.pk}-rejected"
        link = _page("proposal", proposal.pk)
        _send(leader, "tier-waits", key, title, _why(proposal.reason), link=link)


def first_review(review: Review) -> None:
    with _in_her_language(review.leader):
        _send(
            review.leader,
            "review",
            f"review-{review.pk}",
            _("A look at your figures of this month"),
            _("They are a little below what your tier asks. Nothing changes for you now."),
            _("Your coach is glad to help: say what makes it hard at the moment."),
        )


def plan_began(plan: Plan) -> None:
    with _in_her_language(plan.leader):
        asked = "\n".join(f"· {line}" for line in plan.asks)
        _send(
            plan.leader,
            "plan",
            f"plan-{plan.pk}",
            _("Two weeks for your figures, with help"),
            _("Two reviews running were below what your tier asks. So we do something about it."),
            _("What to reach by %(day)s:") % {"day": _day(plan.ends_on)} + f"\n{asked}",
            _("Your coach goes through it with you. Your tier stays as it is meanwhile."),
            link=reverse("standing:plan", args=[plan.pk]),
        )


def plan_recovered(plan: Plan) -> None:
    with _in_her_language(plan.leader):
        tier = plan.tier.title
        _send(
            plan.leader,
            "plan",
            f"plan-{plan.pk}-recovered",
            _("You are back: %(tier)s") % {"tier": tier},
            _("Your figures are where your tier wants them again. Your tier stays. Well done!"),
            link=reverse("standing:plan", args=[plan.pk]),
        )


def plan_missed(plan: Plan) -> None:
    with _in_her_language(plan.leader):
        _send(
            plan.leader,
            "plan",
            f"plan-{plan.pk}-ended",
            _("Your two weeks are over"),
            _("Not everything was reached. Your manager now looks at it and talks with you."),
            _("Nothing changes before a person has decided, and you are told why."),
            link=reverse("standing:plan", args=[plan.pk]),
        )


def plan_stopped(plan: Plan) -> None:
    with _in_her_language(plan.leader):
        _send(
            plan.leader,
            "plan",
            f"plan-{plan.pk}-stopped",
            _("Your plan ends early, and your tier stays"),
            _why(plan.reason),
            link=reverse("standing:plan", args=[plan.pk]),
        )


def notice_given(elimination: Elimination) -> None:
    with _in_her_language(elimination.leader):
        day = {"day": _day(elimination.effective_on)}
        _send(
            elimination.leader,
            "elimination",
            f"elimination-{elimination.pk}",
            _("We want to end our work together on %(day)s") % day,
            _why(elimination.reason),
            _("Until then you can say how you see it. While somebody looks at it, nothing ends."),
            _("Your certificates stay yours, and you may apply again."),
            link=reverse("standing:notice", args=[elimination.pk]),
        )


def she_stays(elimination: Elimination) -> None:
    """The notice was taken back."""
    with _in_her_language(elimination.leader):
        _send(
            elimination.leader,
            "elimination",
            f"elimination-{elimination.pk}-withdrawn",
            _("You stay with us"),
            _why(elimination.end_reason),
        )


def work_ended(elimination: Elimination) -> None:
    with _in_her_language(elimination.leader):
        _send(
            elimination.leader,
            "elimination",
            f"elimination-{elimination.pk}-done",
            _("Our work together ends today"),
            _why(elimination.reason),
            _("Thank you for what you did. You can still log in and find your certificates."),
            _("If things change, apply again: you begin at the preparatory tier."),
            link=reverse("standing:notice", args=[elimination.pk]),
        )


def said_goodbye(leader: Leader, key: str) -> None:
    with _in_her_language(leader):
        _send(
            leader,
            "departure",
            key,
            _("Goodbye, and thank you"),
            _("Everything is handed over. You can still log in and find your certificates."),
            _("You are welcome to come back: you would begin at the preparatory tier."),
        )


def welcomed_back(leader: Leader, change: TierChange) -> None:
    with _in_her_language(leader):
        _send(
            leader,
            "tier-changed",
            f"tier-change-{change.pk}",
            _("Welcome back"),
            _("You begin at the tier %(tier)s. My path says what comes first.")
            % {"tier": change.to_tier.title},
        )
