from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.pages import key_of_quiz
from assessments.statistics import analyse, sittings
from assessments.statistics.marks_file import read_marks
from school.lib.command import JsonCommand, read_file
from school.lib.refusal import Refusal

TITLES = {
    "attempts": gettext_lazy("Attempts"),
    "mean": gettext_lazy("Average, %"),
    "median": gettext_lazy("Median, %"),
    "standard_deviation": gettext_lazy("Standard deviation, %"),
    "skewness": gettext_lazy("Skewness"),
    "kurtosis": gettext_lazy("Kurtosis"),
    "alpha": gettext_lazy("Internal consistency (alpha), %"),
    "error_ratio": gettext_lazy("Error ratio, %"),
    "standard_error": gettext_lazy("Standard error, %"),
}


class Command(JsonCommand):
    help = "What the marks of a quiz, or of an exam sat on paper, say about its questions."

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("quiz", nargs="?", help="Its key, or course and slug: C1/quiz.")
        parser.add_argument("--marks", metavar="FILE.csv", help="Names, maxima, then the marks.")
        parser.add_argument(
            "--attempts",
            choices=sittings.WHICH,
            default=sittings.FIRST,
            help="Each leader's first (by default), all, or each one's best.",
        )

    def work(self, *, quiz: str | None, marks: str | None, attempts: str, **_options) -> dict:
        if bool(quiz) == bool(marks):
            raise Refusal("quiz-or-marks", _("Name a quiz, or give a file with --marks."))
        if marks:
            return analyse(read_marks(read_file(marks), marks)).as_json()
        found = sittings.sittings(quiz_key=key_of_quiz(quiz), which=attempts)
        sheet, _asked = sittings.read_sheet(found)
        return analyse(sheet).as_json()

    def tell(self, result: dict[str, Any]) -> list[str]:
        lines = [f"{title}: {_shown(result[name])}" for name, title in TITLES.items()]
        names = ("facility", "standard_deviation", "discrimination", "efficiency")
        names += ("intended_weight", "effective_weight")
        lines += ["", "  ".join(name.replace("_", " ") for name in names)]
        for question in result["questions"]:
            figures = "  ".join(_shown(question[name]).rjust(len(name)) for name in names)
            lines.append(f"{figures}  {question['name']}")
        return lines


def _shown(figure: float | None) -> str:
    if figure is None:
        return "–"
    return str(figure) if isinstance(figure, int) else f"{figure:.2f}"
