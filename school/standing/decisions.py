"""Decisions about a leader, one class a sort: what she reads of it, who took it, whether she may
appeal, and what follows from an appeal that is accepted."""

from datetime import datetime, time
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from school.lib.dates import SHANGHAI
from school.people.models import Leader
from school.standing import elimination, plan, question
from school.standing.facts import facts_of
from school.standing.figure import About, Figure
from school.standing.models import (
    Elimination,
    Evaluation,
    Plan,
    Proposal,
    Question,
    Standing,
    Tier,
    TierChange,
)
from school.standing.overturn import overturn
from school.standing.rules import Rules


class Decision:
    """One decision about one leader. `row` is where it is kept."""

    about: ClassVar[str]
    # Whether taking it back sends her a letter of its own, with the words of the answer.
    tells: ClassVar[bool] = False
    # What accepting an appeal does, for whoever answers it.
    accepting: ClassVar[Any] = ""

    def __init__(self, row) -> None:
        self.row = row

    @classmethod
    def rows(cls, leader: Leader) -> QuerySet:
        """Those of this leader that she was told of, the newest first."""
        raise NotImplementedError

    @property
    def title(self) -> str:
        """What was decided about, in the reader's language."""
        raise NotImplementedError

    @property
    def at(self) -> datetime:
        raise NotImplementedError

    @property
    def outcome(self) -> str:
        """What was decided, by its code in `decision_words.OUTCOMES`."""
        raise NotImplementedError

    @property
    def may_appeal(self) -> bool:
        """Whether it still holds, and an appeal could change something."""
        raise NotImplementedError

    @property
    def deciders(self) -> set[int]:
        """Numbers of the people who took part in it."""
        return set()

    def details(self) -> dict[str, Any]:
        """What she reads besides: who, the reason, and the facts behind it."""
        raise NotImplementedError

    def take_back(self, *, by, words: str) -> None:
        """What an accepted appeal does."""
        raise NotImplementedError

    def data(self) -> dict[str, Any]:
        """All of it, as it is frozen in an appeal."""
        about = {"title": self.title, "at": self.at.isoformat(), "outcome": self.outcome}
        return about | self.details()

    def figure(self) -> Figure:
        return Figure(self.about, str(self.row.pk), self.data())

    def answer(self, held: Question, *, by, words: str, accept: bool) -> None:
        """Write the answer of a locked question; accepting takes the decision back."""
        state = Question.State.ACCEPTED if accept else Question.State.DECLINED
        tell = not (accept and self.tells)
        question.close(held, by=by, words=words, state=state, tell=tell)
        if accept:
            self.take_back(by=by, words=words.strip())


class Declined(Decision):
    """A step that a manager has declined. Against a step up that is still hers to take she may
    appeal."""

    about = About.PROPOSAL
    accepting = _("Accepting puts the step before a manager once more.")

    @classmethod
    def rows(cls, leader: Leader) -> QuerySet:
        rows = Proposal.objects.filter(leader=leader, state=Proposal.State.REJECTED)
        rows = rows.select_related("from_tier", "to_tier", "decided_by", "evaluation__rule_set")
        return rows.order_by("-decided_at", "-pk")

    @property
    def title(self) -> str:
        return f"{self.row.from_tier} → {self.row.to_tier}"

    @property
    def at(self) -> datetime:
        return self.row.decided_at

    @property
    def outcome(self) -> str:
        return "kept" if self.row.is_down else "not-yet"

    @property
    def may_appeal(self) -> bool:
        if self.row.is_down:
            return False
        newer = Proposal.objects.filter(leader=self.row.leader_id, pk__gt=self.row.pk)
        stands = Standing.objects.filter(leader=self.row.leader_id).first()
        here = stands.tier_id if stands else Tier.PREPARATORY
        return here == self.row.from_tier_id and not newer.exists()

    @property
    def deciders(self) -> set[int]:
        return {self.row.decided_by_id, self.row.first_by_id} - {None}

    def details(self) -> dict[str, Any]:
        said = {"by": str(self.row.decided_by or ""), "reason": self.row.reason}
        return said | evidence_of(self.row)

    def take_back(self, *, by, words: str) -> None:
        """The step is put before a manager once more, on the same evidence."""
        old = self.row.evaluation
        same = {"leader_id": old.leader_id}
        same |= {"from_tier_id": old.from_tier_id, "to_tier_id": old.to_tier_id}
        evaluation = Evaluation.objects.create(
            on=old.on,
            rule_set=old.rule_set,
            outcome=old.outcome,
            evidence=old.evidence,
            **same,
        )
        Proposal.objects.create(evaluation=evaluation, **same)


class Moved(Decision):
    """A move between tiers. Against a step down she may appeal while it is her latest move."""

    about = About.CHANGE
    tells = True
    accepting = _("Accepting takes the move back: she stands where she did before.")

    @classmethod
    def rows(cls, leader: Leader) -> QuerySet:
        rows = TierChange.objects.filter(leader=leader, from_tier__isnull=False)
        rows = rows.select_related("from_tier", "to_tier", "by", "proposal__evaluation__rule_set")
        return rows.order_by("-at", "-pk")

    @property
    def title(self) -> str:
        return f"{self.row.from_tier} → {self.row.to_tier}"

    @property
    def at(self) -> datetime:
        return self.row.at

    @property
    def outcome(self) -> str:
        if self.row.overturns_id:
            return "taken-back"
        return "down" if self.is_down else "up"

    @property
    def is_down(self) -> bool:
        return self.row.to_tier.rank < self.row.from_tier.rank

    @property
    def may_appeal(self) -> bool:
        if self.outcome != "down":
            return False
        latest = TierChange.objects.filter(leader=self.row.leader_id).order_by("-at", "-pk")
        return latest.values_list("pk", flat=True).first() == self.row.pk

    @property
    def deciders(self) -> set[int]:
        proposal = self.row.proposal
        return {self.row.by_id, proposal.first_by_id if proposal else None} - {None}

    def details(self) -> dict[str, Any]:
        said = {"by": str(self.row.by or ""), "reason": self.row.reason}
        if self.row.rate is not None:
            said["rate"] = str(self.row.rate)
        return said | (evidence_of(self.row.proposal) if self.row.proposal else {})

    def take_back(self, *, by, words: str) -> None:
        overturn(change=self.row, by=by, reason=words)


class Planned(Decision):
    """A plan of two weeks, begun by the rules after two reviews."""

    about = About.PLAN
    tells = True
    accepting = _("Accepting ends the plan; her tier stays.")

    @classmethod
    def rows(cls, leader: Leader) -> QuerySet:
        return Plan.objects.filter(leader=leader).select_related("tier").order_by("-began_on")

    @property
    def title(self) -> str:
        return str(self.row.tier)

    @property
    def at(self) -> datetime:
        return datetime.combine(self.row.began_on, time.min, SHANGHAI)

    @property
    def outcome(self) -> str:
        return f"plan-{self.row.state}"

    @property
    def may_appeal(self) -> bool:
        return self.row.is_running

    def details(self) -> dict[str, Any]:
        ends = self.row.ends_on.isoformat()
        return {"ends": ends, "asked": self.row.asks, "reason": self.row.reason}

    def take_back(self, *, by, words: str) -> None:
        plan.stop(plan=self.row, by=by, reason=words)


class Noticed(Decision):
    """A notice that the work together ends; she objects on its own page."""

    about = About.ELIMINATION
    accepting = _("Accepting withdraws the notice; she stays.")

    @classmethod
    def rows(cls, leader: Leader) -> QuerySet:
        told = Elimination.objects.filter(leader=leader).exclude(effective_on=None)
        return told.select_related("decided_by").order_by("-decided_at")

    @property
    def title(self) -> str:
        return date_format(self.row.effective_on, "DATE_FORMAT")

    @property
    def at(self) -> datetime:
        return self.row.decided_at

    @property
    def outcome(self) -> str:
        return f"notice-{self.row.state}"

    @property
    def may_appeal(self) -> bool:
        return self.row.is_noticed

    @property
    def deciders(self) -> set[int]:
        return {self.row.decided_by_id} - {None}

    def details(self) -> dict[str, Any]:
        return {"by": str(self.row.decided_by or ""), "reason": self.row.reason}

    def answer(self, held: Question, *, by, words: str, accept: bool) -> None:
        elimination.answer(elimination=self.row, by=by, words=words, she_is_right=accept)


SORTS: dict[str, type[Decision]] = {cls.about: cls for cls in (Declined, Moved, Planned, Noticed)}


def find(leader: Leader, about: str, ref: str) -> Decision | None:
    """The decision as it stands today; None where she has none like it."""
    sort = SORTS.get(about)
    if sort is None or not (ref.isascii() and ref.isdigit() and len(ref) < 18):
        return None
    row = sort.rows(leader).filter(pk=int(ref)).first()
    return sort(row) if row else None


def evidence_of(proposal: Proposal) -> dict[str, Any]:
    """The evidence of a proposal: what was looked at, on which day, by which rules."""
    evaluation = proposal.evaluation
    rules = Rules(evaluation.rule_set, evaluation.on)
    step = evaluation.to_tier_id if proposal.is_down else evaluation.from_tier_id
    return {
        "on": evaluation.on.isoformat(),
        "rules": evaluation.rule_set.version,
        "facts": [
            [fact.requirement, fact.value, fact.threshold, fact.met, fact.at_least]
            for fact in facts_of(evaluation.evidence, rules, step, evaluation.on)
        ],
    }
