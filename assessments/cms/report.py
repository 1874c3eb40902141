"""What a quiz report is about: the quiz, who of those whom somebody sees has sat it, which of their
attempts count, and the figures."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Left, Length
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.models import Attempt, AttemptQuestion, QuizPage
from assessments.statistics import Analysis, analyse
from assessments.statistics.flags import Flag, exam_flags, question_flags
from assessments.statistics.questions import QuestionFigures
from assessments.statistics.sittings import ALL, BEST, FIRST, Asked, read_sheet, sittings
from courses.models import CoursePage
from school.people.models import Intake, Leader

WHICH = {FIRST: _("First attempts"), BEST: _("Best attempts"), ALL: _("All attempts")}
# What an address may say -> what attempts are sorted by.
ORDERS = {
    "leader": "leader__user__name",
    "intake": "leader__intake__number",
    "number": "number",
    "percent": "percent",
    "submitted": "submitted_at",
}
FIRST_ORDER = "-submitted"


@dataclass(frozen=True)
class Line:
    """A question of the report: what was asked, its figures, and what they mean."""

    asked: Asked
    figures: QuestionFigures
    flags: list[Flag]

    @property
    def looks_wrong(self) -> bool:
        return any(flag.level == "look" for flag in self.flags)


def with_course(quizzes: QuerySet[QuizPage]) -> QuerySet[QuizPage]:
    """Quizzes that know code and title of their course, in the same query."""
    above = Left("path", Length("path") - QuizPage.steplen)
    course = CoursePage.objects.filter(path=OuterRef("course_path"))
    return quizzes.annotate(
        course_path=above,
        course_code=Subquery(course.values("code")),
        course_title=Subquery(course.values("title")),
    )


class Report:
    """The report of a quiz for one person; `asked` is the address's query (which, intake)."""

    def __init__(self, quiz: QuizPage, user, asked) -> None:
        self.quiz = quiz
        self.offers_intakes = "filters" in asked or bool(asked.get("intake"))
        self.which = asked.get("which") if asked.get("which") in WHICH else FIRST
        self.seen = Leader.objects.visible_to(user)
        self.intake = asked.get("intake", "") if asked.get("intake", "").isdigit() else ""

    @classmethod
    def of(cls, key: UUID, user, asked) -> "Report":
        """Raises Http404 for a quiz that there isn't."""
        pages = with_course(QuizPage.objects.filter(translation_key=key).select_related("locale"))
        found = sorted(pages, key=lambda page: page.language != get_language())
        if not found:
            raise Http404
        return cls(found[0], user, asked)

    @cached_property
    def intakes(self) -> list[tuple[str, str]]:
        """The intakes of the leaders whom this person sees, by number and name."""
        rows = Intake.objects.filter(leaders__in=self.seen).distinct().order_by("-number")
        return [(str(number), name) for number, name in rows.values_list("pk", "name")]

    @property
    def leaders(self) -> QuerySet[Leader]:
        return self.seen.filter(intake=self.intake) if self.intake else self.seen

    @property
    def attempts(self) -> QuerySet[Attempt]:
        key = self.quiz.translation_key
        return sittings(quiz_key=key, which=self.which, leaders=self.leaders)

    @cached_property
    def _read(self) -> tuple[Analysis, list[Asked]]:
        sheet, asked = read_sheet(self.attempts, self.quiz)
        return analyse(sheet), asked

    @property
    def exam(self):
        return self._read[0].exam

    @cached_property
    def flags(self) -> list[Flag]:
        return exam_flags(self.exam)

    @cached_property
    def lines(self) -> list[Line]:
        analysis, asked = self._read
        return [
            Line(one, figures, question_flags(figures))
            for one, figures in zip(asked, analysis.questions, strict=True)
        ]

    def rows(self, ordering: str = "") -> QuerySet[Attempt]:
        """The attempts as the table shows them; each row also says how many passed in all."""
        down, by = ordering.startswith("-"), ordering.removeprefix("-")
        if by not in ORDERS:
            down, by = True, FIRST_ORDER.removeprefix("-")
        first = F(ORDERS[by]).desc(nulls_last=True) if down else F(ORDERS[by]).asc(nulls_last=True)
        passed = Window(Count("pk", filter=Q(passed=True)))
        rows = self.attempts.annotate(passed_in_all=passed).order_by(first, "-pk")
        return rows.select_related("leader__user", "leader__intake")

    def put(self, key: UUID) -> QuerySet[AttemptQuestion]:
        """One question in each of the attempts that had it."""
        return AttemptQuestion.objects.filter(
            attempt__in=self.attempts.values("pk"), question_key=key
        )
