"""All figures of a sheet of marks together."""

from dataclasses import asdict, dataclass
from typing import Any

from assessments.statistics.exam import ExamFigures, exam_figures
from assessments.statistics.questions import QuestionFigures, question_figures
from assessments.statistics.sheet import MarkSheet


@dataclass(frozen=True)
class Analysis:
    exam: ExamFigures
    questions: list[QuestionFigures]

    def as_json(self) -> dict[str, Any]:
        """The form of `question_statistics --json`: figures unrounded, None where there is none."""
        questions = [asdict(question) for question in self.questions]
        for question in questions:
            del question["attempts"]
        return {**asdict(self.exam), "questions": questions}


def analyse(sheet: MarkSheet) -> Analysis:
    """Every figure of a sheet. Time grows with the number of marks; 20,000 take about 20 ms."""
    return Analysis(exam_figures(sheet), question_figures(sheet))
