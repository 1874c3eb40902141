"""Judging finished attempts anew after a question was put right.

The question is corrected in the bank first. Then `plan` says who changes, and `apply` makes it so:

- Each attempt keeps the question as it was put, and beside it the correction: what it is judged by
  since, why, and by whom.
- Whose percentage changes gets a new grade event with the reason and the person; the old one stays
  in the rows. Which attempt counts is folded anew by the quiz's own rule.
- Who now passes is through with the step, as if she had passed on that day.
- Who passed and now wouldn't keeps what she has: the completed step, the course and its
  certificate stay. She did what was asked of her, and the mistake was the school's. They are
  listed, so that a person may withdraw a certificate or decline a promotion, with a reason.
- Everybody whose result changes is told.
- What an appeal brought for an answer stays, unless the question put right brings more.
- Attempts under way are judged by the correction when they are handed in; practice is left alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import answer, attempt, grade, kinds, paper
from assessments.correction import corrected
from assessments.models import Attempt, AttemptQuestion, Correction, Question
from assessments.scoring import fraction
from assessments.signals import results_changing
from assessments.terms import Terms
from school.lib.refusal import Refusal
from school.notices import inbox
from school.people.models import Leader

RULE = "regrade"
BATCH = 500
PERMISSION = "assessments.add_correction"


@dataclass(frozen=True)
class Change:
    """One attempt whose result changes, in per cent, and whether it is enough; and what counts of
    all her tries before and after."""

    attempt: Attempt
    before: Decimal
    after: Decimal
    passed_before: bool
    passed_after: bool
    counts_before: Decimal = Decimal(0)
    counts_after: Decimal = Decimal(0)

    @property
    def leader(self) -> Leader:
        return self.attempt.leader

    @property
    def is_gain(self) -> bool:
        return self.after > self.before

    @property
    def turn(self) -> str:
        """ "passes" or "passed" (and no more); empty where that stays as it is."""
        if self.passed_before == self.passed_after:
            return ""
        return "passes" if self.passed_after else "passed"


@dataclass(frozen=True)
class Touched:
    """Something that rests on a result that changes: a certificate, an open promotion. Receivers
    of `results_changing` give lists of these."""

    kind: Any
    leader_id: int
    words: str
    link: str = ""


@dataclass
class Plan:
    """What a regrade comes to: `seen` finished attempts had the question, `changes` of them come
    out differently, and `touched` rests on these. `parts` are what each answer earns then."""

    question_key: UUID
    seen: int
    changes: list[Change] = field(default_factory=list)
    touched: list[Touched] = field(default_factory=list)
    parts: dict[int, Decimal | None] = field(default_factory=dict)

    @property
    def gains(self) -> int:
        return sum(change.is_gain for change in self.changes)

    @property
    def losses(self) -> int:
        return len(self.changes) - self.gains

    @property
    def passing(self) -> int:
        return sum(change.turn == "passes" for change in self.changes)

    @property
    def keeping(self) -> int:
        return sum(change.turn == "passed" for change in self.changes)


def plan(*, question_key: UUID) -> Plan:
    """Who changes if this question is judged as the bank has it now. Writes nothing; a constant
    number of queries.

    Refuses: question-unknown (gone, or a draft), question-not-judged (a person marks it, or it
    asks nothing), kind-changed.
    """
    rows = _finished(question_key)
    parts = _parts(rows, _fresh(question_key))
    changes = _changes(rows, parts)
    return Plan(question_key, len(rows), changes, _touched(changes), parts)


def apply(*, question_key: UUID, by, reason: str) -> Plan:
    """Do what `plan` says, and answer with it. Doing it again changes nothing more.

    Refuses: as `plan`, reason-missing, not-allowed.
    """
    if not by.has_perm(PERMISSION):
        raise Refusal("not-allowed", _("Only operations may change results."))
    if not reason.strip():
        raise Refusal("reason-missing", _("Say why: it stands beside every changed result."))
    with transaction.atomic():
        list(_all(question_key).select_for_update().values_list("pk").order_by("pk"))
        done = plan(question_key=question_key)
        correction = _record(done, by, reason.strip())
        for change in done.changes:
            attempt.mark_again(attempt=change.attempt, rule=RULE, by=by, reason=correction.reason)
            _tell(change, correction)
    return done


def _fresh(question_key: UUID) -> tuple[Question, dict[str, Any]]:
    """The question of the bank, decided by the language that decided when it was put."""
    put = AttemptQuestion.objects.filter(question_key=question_key).order_by("-pk").first()
    language = next(iter(put.frozen["texts"])) if put else settings.LANGUAGE_CODE
    question, frozen = paper.freeze_now(question_key, language)
    if question is None:
        raise Refusal("question-unknown", _("The bank has no such question ready."))
    kind = kinds.find(question.kind)
    if not kind.asks or kind.by_person:
        raise Refusal("question-not-judged", _("A person marks this question, not its key."))
    return question, frozen


def _all(question_key: UUID) -> QuerySet[Attempt]:
    return Attempt.objects.filter(questions__question_key=question_key)


def _finished(question_key: UUID) -> list[AttemptQuestion]:
    rows = AttemptQuestion.objects.filter(
        question_key=question_key, attempt__state=Attempt.State.DONE, attempt__practice=False
    )
    return list(rows.select_related("attempt__leader__user").order_by("attempt__leader", "pk"))


def _parts(
    rows: list[AttemptQuestion], fresh: tuple[Question, dict[str, Any]]
) -> dict[int, Decimal | None]:
    """What each answer earns when it is judged by the bank's question."""
    given = answer.given_to(AttemptQuestion.objects.filter(pk__in=[row.pk for row in rows]))
    marks = attempt.last_marks(rows)
    for row in rows:
        row.corrected = _corrected(row, *fresh)
    return {
        row.pk: fraction(
            row, given.get(row.pk, answer.NOTHING), Terms.of(row.attempt), marks.get(row.pk)
        )
        for row in rows
    }


def _changes(rows: list[AttemptQuestion], parts: dict[int, Decimal | None]) -> list[Change]:
    moved = [row for row in rows if parts[row.pk] != row.fraction]
    papers = _papers(moved)
    found = [_change(row, parts[row.pk], papers[row.attempt_id]) for row in moved]
    return _with_what_counts([change for change in found if change.after != change.before])


def _with_what_counts(changes: list[Change]) -> list[Change]:
    asked = {
        "leaders": {change.attempt.leader_id for change in changes},
        "step_keys": {change.attempt.quiz_key for change in changes},
    }
    before = grade.counting(**asked)
    instead = {change.attempt.pk: change.after for change in changes}
    after = grade.counting(**asked, instead=instead)
    return [
        replace(change, counts_before=before[place], counts_after=after[place])
        for change in changes
        for place in [(change.attempt.leader_id, change.attempt.quiz_key)]
    ]


def _corrected(row: AttemptQuestion, question: Question, frozen: dict[str, Any]) -> dict[str, Any]:
    if row.kind != question.kind:
        raise Refusal(
            "kind-changed",
            _("The question was of another kind when it was put. Only its key can be put right."),
        )
    return corrected(kinds.find(row.kind), row.frozen, frozen)


def _papers(rows: Iterable[AttemptQuestion]) -> dict[int, list[AttemptQuestion]]:
    """All questions of these attempts, by attempt."""
    papers: dict[int, list[AttemptQuestion]] = {row.attempt_id: [] for row in rows}
    every = AttemptQuestion.objects.filter(attempt__in=papers).defer("frozen", "corrected")
    for question in every:
        papers[question.attempt_id].append(question)
    return papers


def _change(row: AttemptQuestion, part: Decimal | None, questions: list[AttemptQuestion]) -> Change:
    for question in questions:
        if question.pk == row.pk:
            question.fraction = part
    after = attempt.percent_of_paper(questions)
    return Change(
        attempt=row.attempt,
        before=row.attempt.percent,
        after=after,
        passed_before=bool(row.attempt.passed),
        passed_after=after >= row.attempt.pass_mark,
    )


def _touched(changes: list[Change]) -> list[Touched]:
    answers = results_changing.send(sender=Attempt, changes=changes) if changes else []
    return [touched for _receiver, found in answers for touched in found]


def _record(done: Plan, by, reason: str) -> Correction:
    """The correction, and beside each question that was put what it is judged by since: also of
    attempts under way."""
    question, frozen = _fresh(done.question_key)
    correction = Correction.objects.create(
        question_key=done.question_key, judged=frozen, reason=reason, by=by, at=timezone.now()
    )
    rows = AttemptQuestion.objects.filter(question_key=done.question_key, kind=question.kind)
    rows = list(rows.filter(attempt__practice=False))
    for row in rows:
        row.corrected, row.correction = _corrected(row, question, frozen), correction
        row.fraction = done.parts.get(row.pk, row.fraction)
    fields = ["corrected", "correction", "fraction"]
    AttemptQuestion.objects.bulk_update(rows, fields, batch_size=BATCH)
    return correction


def _tell(change: Change, correction: Correction) -> None:
    def title(language: str) -> str:
        titles = change.attempt.title
        quiz = titles.get(language) or next(iter(titles.values()), "")
        return _("We put a question right: your result in “%(quiz)s”") % {"quiz": quiz}

    def body(_language: str) -> str:
        said = {"before": _plain(change.before), "after": _plain(change.after)}
        words = _("It was %(before)s and is now %(after)s of 100.") % said
        stays = _("What you have finished stays finished.")
        return words if change.is_gain else f"{words} {stays}"

    inbox.notify(
        user=change.leader.user,
        kind="result-corrected",
        title=title,
        body=body,
        link=reverse("assessments:result", args=[change.attempt.pk]),
        key=f"correction-{correction.pk}-{change.attempt.pk}",
    )


def _plain(percent: Decimal) -> str:
    return f"{percent.normalize():f}"
