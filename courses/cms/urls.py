from django.urls import include, path

from courses.cms import course, courses, look, paths, renewals
from courses.cms import course_import as bring
from courses.cms.scorm import PackagesScreen
from courses.cms.trainings import attendance_figures as figures
from courses.cms.trainings import attendance_meetings as meetings
from courses.cms.trainings import live
from courses.cms.trainings.bookings import BookingsScreen

_ours = [
    path("courses/", courses.ListScreen.as_view(), name="courses"),
    path("courses/<uuid:key>/", course.EditScreen.as_view(), name="course"),
    path("courses/<uuid:key>/leader/", look.AsLeaderScreen.as_view(), name="as_leader"),
    path("courses/<uuid:key>/leader/<int:leader_id>/", look.PhoneScreen.as_view(), name="phone"),
    path("courses/<uuid:key>/stuck/", look.StuckScreen.as_view(), name="stuck"),
    path("courses/import/", bring.StartScreen.as_view(), name="import"),
    path("courses/import/<int:pk>/", bring.ShowScreen.as_view(), name="show_import"),
    path("packages/", PackagesScreen.as_view(), name="packages"),
    path("paths/", paths.ListScreen.as_view(), name="paths"),
    path("paths/new/", paths.EditScreen.as_view(), name="add_path"),
    path("paths/<int:pk>/", paths.EditScreen.as_view(), name="path"),
    path("renewals/", renewals.RenewalsScreen.as_view(), name="renewals"),
]
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
