from courses.models.attendance import AttendanceMark
from courses.models.attendance_settings import AttendanceSettings
from courses.models.booking import Booking
from courses.models.calendar_feed import CalendarFeed
from courses.models.catalog import CatalogPage
from courses.models.check_in import CheckIn, Prompt
from courses.models.coming_settings import ComingSettings
from courses.models.completion import StepCompletion
from courses.models.course import CoursePage
from courses.models.enrolment import Enrolment
from courses.models.holiday import Holiday
from courses.models.lesson import LessonPage
from courses.models.meeting_file import MeetingFile, MeetingMark
from courses.models.path import LearningPath, PathCourse, PathEnrolment
from courses.models.quick_start import QuickStart
from courses.models.reminder import Reminder
from courses.models.rhythm import Rhythm
from courses.models.series import Series
from courses.models.session import Session
from courses.models.session_step import SessionStepPage
from courses.models.step import StepPage

__all__ = [
    "AttendanceMark",
    "AttendanceSettings",
    "Booking",
    "CalendarFeed",
    "CatalogPage",
    "CheckIn",
    "ComingSettings",
    "CoursePage",
    "Enrolment",
    "Holiday",
    "LearningPath",
    "LessonPage",
    "MeetingFile",
    "MeetingMark",
    "PathCourse",
    "PathEnrolment",
    "Prompt",
    "QuickStart",
    "Reminder",
    "Rhythm",
    "Series",
    "Session",
    "SessionStepPage",
    "StepCompletion",
    "StepPage",
]
