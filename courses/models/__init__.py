from courses.models.attendance import AttendanceMark
from courses.models.attendance_settings import AttendanceSettings
from courses.models.audio_note import AudioNote
from courses.models.booking import Booking
from courses.models.calendar_feed import CalendarFeed
from courses.models.catalog import CatalogPage
from courses.models.check import CheckAnswer
from courses.models.check_in import CheckIn, Prompt
from courses.models.coming_settings import ComingSettings
from courses.models.completion import StepCompletion
from courses.models.course import CoursePage
from courses.models.course_import import CourseImport
from courses.models.enrolment import Enrolment
from courses.models.guest import Guest
from courses.models.holiday import Holiday
from courses.models.kit import Kit, KitFile, WarmUp, WarmUpAnswer
from courses.models.lesson import LessonPage
from courses.models.library import LibraryItem
from courses.models.make_up import MakeUp, MakeUpSettings
from courses.models.meeting_file import MeetingFile, MeetingMark
from courses.models.note import Note
from courses.models.path import LearningPath, PathCourse, PathEnrolment
from courses.models.place import Place
from courses.models.puzzle import Puzzle
from courses.models.quick_start import QuickStart
from courses.models.rating import Rating
from courses.models.receipt import Receipt
from courses.models.reminder import Reminder
from courses.models.rhythm import Rhythm
from courses.models.scorm import ScormPackage, ScormPage, ScormSession
from courses.models.search_text import SearchText
from courses.models.series import Series
from courses.models.session import Session
from courses.models.session_step import SessionStepPage
from courses.models.step import StepPage
from courses.models.streak import Streak
from courses.models.topic import Topic, TopicNight
from courses.models.topic_question import TopicQuestion, TopicVote

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
