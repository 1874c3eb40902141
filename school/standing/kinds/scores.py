"""What she reached in quizzes. Of the tries in one quiz counts what its page says."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property, reduce
from operator import add

from django.db.models import BigIntegerField, Case, DecimalField, Expression, Value, When
from django.db.models.functions import Cast, Coalesce, Greatest, NullIf, Round
from django.db.models.lookups import IsNull
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from assessments.models import GradeEvent
from school.lib import dates
from school.lib.money import FEN
from school.standing.kinds.base import WHOLE, Kind, Percent, SourceRow, plain
from school.standing.kinds.details import OneQuiz, Quizzes
from school.standing.kinds.registry import kind
from school.standing.references import Named

PERCENT = DecimalField(max_digits=5, decimal_places=2)


class ScoreKind(Kind):
    """A percentage, called points: leaders read them so everywhere else."""

    unit = pgettext_lazy("of a quiz", "points of 100")
    threshold_step = raw_step = FEN
    most = Decimal(100)

    def quizzes(self) -> list[Named]:
        raise NotImplementedError

    def shown(self, value: Decimal) -> str:
        number = int(value) if value == int(value) else 2
        return ngettext("%(number)s point", "%(number)s points", number) % {"number": plain(value)}

    def have(self, value: Decimal | None) -> str:
        """In whole points, rounded down: 79.99 isn't shown as the 80 that it is not."""
        if value is None:
            return _("not tried yet")
        return self.shown(value.to_integral_value(ROUND_FLOOR))

    def missing(self, value: Decimal | None) -> Decimal:
        """In whole points, rounded up, so that what she has and what is missing add up."""
        return super().missing(value).to_integral_value(ROUND_CEILING)

    def gap(self, value: Decimal | None) -> str:
        if value is None:
            return _("Try it when you are ready; the best attempt counts.")
        return super().gap(value)

    def link(self) -> str:
        return self.references.step_link(self.quizzes()[0]) if self.quizzes() else ""

    def rows(self, leader_id: int) -> list[SourceRow]:
        titles = {quiz.key: quiz.title for quiz in self.quizzes()}
        grades = GradeEvent.objects.current().filter(leader=leader_id, step_key__in=titles)
        return [
            SourceRow(
                titles[grade.step_key],
                dates.day_of(grade.at),
                self.shown(grade.percent),
                _("quiz"),
            )
            for grade in grades.order_by("-at", "-pk")
        ]


@kind
class AssessmentScore(ScoreKind):
    """Her best result in one quiz, in per cent; nothing before her first attempt."""

    code = "assessment_score"
    label = gettext_lazy("Score in a quiz")
    details = {"quiz": OneQuiz(gettext_lazy("Quiz"))}

    @cached_property
    def quiz(self) -> Named | None:
        return self.references.quiz(self.params["course"], self.params["quiz"])

    def quizzes(self) -> list[Named]:
        return [self.quiz] if self.quiz else []

    def expression(self) -> Expression:
        if self.quiz is None:
            return Value(None, output_field=PERCENT)
        return GradeEvent.objects.best_for("pk", self.quiz.key)

    def title(self) -> str:
        quiz = self.quiz.title if self.quiz else self.params["course"]
        return _("%(score)s in “%(quiz)s”") % {"score": self.shown(self.threshold), "quiz": quiz}

    def source(self) -> str:
        return f"grades {self.params['course']}/{self.params['quiz']}"


class SeveralScores(Percent, ScoreKind):
    """One figure out of the results in several quizzes; nothing before the first attempt."""

    details = {"quizzes": Quizzes(gettext_lazy("Quizzes"))}
    unit = ScoreKind.unit
    raw_step = WHOLE
    shown, gap = ScoreKind.shown, ScoreKind.gap

    @cached_property
    def _found(self) -> list[Named]:
        pairs = (name.split("/", 1) for name in self.params["quizzes"])
        found = (self.references.quiz(course, slug) for course, slug in pairs)
        return [quiz for quiz in found if quiz]

    def quizzes(self) -> list[Named]:
        return self._found

    def expression(self) -> Expression:
        if not self._found:
            return Value(None, output_field=BigIntegerField())
        return self.folded([hundredths(quiz) for quiz in self._found])

    def folded(self, results: list[Expression]) -> Expression:
        """One figure out of the results, each a whole number of hundredths or null."""
        raise NotImplementedError

    def words(self) -> dict[str, str]:
        return {"score": self.shown(self.threshold), "quizzes": str(len(self.params["quizzes"]))}

    def source(self) -> str:
        return f"grades {' '.join(self.params['quizzes'])}"


def hundredths(quiz: Named) -> Cast:
    """Whole numbers add up and divide alike on both databases."""
    best = GradeEvent.objects.best_for("pk", quiz.key)
    return Cast(Round(best * Value(100)), BigIntegerField())


@kind
class AverageScore(SeveralScores):
    """The mean of her results in these quizzes, half a hundredth up; one that she has not tried
    yet counts as 0, so that the figure grows with each."""

    code = "assessment_average"
    label = gettext_lazy("Average score of several quizzes")

    def folded(self, results: list[Expression]) -> Expression:
        total, number = reduce(add, (Coalesce(one, Value(0)) for one in results)), len(results)
        mean = (total * Value(2) + Value(number)) / Value(2 * number)
        known = results[0] if number == 1 else Coalesce(*results)
        return Case(When(IsNull(known, False), then=mean), output_field=BigIntegerField())

    def title(self) -> str:
        return _("%(score)s on average in %(quizzes)s quizzes") % self.words()


@kind
class BestScore(SeveralScores):
    """The best of her results in these quizzes."""

    code = "assessment_best"
    label = gettext_lazy("Best score of several quizzes")

    def folded(self, results: list[Expression]) -> Expression:
        none = Value(-1, output_field=BigIntegerField())
        results = [Coalesce(one, none) for one in results]
        return NullIf(results[0] if not results[1:] else Greatest(*results), none)

    def title(self) -> str:
        return _("%(score)s in one of %(quizzes)s quizzes") % self.words()
