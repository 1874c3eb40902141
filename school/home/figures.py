"""A leader's own figures, ready to be printed: by week, with their sources and what she asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.appeal import day_said
from courses.trainings.attendance import Tally, tally
from school.lib.money import yuan
from school.people.models import Leader
from school.standing import day_words
from school.standing import figure_words as words
from school.standing import figures_learning as learning
from school.standing.figure import Figure
from school.standing.figures import WeekFigures, weeks_of
from school.standing.models import Question
from school.standing.weeks import FOUR_WEEKS

ASKED_SHOWN = 8
COUNTED_WEEKS = 4
Open = dict[tuple[str, str], Question]


@dataclass(frozen=True)
class Entry:
    """One figure in a list: its name there, its value, and the way to ask about it."""

    figure: Figure
    label: str
    question: Question | None

    @property
    def value(self) -> str:
        return words.change(self.figure) or words.value(self.figure)

    @property
    def url(self) -> str:
        if self.question:
            return reverse("home:question", args=[self.question.pk])
        return reverse("home:figure", args=[self.figure.about, self.figure.ref])

    @property
    def answer_by(self) -> str:
        """Until when an open question is answered; empty where she hasn't asked."""
        return day_said(self.question.due_at) if self.question else ""


@dataclass(frozen=True)
class Week:
    """A sales week: its figures, and in a sentence where they come from or why there are none."""

    title: str
    total: str
    note: str
    source: str
    was_replaced: bool
    entries: list[Entry]

    @classmethod
    def of(cls, week: WeekFigures, asked: Open) -> "Week":
        figures = week.figures()
        labels = [words.label(figure.about) for figure in figures]
        return cls(
            title=day_words.week_said(week.week),
            total=words.value(figures[0]),
            note=words.note(figures[0]),
            source=_source(figures[0]),
            was_replaced=any("before" in figure.data for figure in figures),
            entries=_entries(figures, labels, asked),
        )


@dataclass(frozen=True)
class MyFigures:
    """What the page prints."""

    weeks: list[Week]
    trainings: list[Entry]
    scores: list[Entry]
    tasks: list[Entry]
    questions: list[Question]
    tally: Tally
    sold: str
    known: int

    @classmethod
    def of(cls, leader: Leader) -> "MyFigures":
        """Twelve weeks of one leader, in a fixed number of queries."""
        weeks = weeks_of(leader)
        questions = list(Question.objects.filter(leader=leader)[:ASKED_SHOWN])
        asked = _open(leader, questions)
        nets = [week.figures()[0].value for week in weeks[:COUNTED_WEEKS]]
        known = [Decimal(net) for net in nets if net is not None]
        return cls(
            weeks=[Week.of(week, asked) for week in weeks],
            trainings=_titled(learning.trainings_of(leader), asked, when=True),
            scores=_titled(learning.scores_of(leader), asked),
            tasks=_titled(learning.tasks_of(leader), asked),
            questions=[_shown(question) for question in questions],
            tally=tally(leader=leader, window_days=FOUR_WEEKS),
            sold=yuan(sum(known, Decimal(0))),
            known=len(known),
        )

    @property
    def is_empty(self) -> bool:
        return not (self.weeks or self.trainings or self.scores or self.tasks)


def asked_in_words(question: Question) -> str:
    """Which figure or decision a question is about, in the reader's language."""
    return words.title(Figure.thawed(question))


def _open(leader: Leader, newest: list[Question]) -> Open:
    """Her open questions; the newest were read already and are mostly all of them."""
    known = [question for question in newest if question.is_open]
    if len(newest) == ASKED_SHOWN:
        known = list(Question.objects.open().filter(leader=leader))
    return {(question.about, question.ref): question for question in known}


def _shown(question: Question) -> Question:
    question.title = asked_in_words(question)
    question.answer_by = day_said(question.due_at)
    return question


def _titled(figures: Iterable[Figure], asked: Open, *, when: bool = False) -> list[Entry]:
    figures = list(figures)
    labels = [
        f"{one.name} · {day_words.moment_said(one.data['starts_at'])}" if when else one.name
        for one in figures
    ]
    return _entries(figures, labels, asked)


def _entries(figures: list[Figure], labels: Iterable, asked: Open) -> list[Entry]:
    return [
        Entry(figure, str(label), asked.get((figure.about, figure.ref)))
        for figure, label in zip(figures, labels, strict=True)
    ]


def _source(figure: Figure) -> str:
    data = figure.data
    if "file" not in data:
        return ""
    said = {
        "file": data["file"],
        "version": data["version"],
        "day": day_words.moment_said(data["came_at"]),
    }
    return _("From %(file)s, version %(version)s, came in on %(day)s") % said
