from courses.models.audio_note import AudioNote
from courses.models.catalog import CatalogPage
from courses.models.check import CheckAnswer
from courses.models.completion import StepCompletion
from courses.models.course import CoursePage
from courses.models.course_import import CourseImport
from courses.models.enrolment import Enrolment
from courses.models.lesson import LessonPage
from courses.models.library import LibraryItem
from courses.models.note import Note
from courses.models.path import LearningPath, PathCourse, PathEnrolment
from courses.models.place import Place
from courses.models.puzzle import Puzzle
from courses.models.quick_start import QuickStart
from courses.models.receipt import Receipt
from courses.models.rhythm import Rhythm
from courses.models.scorm import ScormPackage, ScormPage, ScormSession
from courses.models.search_text import SearchText
from courses.models.step import StepPage
from courses.models.streak import Streak
from courses.models.trainings.attendance import AttendanceMark
from courses.models.trainings.attendance_settings import AttendanceSettings
from courses.models.trainings.booking import Booking
from courses.models.trainings.calendar_feed import CalendarFeed
from courses.models.trainings.check_in import CheckIn, Prompt
from courses.models.trainings.coming_settings import ComingSettings
from courses.models.trainings.guest import Guest
from courses.models.trainings.holiday import Holiday
from courses.models.trainings.kit import Kit, KitFile, WarmUp, WarmUpAnswer
from courses.models.trainings.make_up import MakeUp, MakeUpSettings
from courses.models.trainings.meeting_file import MeetingFile, MeetingMark
from courses.models.trainings.rating import Rating
from courses.models.trainings.reminder import Reminder
from courses.models.trainings.series import Series
from courses.models.trainings.session import Session
from courses.models.trainings.session_step import SessionStepPage
from courses.models.trainings.topic import Topic, TopicNight
from courses.models.trainings.topic_question import TopicQuestion, TopicVote

__all__ = [
    "AttendanceMark",
    "AttendanceSettings",
    "AudioNote",
    "Booking",
    "CalendarFeed",
    "CatalogPage",
    "CheckAnswer",
    "CheckIn",
    "ComingSettings",
    "CourseImport",
    "CoursePage",
    "Enrolment",
    "Guest",
    "Holiday",
    "Kit",
    "KitFile",
    "LearningPath",
    "LessonPage",
    "LibraryItem",
    "MakeUp",
    "MakeUpSettings",
    "MeetingFile",
    "MeetingMark",
    "Note",
    "PathCourse",
    "PathEnrolment",
    "Place",
    "Prompt",
    "Puzzle",
    "QuickStart",
    "Rating",
    "Receipt",
    "Reminder",
    "Rhythm",
    "ScormPackage",
    "ScormPage",
    "ScormSession",
    "SearchText",
    "Series",
    "Session",
    "SessionStepPage",
    "StepCompletion",
    "StepPage",
    "Streak",
    "Topic",
    "TopicNight",
    "TopicQuestion",
    "TopicVote",
    "WarmUp",
    "WarmUpAnswer",
]
