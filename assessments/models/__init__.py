from assessments.models.answer import AnswerEvent, LateAcceptance
from assessments.models.appeal import Appeal
from assessments.models.attempt import Attempt, AttemptQuestion
from assessments.models.category import Category
from assessments.models.certificate import Certificate
from assessments.models.correction import Correction
from assessments.models.draft import Draft, Upload
from assessments.models.grade import GradeEvent
from assessments.models.look import Look
from assessments.models.mark import AnswerFile, Mark
from assessments.models.marking_settings import MarkingSettings
from assessments.models.override import QuizOverride
from assessments.models.question import Answer, Gap, Question
from assessments.models.question_import import ImportedQuestion, QuestionImport
from assessments.models.quiz import QuizBand, QuizItem, QuizPage
from assessments.models.review import ReviewCard, ReviewEvent
from assessments.models.submission import Likeness, Submission, SubmissionFile
from assessments.models.task import TaskPage

__all__ = [
    "Answer",
    "AnswerEvent",
    "AnswerFile",
    "Appeal",
    "Attempt",
    "AttemptQuestion",
    "Category",
    "Certificate",
    "Correction",
    "Draft",
    "Gap",
    "GradeEvent",
    "ImportedQuestion",
    "LateAcceptance",
    "Likeness",
    "Look",
    "Mark",
    "MarkingSettings",
    "Question",
    "QuestionImport",
    "QuizBand",
    "QuizItem",
    "QuizOverride",
    "QuizPage",
    "ReviewCard",
    "ReviewEvent",
    "Submission",
    "SubmissionFile",
    "TaskPage",
    "Upload",
]
