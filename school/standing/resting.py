"""What of standing rests on the result of a quiz."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.regrade import Change, Touched
from school.standing.kinds.scores import AssessmentScore
from school.standing.models import Proposal
from school.standing.references import References


def promotions(changes: Iterable[Change]) -> list[Touched]:
    """The promotions, waiting or approved, that rest on a result which falls below what was asked.
    They stay as they are: a manager decides. Two queries."""
    falling = {(one.attempt.leader_id, one.attempt.quiz_key): one.counts_after for one in changes}
    rests = Proposal.objects.exclude(state=Proposal.State.REJECTED)
    rests = rests.filter(leader__in={leader for leader, _key in falling})
    return [
        _touched(proposal)
        for proposal in rests.select_related("evaluation", "to_tier")
        if any(_misses(proposal, line, falling) for line in proposal.evaluation.evidence)
    ]


def _misses(proposal: Proposal, line: dict, falling: dict[tuple[int, UUID], Decimal]) -> bool:
    """Whether a line of its evidence is a score that she wouldn't have any more."""
    if line["requirement"] != AssessmentScore.code:
        return False
    course, _slash, slug = line["source"].removeprefix("grades ").partition("/")
    quiz = References.now().quiz(course, slug)
    after = falling.get((proposal.leader_id, quiz.key)) if quiz else None
    return after is not None and after < Decimal(str(line["threshold"]))


def _touched(proposal: Proposal) -> Touched:
    return Touched(
        kind=_("Promotion"),
        leader_id=proposal.leader_id,
        words=f"{proposal.to_tier.title} ({proposal.get_state_display()})",
        link=reverse("reports:promotions"),
    )
