from assessments.models.answer import AnswerEvent, LateAcceptance
from assessments.models.attempt import Attempt, AttemptQuestion
from assessments.models.category import Category
from assessments.models.certificate import Certificate
from assessments.models.correction import Correction
from assessments.models.grade import GradeEvent
from assessments.models.mark import AnswerFile, Mark
from assessments.models.override import QuizOverride
from assessments.models.question import Answer, Gap, Question
from assessments.models.quiz import QuizBand, QuizItem, QuizPage
from assessments.models.submission import Submission, SubmissionFile
from assessments.models.task import TaskPage

__all__ = [
    "Answer",
    "AnswerEvent",
    "AnswerFile",
    "Attempt",
    "AttemptQuestion",
    "Category",
    "Certificate",
    "Correction",
    "Gap",
    "GradeEvent",
    "LateAcceptance",
    "Mark",
    "Question",
    "QuizBand",
    "QuizItem",
    "QuizOverride",
    "QuizPage",
    "Submission",
    "SubmissionFile",
    "TaskPage",
]
