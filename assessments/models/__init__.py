from assessments.models.answer import AnswerEvent
from assessments.models.attempt import Attempt, AttemptQuestion
from assessments.models.category import Category
from assessments.models.certificate import Certificate
from assessments.models.grade import GradeEvent
from assessments.models.question import Answer, Question
from assessments.models.quiz import QuizItem, QuizPage
from assessments.models.submission import Submission, SubmissionFile
from assessments.models.task import TaskPage

__all__ = [
    "Answer",
    "AnswerEvent",
    "Attempt",
    "AttemptQuestion",
    "Category",
    "Certificate",
    "GradeEvent",
    "Question",
    "QuizItem",
    "QuizPage",
    "Submission",
    "SubmissionFile",
    "TaskPage",
]
