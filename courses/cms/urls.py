from django.urls import include, path

from courses.cms import attendance_figures as figures
from courses.cms import attendance_meetings as meetings
from courses.cms import live
from courses.cms.bookings import BookingsScreen
from courses.cms.courses import find_courses

_ours = [path("courses/", find_courses, name="courses")]
_live = [
    path("", live.screen, name="screen"),
    path("code/", live.code, name="code"),
    path("people/", live.people, name="people"),
]
_attendance = [
    path("", figures.FiguresScreen.as_view(), name="figures"),
    path("sheets/<int:pk>/", figures.SheetScreen.as_view(), name="sheet"),
    path("sheets/<int:pk>/file/", figures.download, name="file"),
]
_meetings = [
    path("<int:pk>/", meetings.BringScreen.as_view(), name="bring"),
    path("file/<int:file_id>/", meetings.ShowScreen.as_view(), name="show"),
    path("file/<int:file_id>/<str:which>.csv", meetings.download, name="download"),
]
urlpatterns = [
    path("school/", include((_ours, "courses_cms"))),
    path("bookings/<int:pk>/", BookingsScreen.as_view(), name="session_bookings"),
    path("live/<int:pk>/", include((_live, "courses_live"))),
    path("attendance/", include((_attendance, "courses_attendance"))),
    path("meetings/", include((_meetings, "courses_meetings"))),
]
