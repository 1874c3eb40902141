"""What leaders are told about decisions: what, why, what they can do, and until when. Each letter
is said in the leader's language and put into her inbox once."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from school.notices.send import Letter, send, send_all
from school.notices.templates import Template, lines, register
from school.people.models import Leader
from school.people.staff import managers_of
from school.standing.models import Elimination, Plan, Proposal, Question, Review, TierChange

ASK_US = _("If you see it differently, tell us: somebody else will look at it.")
SAMPLE = {
    "tier": {"zh-hans": "进阶", "en": "Advanced"},
    "why": lambda _language: gettext("Your manager writes: %(reason)s") % {"reason": "…"},
    "rate": lambda _language: gettext("Your commission rate is now %(rate)s%%.") % {"rate": "14"},
    "asked": ["…"],
    "day": {"zh-hans": "12月1日", "en": "1 December"},
    "confirmed": _("Your manager has confirmed it, and your certificate is on its way."),
}


def _register(code: str, kind: str, title: Any, *body: Any, **more: Any) -> Template:
    used = f"{title} {' '.join(str(line) for line in body)}"
    sample = {name: value for name, value in SAMPLE.items() if f"%({name})s" in used}
    return register(
        f"standing.{code}",
        title,
        lines(*body),
        topic="tier",
        kind=kind,
        sample=sample,
        **more,
    )


MOVED_UP = _register(
    "moved-up",
    "tier-changed",
    _("You have moved up: %(tier)s"),
    "%(confirmed)s %(rate)s",
)
MOVED_DOWN = _register(
    "moved-down",
    "tier-changed",
    _("Your tier is now: %(tier)s"),
    "%(why)s",
    "%(rate)s",
    _("It is one step, and the way up stands open: my path says what it takes."),
    ASK_US,
    important=True,
)
TAKEN_BACK = _register(
    "taken-back",
    "tier-changed",
    _("A move was taken back. Your tier is: %(tier)s"),
    "%(why)s",
    "%(rate)s",
    ASK_US,
    important=True,
)
KEEPS_TIER = _register("keeps-tier", "tier-waits", _("You keep your tier: %(tier)s"), "%(why)s")
NOT_YET = _register("not-yet", "tier-waits", _("Not yet: %(tier)s"), "%(why)s")
FIRST_REVIEW = _register(
    "first-review",
    "review",
    _("A look at your figures of this month"),
    _("They are a little below what your tier asks. Nothing changes for you now."),
    _("Your coach is glad to help: say what makes it hard at the moment."),
)
PLAN_BEGAN = _register(
    "plan-began",
    "plan",
    _("Two weeks for your figures, with help"),
    _("Two reviews running were below what your tier asks. So we do something about it."),
    lines(_("What to reach by %(day)s:"), "%(asked)s"),
    _("Your coach goes through it with you. Your tier stays as it is meanwhile."),
)
PLAN_RECOVERED = _register(
    "plan-recovered",
    "plan",
    _("You are back: %(tier)s"),
    _("Your figures are where your tier wants them again. Your tier stays. Well done!"),
)
PLAN_MISSED = _register(
    "plan-missed",
    "plan",
    _("Your two weeks are over"),
    _("Not everything was reached. Your manager now looks at it and talks with you."),
    _("Nothing changes before a person has decided, and you are told why."),
)
PLAN_STOPPED = _register(
    "plan-stopped", "plan", _("Your plan ends early, and your tier stays"), "%(why)s"
)
NOTICE_GIVEN = _register(
    "notice-given",
    "elimination",
    _("We want to end our work together on %(day)s"),
    "%(why)s",
    _("Until then you can say how you see it. While somebody looks at it, nothing ends."),
    _("Your certificates stay yours, and you may apply again."),
    important=True,
)
SHE_STAYS = _register("she-stays", "elimination", _("You stay with us"), "%(why)s", important=True)
WORK_ENDED = _register(
    "work-ended",
    "elimination",
    _("Our work together ends today"),
    "%(why)s",
    _("Thank you for what you did. You can still log in and find your certificates."),
    _("If things change, apply again: you begin at the preparatory tier."),
)
GOODBYE = _register(
    "goodbye",
    "departure",
    _("Goodbye, and thank you"),
    _("Everything is handed over. You can still log in and find your certificates."),
    _("You are welcome to come back: you would begin at the preparatory tier."),
)
WELCOME_BACK = _register(
    "welcome-back",
    "tier-changed",
    _("Welcome back"),
    _("You begin at the tier %(tier)s. My path says what comes first."),
)

ASKED = register(
    "standing.asked",
    _("%(leader)s asks about a figure"),
    lines("%(reason)s", "%(text)s"),
    topic="office",
    kind="question",
    sample={"leader": "李梅", "reason": "…", "text": ""},
)
APPEALED = register(
    "standing.appealed",
    _("%(leader)s sees a decision differently"),
    lines("%(reason)s", "%(text)s"),
    topic="office",
    kind="question",
    sample={"leader": "李梅", "reason": "…", "text": ""},
)
PLAN_BEGAN_COACH = register(
    "standing.plan-began-coach",
    _("Two weeks for the figures of %(leader)s"),
    _("A plan has begun until %(day)s. Go through it with her."),
    topic="office",
    kind="plan",
    sample={"leader": "李梅", "day": SAMPLE["day"]},
)


def _send(leader: Leader, template: Template, key: str, link: str = "", **context: Any) -> None:
    send(
        user=leader.user,
        template=template.code,
        context=context,
        link=link or reverse("home:path"),
        key=key,
    )


def _page(about: str, number: int) -> str:
    """Where she reads the reasons, and may say that she sees it differently."""
    return reverse("home:decision", args=[about, number])


def _why(reason: str) -> Any:
    if not reason:
        return ""
    return lambda _language: gettext("Your manager writes: %(reason)s") % {"reason": reason}


def _day(day) -> Callable[[str], str]:
    return lambda _language: date_format(day, "DATE_FORMAT")


def _percent(rate) -> str:
    return format((rate * 100).normalize(), "f")


def _rate(change: TierChange) -> Any:
    if change.rate is None:
        return ""
    said = {"rate": _percent(change.rate)}
    return lambda _language: gettext("Your commission rate is now %(rate)s%%.") % said


def moved_up(change: TierChange) -> None:
    if change.by_id:
        said = _("Your manager has confirmed it, and your certificate is on its way.")
    else:
        said = _("You have all that it asks for, and your certificate is on its way.")
    _send(
        change.leader,
        MOVED_UP,
        f"tier-change-{change.pk}",
        _page("change", change.pk),
        tier=change.to_tier.title_in,
        confirmed=said,
        rate=_rate(change),
    )


def moved_down(change: TierChange) -> None:
    _moved(change, MOVED_DOWN)


def taken_back(change: TierChange) -> None:
    _moved(change, TAKEN_BACK)


def _moved(change: TierChange, template: Template) -> None:
    _send(
        change.leader,
        template,
        f"tier-change-{change.pk}",
        _page("change", change.pk),
        tier=change.to_tier.title_in,
        why=_why(change.reason),
        rate=_rate(change),
    )


def not_now(proposal: Proposal) -> None:
    """Declined: for a step up, not yet; for a step down, she keeps her tier."""
    down = proposal.is_down
    _send(
        proposal.leader,
        KEEPS_TIER if down else NOT_YET,
        f"proposal-{proposal.pk}-rejected",
        _page("proposal", proposal.pk),
        tier=(proposal.from_tier if down else proposal.to_tier).title_in,
        why=_why(proposal.reason),
    )


def first_review(review: Review) -> None:
    _send(review.leader, FIRST_REVIEW, f"review-{review.pk}")


def _plan_page(plan: Plan) -> str:
    return reverse("standing:plan", args=[plan.pk])


def plan_began(plan: Plan) -> None:
    _send(
        plan.leader,
        PLAN_BEGAN,
        f"plan-{plan.pk}",
        _plan_page(plan),
        day=_day(plan.ends_on),
        asked=_asked(plan),
    )
    coach = plan.leader.coach
    if coach:
        send(
            user=coach,
            template=PLAN_BEGAN_COACH.code,
            context={"leader": plan.leader.name, "day": _day(plan.ends_on)},
            link=reverse("reports:story", args=[plan.leader_id]),
            key=f"plan-{plan.pk}",
        )


def _asked(plan: Plan) -> Callable[[str], str]:
    return lambda _language: "\n".join(f"· {line}" for line in plan.asks)


def plan_recovered(plan: Plan) -> None:
    tier = plan.tier.title_in
    _send(plan.leader, PLAN_RECOVERED, f"plan-{plan.pk}-recovered", _plan_page(plan), tier=tier)


def plan_missed(plan: Plan) -> None:
    _send(plan.leader, PLAN_MISSED, f"plan-{plan.pk}-ended", _plan_page(plan))


def plan_stopped(plan: Plan) -> None:
    why = _why(plan.reason)
    _send(plan.leader, PLAN_STOPPED, f"plan-{plan.pk}-stopped", _plan_page(plan), why=why)


def notice_given(elimination: Elimination) -> None:
    _send(
        elimination.leader,
        NOTICE_GIVEN,
        f"elimination-{elimination.pk}",
        reverse("standing:notice", args=[elimination.pk]),
        day=_day(elimination.effective_on),
        why=_why(elimination.reason),
    )


def she_stays(elimination: Elimination) -> None:
    """The notice was taken back."""
    why = _why(elimination.end_reason)
    _send(elimination.leader, SHE_STAYS, f"elimination-{elimination.pk}-withdrawn", why=why)


def work_ended(elimination: Elimination) -> None:
    _send(
        elimination.leader,
        WORK_ENDED,
        f"elimination-{elimination.pk}-done",
        reverse("standing:notice", args=[elimination.pk]),
        why=_why(elimination.reason),
    )


def asked(question: Question, reason: Any) -> None:
    """The managers who answer for her, and her coach where it is about a figure, read of it."""
    leader = question.leader
    people = {manager.pk: manager for manager in managers_of(leader)}
    if leader.coach and not question.is_appeal:
        people[leader.coach_id] = leader.coach
    people.pop(leader.user_id, None)
    send_all(
        Letter(
            user,
            (APPEALED if question.is_appeal else ASKED).code,
            {"leader": leader.name, "reason": reason, "text": question.text},
            reverse("reports:question", args=[question.pk]),
            f"question-{question.pk}-asked",
        )
        for user in people.values()
    )


def said_goodbye(leader: Leader, key: str) -> None:
    _send(leader, GOODBYE, key)


def welcomed_back(leader: Leader, change: TierChange) -> None:
    _send(leader, WELCOME_BACK, f"tier-change-{change.pk}", tier=change.to_tier.title_in)
