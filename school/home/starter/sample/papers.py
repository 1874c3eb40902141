"""Sittings of a quiz in the past: questions frozen, answers as events, marks by the real kinds."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from assessments import kinds
from assessments.grade import percent_of
from assessments.kinds.shorttext import plain
from assessments.models import AnswerEvent, Attempt, AttemptQuestion, GradeEvent, Question, QuizPage
from school.home.starter.sample.people import BATCH

DEVICE = "sample"
# So many papers are drawn, of which the one nearest to the wanted result is taken.
DRAWS = 12
SITTING = timedelta(minutes=9)
ONE = Decimal(1)


@dataclass(frozen=True)
class Asked:
    """A question of the bank, frozen as attempts keep it."""

    key: Any
    kind: str
    frozen: dict[str, Any]

    def answered(self, how: str, chance: Random) -> tuple[Any, Decimal]:
        """A value that is right, nearly right or wrong, and the part of the marks it earns."""
        value = {"right": self._right, "nearly": self._nearly, "wrong": self._wrong}[how](chance)
        return value, kinds.find(self.kind).grade(self.frozen, value)

    def _keys(self, right: bool) -> list[str]:
        return [a["key"] for a in self.frozen["answers"] if (Decimal(a["fraction"]) > 0) == right]

    def _best(self) -> dict[str, Any]:
        return max(self.frozen["answers"], key=lambda answer: Decimal(answer["fraction"]))

    def _right(self, _chance: Random) -> Any:
        if self.kind == "multiple":
            return sorted(self._keys(right=True))
        if self.kind == "number":
            return f"{Decimal(self._best()['value']).normalize():f}"
        if self.kind == "shorttext":
            return plain(next(iter(self._best()["texts"].values()))["text"])
        return self._best()["key"]

    def _nearly(self, chance: Random) -> Any:
        if self.kind == "multiple":
            return sorted(self._keys(right=True)[1:])
        return self._wrong(chance)

    def _wrong(self, chance: Random) -> Any:
        if self.kind == "number":
            return f"{(Decimal(self._best()['value']) + 7).normalize():f}"
        if self.kind == "shorttext":
            return "不太清楚"
        wrong = [chance.choice(self._keys(right=False))]
        return wrong if self.kind == "multiple" else wrong[0]


@dataclass
class Bank:
    """A quiz with its questions ready to be asked."""

    quiz: QuizPage
    course_key: Any
    titles: dict[str, str]
    count: int
    questions: list[Asked]

    @classmethod
    def of(cls, quiz: QuizPage) -> "Bank":
        titles = QuizPage.objects.filter(translation_key=quiz.translation_key)
        return cls(
            quiz=quiz,
            course_key=quiz.course_key,
            titles=dict(titles.values_list("locale__language_code", "title")),
            count=quiz.question_count,
            questions=_frozen(quiz),
        )

    def draw(self, target: int, chance: Random, draws: int = DRAWS) -> list[tuple]:
        """The paper, of several drawn, whose result is nearest to `target` per cent."""
        papers = [self._draw(target, chance) for _draw in range(draws)]
        return min(papers, key=lambda paper: abs(percent(paper) - target))

    def _draw(self, target: int, chance: Random) -> list[tuple]:
        asked = chance.sample(self.questions, min(self.count, len(self.questions)))
        right = target * len(asked) // 100
        paper = []
        for at, question in enumerate(asked):
            how = "right" if at < right else ("nearly" if chance.random() < 0.5 else "wrong")
            paper.append((question, *question.answered(how, chance)))
        chance.shuffle(paper)
        return paper


def percent(paper: list[tuple]) -> Decimal:
    return percent_of(sum((part for _q, _v, part in paper), Decimal(0)), Decimal(len(paper)))


def _frozen(quiz: QuizPage) -> list[Asked]:
    items = list(quiz.items.select_related("category"))
    drawers = [item.category_id for item in items if item.category_id]
    fixed = [item.question_id for item in items if item.question_id]
    found = Question.objects.ready().filter(category__in=drawers) | Question.objects.filter(
        pk__in=fixed
    )
    keys = set(found.values_list("translation_key", flat=True))
    versions: dict[Any, list[Question]] = {}
    every = Question.objects.filter(translation_key__in=keys).select_related("locale")
    every = every.prefetch_related("answers").order_by("code")
    for question in sorted(every, key=lambda q: q.locale_id != quiz.locale_id):
        versions.setdefault(question.translation_key, []).append(question)
    return [
        Asked(key, both[0].kind, kinds.find(both[0].kind).freeze(both))
        for key, both in versions.items()
    ]


@dataclass
class Desk:
    """Attempts that are to be written, all at once at the end."""

    attempts: list[tuple[Attempt, list[tuple]]] = field(default_factory=list)
    grades: list[GradeEvent] = field(default_factory=list)

    def sit(self, bank: Bank, leader, number: int, at: datetime, paper: list[tuple]) -> None:
        """One try at a quiz that was handed in at `at`."""
        result = percent(paper)
        attempt = Attempt(
            leader=leader,
            quiz_key=bank.quiz.translation_key,
            course_key=bank.course_key,
            title=bank.titles,
            number=number,
            state=Attempt.State.DONE,
            pass_mark=bank.quiz.pass_mark,
            started_at=at - SITTING,
            submitted_at=at,
            percent=result,
            passed=result >= bank.quiz.pass_mark,
        )
        self.attempts.append((attempt, paper))

    def take_over(self, bank: Bank, leader, at: datetime, result: int) -> None:
        """A grade from the time before this school kept papers."""
        self.grades.append(
            GradeEvent(
                leader=leader,
                step_key=bank.quiz.translation_key,
                course_key=bank.course_key,
                percent=Decimal(result),
                passed=result >= bank.quiz.pass_mark,
                rule="import",
                at=at,
            )
        )

    def write(self) -> None:
        Attempt.objects.bulk_create([attempt for attempt, _p in self.attempts], batch_size=BATCH)
        questions, values = [], []
        for attempt, paper in self.attempts:
            for slot, (asked, value, part) in enumerate(paper, start=1):
                values.append((value, attempt.started_at + slot * SITTING / (len(paper) + 1)))
                questions.append(
                    AttemptQuestion(
                        attempt=attempt,
                        slot=slot,
                        question_key=asked.key,
                        kind=asked.kind,
                        max_mark=ONE,
                        frozen=asked.frozen,
                        fraction=part,
                    )
                )
        AttemptQuestion.objects.bulk_create(questions, batch_size=BATCH)
        self._write_events(questions, values)
        self.grades += [_grade(attempt) for attempt, _p in self.attempts]
        GradeEvent.objects.bulk_create(self.grades, batch_size=BATCH)

    def _write_events(self, questions: list[AttemptQuestion], values: list[tuple]) -> None:
        events = [
            AnswerEvent(
                attempt_question=question, client_id=DEVICE, seq=1, value=value, received_at=at
            )
            for question, (value, at) in zip(questions, values, strict=True)
        ]
        AnswerEvent.objects.bulk_create(events, batch_size=BATCH)


def _grade(attempt: Attempt) -> GradeEvent:
    return GradeEvent(
        leader_id=attempt.leader_id,
        step_key=attempt.quiz_key,
        course_key=attempt.course_key,
        attempt=attempt,
        percent=attempt.percent,
        passed=attempt.passed,
        at=attempt.submitted_at,
    )
